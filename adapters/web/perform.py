"""Do what a flow asked for, on the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from adapters.web.look import Json
from adapters.web.rooms import CHANNEL, File
from adapters.web.stage import Stage
from bot.events import Event, FormSubmitted
from bot.forms import Form
from bot.people import ReplyTarget
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload


def perform(stage: Stage, event: Event, replies: Sequence[Reply]) -> Json:
    """Perform the replies to an event; returns what the tab that caused it must do itself.

    `dialog` is a form to show, `closed` says to close the one that is open. Messages reach every tab
    through its stream.
    """
    outcome: Json = {}
    for reply in replies:
        match reply:
            case Say() | Replace() | Upload():
                _show(stage, event, reply)
            case OpenForm(form):
                outcome["dialog"] = _dialog(stage, event, form, stage.look.draw_form(form, {}, {}))
            case FormErrors(form, errors):
                values = event.values if isinstance(event, FormSubmitted) else {}
                card = stage.look.draw_form(form, errors, values)
                outcome["dialog"] = {**_dialog(stage, event, form, card), "errors": len(errors)}
            case CloseForm(then, repeated):
                outcome["closed"] = True
                for following in () if repeated else then:
                    _show(stage, event, following)
            case _:
                assert_never(reply)
    return outcome


def _show(stage: Stage, event: Event, reply: Say | Replace | Upload) -> None:
    room, asker = event.where.conversation, event.who.person
    match reply:
        case Say(message, audience):
            private = audience is Audience.ASKER and room == CHANNEL
            stage.say(room, message, only_for=asker if private else "")
        case Replace(message):
            former = stage.rooms.get(room, _entry_of(event.where))
            if former:
                stage.revise(former, message)
            else:
                stage.say(room, message, only_for=asker if room == CHANNEL else "")
        case Upload(name, media_type, content, summary, preview=preview):
            stage.hand_over(room, File(name, media_type, content, summary, preview), only_for=asker)
        case _:
            assert_never(reply)


def _dialog(stage: Stage, event: Event, form: Form, card: Json) -> Json:
    stage.open(form, event.who.user, event.where)
    return {"draft": form.draft, "title": form.title, "card": card}


def _entry_of(where: ReplyTarget) -> str:
    return where.route.get("entry", "")
