"""Who waits for a file of many pages hears how far it is; a small one is read without a word."""

from __future__ import annotations

from pathlib import Path

from knowledge.reading.document_cache import DocumentCache
from knowledge.reading.policy_files import sources_in
from tests.knowledge.printing import At, printed

PAGES = 60


def test_the_pages_of_a_big_file_are_counted_while_it_is_read(tmp_path: Path) -> None:
    big = [[At(f"Rule {number}: staff must lock door {number}.", 72, 700)] for number in range(PAGES)]
    (tmp_path / "big.pdf").write_bytes(printed(big))
    (tmp_path / "small.pdf").write_bytes(printed(big[:2]))
    heard: list[tuple[str, int, int]] = []
    documents, findings = DocumentCache(None).read(
        sources_in([tmp_path]), lambda what, done, total: heard.append((what, done, total))
    )
    assert ([one.name for one in documents], findings) == (["big.pdf", "small.pdf"], ())
    pages = [done for what, done, total in heard if (what, total) == ("big.pdf", PAGES)]
    assert (pages, len(pages) > 10, pages[-1]) == (sorted(set(pages)), True, PAGES)
    assert [one for one in heard if one[0] != "big.pdf"] == [("reading", 1, 2), ("reading", 2, 2)]
