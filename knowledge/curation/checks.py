"""What owners should mend that no file shows by itself: policies, files and facts that are not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rapidfuzz import fuzz

from knowledge.answers.citing import overdue_since
from knowledge.reading.document import Document, Finding
from knowledge.reading.sectioning.related import telling
from knowledge.text.markup import normal, plain

REVIEW_OVERDUE = "review-overdue"
SAME_NAME = 88  # Likeness (0-100) from which two names of a document are one.
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,4}){1,3}|[A-Z]{1,5}-\d{1,5}(?:-\d{1,4})?|(?:19|20)\d\d-\d{1,4})")
_HEAD = 1_500  # characters at the top of a document in which it states its own number
_DRIVE = re.compile(r"^[A-Za-z]:|^\\\\")


def missing_related(documents: Sequence[Document]) -> Iterator[Finding]:
    """Documents that are named as related, or in the text, and are not among those that were read (P41, J05)."""
    names = [(one, name) for one in documents for name in (one.facts.title, _stem(one.name)) if name]
    for document in documents:
        others = [name for other, name in names if other is not document]
        listed = [name for name in document.related if not _is_here(name, [name for _, name in names])]
        if listed:
            quoted = ", ".join(f"“{plain(name)}”" for name in listed)
            said = f"Named as related and not among the policies: {quoted}."
            yield Finding(document.name, "", "related-missing", said)
        already = {telling(name) for name in document.related}
        named = [
            name
            for name in document.named
            if telling(name) not in already
            and not (_NUMBER.fullmatch(name) and _is_numbered(name, document, documents))
            and not _is_here(name, others)
        ]
        if named := list({telling(name): name for name in reversed(named)}.values())[::-1]:
            quoted = ", ".join(f"“{plain(name)}”" for name in named)
            message = f"The text names policies that are not among those that were read: {quoted}."
            yield Finding(document.name, "", "named-missing", message)


def incomplete(documents: Sequence[Document]) -> Iterator[Finding]:
    """Documents without an owner, a public link or a date of review (D06, P23): one finding for each."""
    for document in documents:
        facts = document.facts
        lacks = [
            what
            for what, there in (
                ("an owner", facts.owner),
                ("a public link", facts.url),
                ("a date of its next review", facts.next_review),
            )
            if not there
        ]
        if lacks and document.sections:
            said = " and ".join(filter(None, (", ".join(lacks[:-1]), lacks[-1])))
            yield Finding(document.name, "", "facts-missing", f"It does not state {said}.")


def dead_files(documents: Sequence[Document], paths: Mapping[str, Path]) -> Iterator[Finding]:
    """Links to files that are not there; `paths` says by document name where a document was read from (P26)."""
    known = {name.casefold() for name in (*paths, *(one.name for one in documents))}
    known |= {name.rsplit(".", 1)[0] for name in known}
    for document in documents:
        folder = paths[document.name].parent if document.name in paths else None
        dead = [link for link in document.links if _is_file_gone(link, document.name, folder, known)]
        if dead:
            places = ", ".join(dead[:12]) + (" …" if len(dead) > 12 else "")
            yield Finding(document.name, places, "dead-file", f"Linked files are not there: {places}.")


def dead_links(documents: Sequence[Document], dead: Collection[str]) -> Iterator[Finding]:
    """Links to the web that lead nowhere, by what the nightly look at them found (P26, J13)."""
    for document in documents:
        links = dict.fromkeys((document.facts.url, *document.links))
        if gone := [link for link in links if link in dead]:
            places = ", ".join(gone[:12]) + (" …" if len(gone) > 12 else "")
            yield Finding(document.name, places, "dead-web-link", f"Links lead nowhere: {places}.")


def overdue_reviews(documents: Sequence[Document], today: date) -> Iterator[Finding]:
    """Documents whose next review lies behind them (R01, J01)."""
    for document in documents:
        if since := overdue_since(document.facts, today):
            yield Finding(
                document.name, "", REVIEW_OVERDUE, f"The review has been due since {since:%Y-%m-%d}."
            )


def _is_here(named: str, titles: Collection[str]) -> bool:
    """Whether a name is a title, with a number or "Policy" more or less; a part of another title is not it."""
    words, said = telling(named), normal(named)
    return any(
        _same(words, other) or (len(words) == len(other) and fuzz.ratio(said, normal(title)) >= SAME_NAME)
        for title in titles
        if (other := telling(title))
    )


def _same(words: frozenset[str], title: frozenset[str]) -> bool:
    """Numbers beside words do not tell documents apart: they are years and editions."""
    plain_words, plain_title = ({one for one in side if not one[0].isdigit()} for side in (words, title))
    return bool(plain_words) and plain_words == plain_title


def _is_numbered(number: str, citing: Document, documents: Sequence[Document]) -> bool:
    """Whether a document bears a number: in its name, or at its top; the one that cites it behind a label."""
    form = rf"(?<![\w.]){re.escape(number)}(?![\w]|\.\d)"
    own = rf"[:#\t]\s*{form}"
    return any(
        re.search(form, f"{one.name} {_stem(one.name)}")
        or re.search(own if one is citing else form, one.text[:_HEAD])
        for one in documents
    )


def _is_file_gone(link: str, name: str, folder: Path | None, known: Collection[str]) -> bool:
    try:
        target = urlsplit(link)
    except ValueError:
        return False
    path = unquote(target.path)
    # An address of the web or of a drive, or one that a site resolves, is no file of this folder.
    if target.scheme or target.netloc or not path or path.startswith("/") or _DRIVE.match(link):
        return False
    if "@" in path or "." not in posixpath.basename(path):
        return False
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(name), path.replace("\\", "/")))
    if wanted.casefold() in known or wanted.rsplit(".", 1)[0].casefold() in known or wanted.startswith(".."):
        return False
    try:
        return folder is None or not (folder / path).exists()
    except (OSError, ValueError):
        return False


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ").replace("_", " ")
