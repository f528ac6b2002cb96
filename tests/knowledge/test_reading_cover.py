"""Whatever is written in whatever format: every character is in one section or one drop, and no word is lost unsaid."""

from __future__ import annotations

import html
import io

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.reading.readers.extract import Unreadable
from knowledge.reading.readers.guard import counted
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import lines, printed
from tests.knowledge.test_sectioning_cover import check

LINES = st.lists(
    st.sampled_from(
        [
            "Key Policy",
            "1. Lending",
            "Staff must not:",
            "lend a key to visitors",
            "- copy a key",
            "(a) leave one",
            "~~Staff may lend.~~ Staff sign.",
            "Staff may lend one key.[1]",
            "[1] Not to a visitor.",
            "* Only by day.",
            "Contents",
            "Lending 3",
            "☐ Theft",
            "KEYS OF THE",
            "",
            "____________",
            "Approved by: Clerk\tDate: 4 May 2020",
        ]
    ),
    min_size=1,
    max_size=14,
)


def _page(said: list[str]) -> bytes:
    return ("<h1>Keys</h1>" + "".join(f"<p>{html.escape(one)}</p>" for one in said)).encode()


def _word(said: list[str]) -> bytes:
    document = docx.Document()
    for one in said:
        document.add_paragraph(one)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _pdf(said: list[str]) -> bytes:
    return printed(
        [lines([one.replace("☐", "o").replace("\t", " ") for one in said if one] or ["Keys"], 72, 700)]
    )


WRITERS = {
    ".txt": lambda said: "\n".join(said).encode(),
    ".md": lambda said: "\n".join(said).encode(),
    ".html": _page,
    ".docx": _word,
    ".pdf": _pdf,
}


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=25, deadline=None)
@given(said=LINES)
def test_every_character_is_in_one_section_or_one_drop_for_every_reader(ending: str, said: list[str]) -> None:
    try:
        document = read_bytes(WRITERS[ending](said), ending, f"keys{ending}")
    except Unreadable:
        return
    check(document)
    held = counted(one for one in said if "~~" not in one)
    quoted = (
        part for s in document.sections for c in s.clauses for part in (*s.path, c.mark, c.text, c.lead_in)
    )
    paths = (part for s in document.sections for part in s.path)
    dropped = (document.text[start:end] for start, end, _ in document.dropped)
    lost = held.keys() - counted((*quoted, *paths, *dropped)).keys()
    assert not lost or any(one.kind in ("not-read", "not-in-force") for one in document.findings)
