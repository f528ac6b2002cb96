"""What the report form asks back before anything is sent: is it about a colleague, was there danger (R20, P36).

The form of a later statement asks the same. The questions follow from the answers so far and are fields of the
form themselves, so that an answered one is not asked again, and every surface draws them like the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.drafts import Draft
from bot.flows.report_danger import untold_dangers
from bot.flows.report_given import Values, department_in, text_in, texts_in
from bot.flows.report_kinds import DANGERS
from bot.flows.report_names import Mention, mentions, named_exactly
from bot.flows.report_roles import Asked
from bot.forms import ChoiceField, Field, MultiChoiceField, Option
from bot.interview import REVIEW
from bot.services import Services
from bot.words import sentence
from incidents.records import Behaviour
from incidents.rules.details import DETAIL_FIELDS
from incidents.rules.fields import FIELDS

ABOUT = "named_"
DANGER = "danger"
NONE = "none"

STATEMENT = "statement"

_ASKED = {one.name: one for one in (*FIELDS, *DETAIL_FIELDS)}.values()

NAMING = (*(one.name for one in _ASKED if one.is_words), STATEMENT)
"""The fields in which a colleague may be named, in the order in which they are asked about."""

TELLING = (*(one.name for one in _ASKED if one.tells_danger), STATEMENT)
"""The fields in which danger may be told."""

MOST_ASKED = 12
"""So many colleagues are asked about; a text that names more is a list of names."""

WORDS_SHOWN = 60
"""Of the author's own words in a question, so many characters."""


@dataclass(frozen=True, slots=True)
class AskedBack:
    """The questions of a form, answered or not, and the names of those that are not."""

    fields: tuple[Field, ...]
    open: tuple[str, ...]


def questions(draft: Draft, services: Services) -> AskedBack:
    """What a form with these answers asks back."""
    fields = [*_about(draft, services), *_danger(draft, services)]
    open_ones = tuple(one.name for one in fields if not _is_answered(draft.values, one.name))
    return AskedBack(tuple(fields), open_ones)


def about_in(values: Values, author: str, services: Services) -> tuple[str, ...]:
    """Whom the answers complain of: chosen, named exactly as the customer, or confirmed when asked back."""
    chosen = {*texts_in(values, "about"), *named_exactly(text_in(values, "customer"), services.people)}
    return tuple(
        key
        for key in services.people.by_key
        if key != author and (key in chosen or text_in(values, field_for(key)) == "yes")
    )


def behaviours_in(values: Values) -> tuple[Behaviour, ...]:
    """The behaviours that were ticked, at first or when asked back."""
    ticked = {*texts_in(values, "behaviours"), *texts_in(values, DANGER)}
    return tuple(one for one in Behaviour if one in ticked)


def field_for(person: str) -> str:
    """The name of the field that asks about a person; it travels through platforms and names nobody."""
    return ABOUT + hashlib.blake2s(person.encode(), digest_size=6).hexdigest()


def _about(draft: Draft, services: Services) -> Iterator[Field]:
    values, author = draft.values, draft.person
    settled = {*texts_in(values, "about"), *named_exactly(text_in(values, "customer"), services.people)}
    found = {one.person: one for one in _mentions(draft, services) if one.person not in settled}
    for person in services.people.by_key:
        if person != author and text_in(values, field_for(person)):
            found.setdefault(person, Mention(person, services.people.name(person)))
    for mention in list(found.values())[:MOST_ASKED]:
        yield _asks_about(mention, draft, services)


def _mentions(draft: Draft, services: Services) -> Iterator[Mention]:
    """Every listed person the texts may mean, each once."""
    values, author = draft.values, draft.person
    department = department_in(values, author, services)
    asked, seen = Asked(author, department), set[str]()
    readers = services.incidents.readers(department, author, frozenset()).everybody
    for name in (*NAMING, *own_words(services)):
        text = text_in(values, name)
        for mention in mentions(text, services.people, asked, is_name=name == "customer") if text else ():
            # Who stands under "Who else was there?" was there: asked only where it decides who reads this.
            is_witness = name == "others_present" and mention.person not in readers
            if mention.person not in seen and not is_witness:
                seen.add(mention.person)
                yield mention


def _asks_about(mention: Mention, draft: Draft, services: Services) -> Field:
    name = services.people.name(mention.person)
    field = field_for(mention.person)
    words = mention.words if len(mention.words) <= WORDS_SHOWN else mention.words[:WORDS_SHOWN] + "…"
    return ChoiceField(
        field,
        sentence("report.about_question", words=" ".join(words.split()), name=name),
        (
            Option("yes", sentence("report.about_yes", name=name)),
            Option("no", sentence("report.about_no")),
        ),
        hint=sentence("report.about_question_hint", name=name),
        required=_must(draft),
        initial=text_in(draft.values, field),
    )


def own_words(services: Services) -> tuple[str, ...]:
    """The fields of the organisation's own in which people write."""
    return tuple(one.name for one in services.fields.asked() if one.is_words)


def _danger(draft: Draft, services: Services) -> Iterator[Field]:
    values = draft.values
    answered = texts_in(values, DANGER)
    ticked = texts_in(values, "behaviours")
    telling = (*TELLING, *own_words(services))
    untold = untold_dangers((text_in(values, name) for name in telling), ticked)
    offered = tuple(one for one in DANGERS if one in untold or one in answered)
    if not offered and NONE not in answered:
        return
    options = [Option(one, sentence(f"field.behaviours_{one}")) for one in offered]
    yield MultiChoiceField(
        DANGER,
        sentence("report.danger_question"),
        (*options, Option(NONE, sentence("report.danger_none"))),
        hint=sentence("report.danger_question_hint"),
        required=_must(draft),
        initial=answered,
    )


def _must(draft: Draft) -> bool:
    """An interview asks for it in the end, before the last look: until then "send" is not a word like others."""
    return not draft.asking or draft.asking.startswith(REVIEW)


def _is_answered(values: Values, name: str) -> bool:
    return bool(texts_in(values, name)) if name == DANGER else text_in(values, name) in ("yes", "no")
