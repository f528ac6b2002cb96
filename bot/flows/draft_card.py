"""How forms look that were begun and not sent: which one and from when, never a word of what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.drafts import KEPT, Draft, Kept
from bot.flows.parts import titled
from bot.flows.times import day_words, local_moment, local_time, today
from bot.messages import Button, Buttons, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence

NAMED = (
    "report",
    "amend",
    "details",
    "statement",
    "act",
    "link",
    "record_letter",
    "task_act",
    "request",
    "request_act",
    "request_open311",
    "request_reply",
    "worklist",
    "retention",
    "retention_hold",
    "incident_log",
    "away",
    "message",
    "arrived",
    "call_place",
    "plan",
    "restriction_propose",
    "restriction_act",
    "marker",
    "marker_end",
    "ask_person",
    "answer_question",
    "decline_question",
    "wrong_number",
    "right_number",
    "curated",
    "dismiss",
)
"""Forms that have a name of their own to be offered by."""

LISTED = 3
"""Two buttons each: Teams shows six."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A form that was about to open; `opener` is what stands above the button that opens it."""

    key: str
    opener: tuple[Part, ...] = ()


def offer(draft: Kept, services: Services, *, others: int = 0, fresh: Fresh | None = None) -> Message:
    """Ask whether to go on with a form; `fresh` is the new one that was asked for."""
    title = sentence("draft.go_on_with", form=_name(draft), time=_time(draft.updated_at, services))
    # What stands above a form, the emergency numbers for one, stays above the question whether to open it.
    opener = [part for part in (fresh.opener if fresh else ()) if not isinstance(part, Heading | Buttons)]
    parts: list[Part] = [*opener, Text(_kept(draft, services), Tone.QUIET)]
    if others:
        parts.append(Text(sentence("draft.others", count=others), Tone.QUIET))
    go_on, away = _buttons(draft.key)
    buttons = (go_on, away) if fresh is None else (go_on, _new(fresh), away)
    return titled(title, *parts, Buttons(buttons))


def reminder(draft: Kept, services: Services, *, is_last: bool) -> Message:
    """Somebody began a form and did not send it; `is_last` says that nothing more comes by itself (D55)."""
    title = sentence("draft.reminder", form=_name(draft), time=_time(draft.updated_at, services))
    more = sentence("draft.reminder_last" if is_last else "draft.reminder_again")
    return Message(
        title,
        (
            Text(title),
            Text(_kept(draft, services), Tone.QUIET),
            Text(more, Tone.QUIET),
            Buttons(_buttons(draft.key)),
        ),
    )


def closed(draft: Draft, services: Services) -> Message:
    """A form was closed and not sent: it is kept, and how long."""
    title = sentence("draft.closed", form=_name(draft))
    return Message(
        title, (Text(title), Text(_kept(draft, services), Tone.QUIET), Buttons(_buttons(draft.key)))
    )


def listed(drafts: Sequence[Kept], services: Services) -> Message:
    """Everything that is kept, the one touched last first, with what can be done about the first few."""
    if len(drafts) == 1:
        return offer(drafts[0], services)
    parts: list[Part] = []
    for number, draft in enumerate(drafts[:LISTED], 1):
        line = sentence(
            "draft.line", number=number, form=_name(draft), time=_time(draft.updated_at, services)
        )
        go_on, away = _buttons(draft.key, number)
        parts += [
            Text(line, Tone.STRONG),
            Text(_kept(draft, services), Tone.QUIET),
            Buttons((go_on, away)),
        ]
    if len(drafts) > LISTED:
        parts.append(Text(sentence("draft.more", count=len(drafts) - LISTED)))
    return titled(sentence("draft.list_title"), *parts)


def _name(draft: Kept | Draft) -> str:
    return sentence(f"draft.form_{draft.form if draft.form in NAMED else 'other'}")


def _time(at: datetime, services: Services) -> str:
    """The hour of today or yesterday, else the day as well."""
    organisation = services.organisation
    day = at.astimezone(organisation.timezone).date()
    if day == today(services):
        return local_time(at, organisation)
    if day == today(services) - timedelta(days=1):
        return sentence("draft.yesterday", time=local_time(at, organisation))
    return local_moment(at, organisation)


def _kept(draft: Kept | Draft, services: Services) -> str:
    until = (draft.updated_at + KEPT).astimezone(services.organisation.timezone).date()
    return sentence("draft.kept", day=day_words(until))


def _new(fresh: Fresh) -> Button:
    return Button(sentence("draft.start_new"), "form.open", fresh.key, opens_form=True)


def _buttons(key: str, number: int = 0) -> tuple[Button, Button]:
    go_on, away = sentence("interview.go_on"), sentence("interview.throw_away")
    if number:
        go_on = sentence("draft.numbered", label=go_on, number=number)
        away = sentence("draft.numbered", label=away, number=number)
    return Button(go_on, "form.open", key, Tone.STRONG, opens_form=True), Button(away, "form.discard", key)
