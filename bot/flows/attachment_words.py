"""Files of records in words: sizes, kinds, lines of the record, of a card and of a paper, and the ways to them.

A file's name is the writer's own words: it stands in the record and on its papers, and on no card.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.times import local_moment
from bot.locales import number
from bot.messages import Button
from bot.services import Services
from bot.words import sentence
from incidents.attachment import Attachment, FileKind
from incidents.rules.file_limits import MEGABYTE

KILOBYTE = 1_000
A_FEW = 10 * MEGABYTE


def size_words(size: int) -> str:
    """How large something is, as people say it."""
    if size < KILOBYTE:
        return sentence("attachment.size_bytes", number=number(size))
    if size < MEGABYTE:
        return sentence("attachment.size_kb", number=number(round(size / KILOBYTE)))
    said = number(size // MEGABYTE) if size % MEGABYTE == 0 or size > A_FEW else f"{size / MEGABYTE:.1f}"
    return sentence("attachment.size_mb", number=said)


def kind_words(kind: FileKind) -> str:
    """What a file is, in a word or two."""
    return sentence(f"attachment.kind_{kind}")


def about_words(one: Attachment, services: Services) -> str:
    """A file on a card: what, how large, who and when, and not what it is called."""
    who, when = services.people.name(one.by), local_moment(one.at, services.organisation)
    if one.about is None:
        return sentence("attachment.closed_one", person=who, moment=when)
    kind, size = kind_words(one.about.kind), size_words(one.about.size)
    return sentence("attachment.about", kind=kind, size=size, person=who, moment=when)


def file_lines(files: Sequence[Attachment], services: Services, *, on_paper: bool = False) -> str:
    """The files of a record by their names; on paper with what proves that a file is the one that was added."""
    return "\n".join(
        _line(place, one, services, on_paper=on_paper) for place, one in enumerate(files, start=1)
    )


def attach_way(record_id: str) -> list[Button]:
    """The way to add a file to a record of any kind."""
    return [Button(sentence("act.attach"), "record.attach", record_id)]


def files_way(record_id: str, count: int) -> list[Button]:
    """The way to the files of a record, where it has any."""
    return [Button(sentence("attachment.button", number=count), "record.files", record_id)] if count else []


def _line(place: int, one: Attachment, services: Services, *, on_paper: bool) -> str:
    who, when = services.people.name(one.by), local_moment(one.at, services.organisation)
    if one.about is None:
        return sentence("attachment.named_closed", number=place, person=who, moment=when)
    about = one.about
    kind, size = kind_words(about.kind), size_words(about.size)
    if on_paper:
        return sentence(
            "attachment.on_paper",
            number=place,
            name=about.name,
            kind=kind,
            size=size,
            person=who,
            moment=when,
            digest=about.digest,
        )
    return sentence(
        "attachment.named", number=place, name=about.name, kind=kind, size=size, person=who, moment=when
    )
