"""A letter made of a template of the organisation: in which languages there is one, its words, its files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.flows.record_paper import LETTER_ZONES
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from incidents.papers.letter import Letter, LetterFile
from incidents.papers.paper import PaperSize
from incidents.papers.pdf import letter_as_pdf
from incidents.papers.places import filled, places
from incidents.papers.word_letter import fill_template, labelled, plain_letter, with_text
from incidents.rules.letters import EVERY_PLACE, NEEDED, OPTIONAL, CustomerLetter

DOCX, PDF = "docx", "pdf"
MEDIA = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PDF: "application/pdf",
}


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """A letter filled in. `word` is the template filled in, empty without one; `lacks` are places left empty.

    `sheet_lacks` are those of them at a head or a foot, which no change of the text fills in.
    """

    letter: Letter
    word: bytes
    lacks: tuple[str, ...]
    sheet_lacks: tuple[str, ...] = ()


def languages(kind: CustomerLetter, services: Services) -> tuple[str, ...]:
    """The languages this letter can be written in, the organisation's own first; empty where there is no template."""
    own = services.organisation.language
    found = set(services.templates.languages(kind))
    if services.restrictions.rules.letters.get(kind):
        found.add(own)
    return tuple(sorted(found, key=lambda one: (one != own, one)))


async def drafted(
    kind: CustomerLetter, language: str, values: Mapping[str, str], reference: str, services: Services
) -> LetterDraft:
    """The letter with these values; its text is empty where there is no template in this language."""
    return await asyncio.to_thread(_drafted, kind, language, values, reference, services)


def _drafted(
    kind: CustomerLetter, language: str, values: Mapping[str, str], reference: str, services: Services
) -> LetterDraft:
    name, word, sheets = services.organisation.name, b"", ""
    head, foot = name, reference
    needed = NEEDED.get(kind, frozenset())
    template = services.templates.get(kind, language)
    if template:
        word, words = fill_template(template.content, values, OPTIONAL, needed)
        text, head, foot, sheets = words.text, words.head or head, words.foot, words.sheets
    else:
        own = language == services.organisation.language
        plain = services.restrictions.rules.letters.get(kind, "") if own else ""
        text = filled(plain, values, OPTIONAL, needed)
    letter = letter_of(text.strip(), language, reference, services, head=head, foot=foot)
    return LetterDraft(letter, word, _left(f"{sheets}\n{text}"), _left(sheets))


def _left(text: str) -> tuple[str, ...]:
    return tuple(sorted(places(text) & EVERY_PLACE))


def letter_of(
    text: str, language: str, reference: str, services: Services, *, head: str = "", foot: str = ""
) -> Letter:
    """A letter on a sheet of the organisation's."""
    organisation = services.organisation
    return Letter(
        title=f"{organisation.name}, {reference}",
        organisation=organisation.name,
        language=language,
        text=text,
        head=head or organisation.name,
        foot=foot or reference,
        unshown=sentence("paper.unshown"),
        size=PaperSize.LETTER if organisation.zone.startswith(LETTER_ZONES) else PaperSize.A4,
    )


async def files_of(draft: LetterDraft, text: str = "") -> tuple[LetterFile, ...]:
    """The letter as a Word file and as a PDF of the same words; `text` are the words as somebody changed them.

    Raises PaperFailed.
    """
    return await asyncio.to_thread(_files, draft, text)


def _files(draft: LetterDraft, text: str) -> tuple[LetterFile, ...]:
    letter = draft.letter
    changed = bool(text) and not same_words(text, letter.text)
    if changed:
        letter = replace(letter, text=text)
    sheet = with_text(draft.word, letter) if draft.word and changed else draft.word
    return LetterFile(DOCX, labelled(sheet or plain_letter(letter), letter)), LetterFile(
        PDF, letter_as_pdf(letter)
    )


def same_words(text: str, other: str) -> bool:
    """Whether nobody changed a text: what a form gives back of it can differ in its spaces."""
    return text.split() == other.split()


def lacking(names: tuple[str, ...]) -> str:
    """What a letter lacks, in words."""
    return listed([sentence(f"letter.place_{one}") for one in names])
