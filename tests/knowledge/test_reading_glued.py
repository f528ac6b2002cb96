"""The count of the guard may glue words together that are read apart; that is no loss, and a loss is a finding."""

from __future__ import annotations

from collections import Counter

import pytest

from knowledge.reading.document import Document
from knowledge.reading.readers.guard import overlooked, unglue
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.making import word_xml

HIDDEN, STRUCK = "<w:rPr><w:vanish/></w:rPr>", "<w:rPr><w:strike/></w:rPr>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def deleted(text: str) -> str:
    return f'<w:del w:id="1"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="2">{run(text)}</w:ins>'


def lost(document: Document) -> list[str]:
    return [finding.message for finding in document.findings if finding.kind == "not-read"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (deleted("ten") + inserted("five") + run(" days."), "five days."),
        (inserted("five") + deleted("ten") + run(" days."), "five days."),
        (run("ten", HIDDEN) + run("five days."), "five days."),
        (run("ten", STRUCK) + run("five days."), "five days."),
        (run("day") + run("s", STRUCK) + run("."), "day."),
        (deleted("ten") + run("five") + deleted("six") + run(" days."), "five days."),
    ],
)
def test_a_word_right_beside_one_that_does_not_count_is_not_missed(words: str, said: str) -> None:
    body = f"<w:p>{run('Keys')}</w:p><w:p>{run('Keys come back within ')}{words}</w:p>"
    document = read_bytes(word_xml(body), ".docx", "keys.docx")
    assert [c.text for s in document.sections for c in s.clauses][-1] == f"Keys come back within {said}"
    assert lost(document) == []
    assert [finding.kind for finding in document.findings] == ["not-in-force"]


@pytest.mark.parametrize(
    "line",
    [
        "See [keys](keys.md)and [locks](locks.md).",
        "<span>Keys</span>come <b>n</b>ow.",
        "Keys come back within<!-- ten -->five days.",
        "Keys come back now.<sup>1</sup>",
        "The hall has 30 m<sup>2</sup> of ground.",
    ],
)
def test_words_that_a_page_of_markdown_sets_together_are_not_missed(line: str) -> None:
    assert lost(read_bytes(f"# Keys\n\nOwner: Clerk\n\n{line}\n".encode(), ".md", "keys.md")) == []


@pytest.mark.parametrize(
    ("held", "read"),
    [
        ("Keys come within 12 days", "Keys come within days 1 2"),
        ("Staff must inform us", "Staff must us in"),
        ("Staff must not lend keys", "Staff must lend keys"),
        ("Staff must not lend keys", "Staff mustnot lend keys"),
    ],
)
def test_a_word_that_is_read_nowhere_is_missed(held: str, read: str) -> None:
    assert len(overlooked((held,), (read,))) == 1


def test_each_part_explains_one_word_alone() -> None:
    glued, apart = Counter({"tenfive": 2}), Counter({"ten": 1, "five": 2})
    unglue(glued, apart)
    assert (glued, +apart) == (Counter({"tenfive": 1}), Counter({"five": 1}))


def test_many_long_words_are_looked_at_in_little_time() -> None:
    glued = Counter({"a" * (n % 50 + 2) + str(n): 1 for n in range(5_000)})
    unglue(glued, Counter({"a" * n: 9 for n in range(1, 50)}))
    assert len(glued) == 5_000
