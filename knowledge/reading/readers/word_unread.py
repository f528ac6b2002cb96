"""What of a Word file leads nowhere, or stands where nobody reads it: links, notes, and parts such as charts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from lxml.etree import _Element as Element

from knowledge.reading.document import Finding
from knowledge.reading.readers.word_package import Package
from knowledge.reading.readers.word_xml import qn

SHOWN = 120
"""Characters of set-aside words that a finding repeats."""


def dead_anchors(body: Element) -> Iterator[Finding]:
    """Links within the document to a bookmark it does not have (P42)."""
    bookmarks = {mark.get(qn("w:name"), "") for mark in body.iter(qn("w:bookmarkStart"))} | {"_top"}
    for link in body.iter(qn("w:hyperlink")):
        anchor = str(link.get(qn("w:anchor"), ""))
        if anchor and not link.get(qn("r:id")) and anchor not in bookmarks:
            words = "".join(text.text or "" for text in link.iter(qn("w:t"))).strip()
            yield Finding("", "", "dead-link", f"The link “{words}” leads nowhere (#{anchor}).")


def unread(
    package: Package, noted: Collection[tuple[str, str]], words: Callable[[Element], str]
) -> Iterator[Finding]:
    """Words in parts nobody reads, and notes that hang nowhere: their owner should know."""
    for key, note in package.notes.items():
        text = " ".join(" ".join(words(p) for p in note.iter(qn("w:p"))).split())
        if text and key not in noted:
            yield Finding("", "", "not-read", f"A {key[0]} hangs on no words in force: “{text[:SHOWN]}”")
    for name, part in package.others.items():
        count = sum(
            len((one.text or "").split()) for tag in ("w:t", "a:t", "c:v") for one in part.iter(qn(tag))
        )
        if count:
            yield Finding("", name, "not-read", f"{name} holds {count} words that were not read.")
