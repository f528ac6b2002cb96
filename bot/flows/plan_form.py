"""The form of a meeting: where, when, how long, who knows, when it is asked, and a word that is never shown again."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.drafts import Draft
from bot.events import FieldValue
from bot.flows.call_answers import how_well, says_coming
from bot.flows.call_words import asks_for_help, needs_somebody
from bot.flows.everyday_words import SHORTEST, is_everyday
from bot.flows.report_given import Values, text_in
from bot.flows.situations import Situation, situation
from bot.forms import ChoiceField, DateTimeField, Field, Form, FormNotice, Option, PersonField, TextField
from bot.people import Role
from bot.router import typed_command
from bot.services import Services
from bot.words import sentence
from incidents.rules.check_ins import LATEST
from incidents.safety.duress import MOST, comparable
from incidents.safety.given import seen
from incidents.safety.plan import NewPlan

LENGTHS = (15, 30, 60, 120)
USUAL = 30
CLOCKS_DIFFER = timedelta(minutes=5)
FURTHEST = timedelta(days=366)
MORNING = time(9, 0)
ORDINARY = frozenset({Situation.QUESTION, Situation.UNCLEAR})
"""What words mean to the bot where they mean nothing by themselves."""


def plan_form(draft: Draft, services: Services) -> Form:
    """The form with what the draft holds, but for the word: whoever types it again has it for themselves."""
    return Form(
        "plan",
        sentence("plan.form"),
        (FormNotice(sentence("plan.form_notice")), *_fields(draft, services)),
        sentence("plan.submit"),
        draft.key,
    )


def _fields(draft: Draft, services: Services) -> tuple[Field, ...]:
    values, zone = draft.values, services.organisation.zone
    people = sorted(services.people.by_key.values(), key=lambda one: one.name.casefold())
    colleagues = tuple(
        Option(one.key, one.name) for one in people if one.key != draft.person and Role.GUEST not in one.roles
    )
    lengths = tuple(Option(str(one), sentence("plan.minutes_of", count=one)) for one in LENGTHS)
    companion = text_in(values, "companion")
    return (
        TextField(
            "plan_place",
            sentence("plan.place"),
            sentence("plan.place_hint"),
            required=True,
            initial=text_in(values, "plan_place"),
            limit=200,
        ),
        DateTimeField(
            "meets_at",
            sentence("plan.meets_at"),
            zone,
            required=True,
            initial=_moment(values, "meets_at"),
            ahead=MORNING,
        ),
        TextField(
            "plan_whom",
            sentence("plan.whom"),
            sentence("plan.whom_hint"),
            initial=text_in(values, "plan_whom"),
            limit=200,
        ),
        ChoiceField(
            "minutes",
            sentence("plan.minutes"),
            lengths,
            required=True,
            initial=text_in(values, "minutes") or str(USUAL),
        ),
        PersonField(
            "companion",
            sentence("plan.companion"),
            colleagues,
            sentence("plan.companion_hint"),
            initial=(companion,) if companion else (),
        ),
        DateTimeField(
            "check_at",
            sentence("plan.check_at"),
            zone,
            sentence("plan.check_at_hint"),
            initial=_moment(values, "check_at"),
            ahead=MORNING,
        ),
        TextField("duress", sentence("plan.word"), sentence("plan.word_hint"), limit=60),
    )


def read_plan(values: Values, person: str, services: Services) -> NewPlan | dict[str, str]:
    """What was planned, or one kind sentence for each field that does not fit."""
    now, errors = services.clock.now(), {}
    place, word = seen(text_in(values, "plan_place")), text_in(values, "duress").strip()
    meets, asked = _moment(values, "meets_at"), _moment(values, "check_at")
    minutes = next((one for one in LENGTHS if str(one) == text_in(values, "minutes")), USUAL)
    companion = text_in(values, "companion").strip()
    if not place:
        errors["plan_place"] = sentence("plan.place_missing")
    if meets is None or not now - CLOCKS_DIFFER <= meets <= now + FURTHEST:
        errors["meets_at"] = sentence("plan.meets_at_missing")
        meets = now
    ends = meets + timedelta(minutes=minutes)
    check = asked or ends
    if not max(now, meets) < check <= ends + LATEST:
        errors["check_at"] = sentence("plan.check_at_missing")
    if companion and (services.people.get(companion) is None or companion == person):
        errors["companion"] = sentence("plan.companion_unknown")
    if word and not _is_a_word(word):
        errors["duress"] = sentence("plan.word_short")
    return errors or NewPlan(place, meets, minutes, check, companion, word)


def _is_a_word(word: str) -> bool:
    """Whether a word is heard in what is typed, and means nothing else there."""
    plain = comparable(word)
    if len(plain.replace(" ", "")) < SHORTEST or len(plain.split()) > MOST or is_everyday(plain):
        return False
    answers = how_well(plain) or says_coming(plain) or asks_for_help(plain) or needs_somebody(plain)
    return not answers and situation(plain) in ORDINARY and typed_command(word) is None


def _moment(values: Values, name: str) -> datetime | None:
    said: FieldValue = values.get(name)
    return said if isinstance(said, datetime) else None
