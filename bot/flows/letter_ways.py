"""Which letters about a report there are and can be written, and what their buttons say."""

from __future__ import annotations

from bot.flows.letter_draft import DOCX, languages
from bot.locales import language_name
from bot.messages import Button
from bot.services import Services
from bot.words import sentence
from incidents.records import Record, RecordEntry
from incidents.rules.access import Operation
from incidents.rules.letters import OF_INCIDENTS, CustomerLetter

OPERATION = Operation.WRITE_LETTER


def offered(services: Services) -> tuple[tuple[CustomerLetter, str], ...]:
    """Each letter about a report that there is a template for, and its language."""
    return tuple((kind, one) for kind in OF_INCIDENTS for one in languages(kind, services))


def written(record: Record) -> tuple[RecordEntry, ...]:
    """The letters that were written about it, the newest first."""
    return tuple(one for one in reversed(record.entries) if one.operation == OPERATION)


def letter_buttons(record: Record, services: Services) -> list[Button]:
    """The way to the letters of a report, for whoever can write one or take one along."""
    can_write = OPERATION in record.may and bool(offered(services))
    return (
        [Button(sentence("act.write_letter"), "record.letters", record.id)]
        if written(record) or can_write
        else []
    )


def way_words(wanted: str, language: str) -> str:
    """What the button of a sort of file says; the language where there are several."""
    return in_language(sentence("letter.docx" if wanted == DOCX else "letter.pdf"), language)


def in_language(sort: str, language: str) -> str:
    """Something with its language, where one is said."""
    return sentence("letter.in_language", sort=sort, language=language_name(language)) if language else sort
