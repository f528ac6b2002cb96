"""Who will read a report, said before the words are written: true by the roster, the ladder and what is known."""

from __future__ import annotations

from collections.abc import Iterable

from bot.drafts import Draft
from bot.flows.report_given import department_in, for_whom, texts_in
from bot.flows.report_questions import about_in
from bot.locales import listed
from bot.services import Services
from bot.words import sentence

BESIDES = "besides"
"""Among the values of a draft: who has the report in hand, and with whom it was shared."""


def readers_words(draft: Draft, services: Services) -> str:
    """Two short lines: who is told and may be asked, and who reads it besides and who does not."""
    department = department_in(draft.values, draft.person, services)
    about = about_in(draft.values, draft.person, services)
    if not department:
        return "\n".join((sentence("report.readers_unknown"), _shut_out(about, services)))
    own = for_whom(draft.values, draft.person)
    who = services.incidents.readers(department, draft.person, frozenset(about), filed_for=own)
    if not who.told:
        return "\n".join((sentence("report.readers_nobody"), _shut_out(about, services)))
    names = _names(who.told, services)
    told = sentence("report.readers_told", names=names)
    first = [told if about else sentence("report.readers_told_unless", names=names)]
    if who.asked:
        first.append(sentence("report.readers_asked", names=_names(who.asked, services)))
    may = (*who.may, own) if own else who.may
    second = [sentence("report.readers_may", names=_names(may, services))] if may else []
    second.append(_shut_out(about, services))
    return "\n".join((" ".join(first), " ".join(second)))


def later_words(draft: Draft, services: Services) -> str:
    """Who will read a later statement, and who hears that there is one."""
    department = department_in(draft.values, draft.person, services)
    about = about_in(draft.values, draft.person, services)
    own = for_whom(draft.values, draft.person)
    who = services.incidents.readers(department, draft.person, frozenset(about), filed_for=own)
    besides = texts_in(draft.values, BESIDES)
    names = _names(dict.fromkeys((*who.told, *who.asked, *who.may, *besides)), services)
    first = sentence("reports.amend_readers", names=names) if names else sentence("reports.amend_no_readers")
    return f"{first} {_shut_out(about, services)}"


def _shut_out(about: tuple[str, ...], services: Services) -> str:
    if about:
        return sentence("report.about_shut_out", names=_names(about, services))
    return sentence("report.readers_shut_out")


def _names(keys: Iterable[str], services: Services) -> str:
    return listed(services.people.name(key) for key in keys)
