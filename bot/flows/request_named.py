"""Colleagues that the words of a request name: whoever takes it down is asked whether it is about them (R16, R20).

Somebody it is about never reads it as an ordinary reader, so an answer "yes" makes it a complaint about a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.drafts import Draft
from bot.flows.report_given import Values, department_of, text_in, texts_in
from bot.flows.report_names import Mention, mentions
from bot.flows.report_questions import ABOUT, MOST_ASKED, WORDS_SHOWN, AskedBack, field_for
from bot.flows.report_roles import Asked
from bot.forms import ChoiceField, Field, Option
from bot.people import Role
from bot.services import Services
from bot.words import sentence
from incidents.request import ABOUT_PEOPLE, Matter, ServiceRequest

NAMING = ("description", "place", "special", "handled", "why_urgent")
"""The fields in which a colleague may be named; who brings it and how to reach them is whom it comes from."""

READS_MUCH = frozenset({Role.HEAD, Role.CAO})
YES, NO = "yes", "no"


def says_about(values: Values) -> bool:
    """Whether somebody said that it is about a person whom the words name."""
    return any(name.startswith(ABOUT) and value == YES for name, value in values.items())


def about_of(values: Values, services: Services) -> tuple[str, ...]:
    """Everybody it is about: chosen, or said so when asked."""
    known = services.people.by_key
    chosen = [one for one in texts_in(values, "about") if one in known]
    said = [one for one in known if text_in(values, field_for(one)) == YES] if says_about(values) else []
    return tuple(dict.fromkeys((*chosen, *said)))


def whom_in(matter: Matter, values: Values, services: Services) -> ServiceRequest:
    """As much of a request as decides its way."""
    return ServiceRequest(
        "",
        matter,
        "",
        "",
        category="" if matter in ABOUT_PEOPLE else text_in(values, "category"),
        about=about_of(values, services) if matter in ABOUT_PEOPLE else (),
        about_department=text_in(values, "about_department"),
    )


def named_questions(matter: Matter, draft: Draft, services: Services) -> AskedBack:
    """What is asked back of the names in these words; `open` are those without an answer."""
    fields = tuple(_fields(matter, draft, services))
    open_ones = tuple(one.name for one in fields if text_in(draft.values, one.name) not in (YES, NO))
    return AskedBack(fields, open_ones)


def _fields(matter: Matter, draft: Draft, services: Services) -> Iterator[Field]:
    values, found = draft.values, dict[str, Mention]()
    asked = Asked(draft.person, department_of(draft.person, services))
    chosen = texts_in(values, "about") if matter in ABOUT_PEOPLE else ()
    for name in NAMING:
        text = text_in(values, name)
        for one in _plainly_meant(mentions(text, services.people, asked), services) if text else ():
            if one.person not in chosen and _decides(one.person, matter, values, services):
                found.setdefault(one.person, one)
    for person in services.people.by_key:
        if text_in(values, field_for(person)):
            found.setdefault(person, Mention(person, services.people.name(person)))
    for mention in list(found.values())[:MOST_ASKED]:
        yield _question(mention, values, services)


def _plainly_meant(found: Sequence[Mention], services: Services) -> Iterator[Mention]:
    """Without those whom a role alone may mean that others hold as well: "the councillor" names nobody."""
    held = Counter(one.words.casefold() for one in found)
    for one in found:
        words = one.words.casefold()
        is_named = any(part in words for part in services.people.name(one.person).casefold().split())
        if is_named or held[words] == 1:
            yield one


def _decides(person: str, matter: Matter, values: Values, services: Services) -> bool:
    """Whether the answer changes who reads it: thanks are not asked of those who would not read them anyway."""
    request = whom_in(matter, values, services)
    if matter in ABOUT_PEOPLE:
        also = replace(request, about=(*request.about, person))
        return services.requests.way(also) != services.requests.way(request)
    if matter is not Matter.COMPLIMENT:
        return True
    way = services.requests.way(request)
    return bool(way and person in way.readers) or bool(READS_MUCH & services.people.roles_of(person))


def _question(mention: Mention, values: Values, services: Services) -> Field:
    name = services.people.name(mention.person)
    field = field_for(mention.person)
    words = mention.words if len(mention.words) <= WORDS_SHOWN else mention.words[:WORDS_SHOWN] + "…"
    return ChoiceField(
        field,
        sentence("request.named", words=" ".join(words.split()), name=name),
        (
            Option(YES, sentence("report.about_yes", name=name)),
            Option(NO, sentence("request.named_no", name=name)),
        ),
        hint=sentence("request.named_hint", name=name),
        required=True,
        initial=text_in(values, field),
    )
