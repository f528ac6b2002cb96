"""What Slack is told when a modal was sent: keep it open with errors, show another, or close it. Pure.

An empty answer closes the modal as if all were well, so it is given only when a flow says so (T10).
Source: docs.slack.dev/surfaces/modals#response_actions
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import forms
from adapters.slack.blocks import Json
from adapters.slack.text import visible
from bot.people import ReplyTarget
from bot.replies import CloseForm, FormErrors, OpenForm, Reply
from bot.words import sentence


@dataclass(frozen=True, slots=True)
class SubmitVerdict:
    """The body of the acknowledgement, and the replies to perform after it."""

    body: Json
    then: tuple[Reply, ...] = ()


def verdict(replies: Iterable[Reply], view: Mapping[str, Any], where: ReplyTarget) -> SubmitVerdict:
    """Turn a flow's replies to a submit into Slack's answer; no reply at all keeps the modal open."""
    body: Json | None = None
    then: list[Reply] = []
    for reply in replies:
        match reply:
            case FormErrors():
                body = _errors(reply, view, where)
            case OpenForm(form):
                body = {"response_action": "update", "view": forms.view(form, where)}
            case CloseForm(after, repeated):
                body = {"response_action": "clear"}
                then.extend(() if repeated else after)
            case _:
                then.append(reply)
    if body is None:
        body = {"response_action": "clear"} if then else not_saved(view)
    return SubmitVerdict(body, tuple(then))


def not_saved(view: Mapping[str, Any]) -> Json:
    """Keep the modal open and filled, saying so beside its first field."""
    fields = _fields(view)
    if not fields:
        return {"response_action": "clear"}
    return {"response_action": "errors", "errors": {fields[0]: sentence("slack.not_saved")}}


def _errors(reply: FormErrors, view: Mapping[str, Any], where: ReplyTarget) -> Json:
    """Beside the fields where Slack allows it; an error of the whole form redraws it with all that was typed."""
    fields = _fields(view)
    if reply.errors and set(reply.errors) <= set(fields):
        errors = {name: visible(text) for name, text in reply.errors.items()}
        return {"response_action": "errors", "errors": errors}
    answers = forms.values((view.get("state") or {}).get("values") or {})
    problem = "\n".join(reply.errors.values()) or sentence("slack.not_saved")
    return {
        "response_action": "update",
        "view": forms.view(forms.filled(reply.form, answers), where, problem),
    }


def _fields(view: Mapping[str, Any]) -> list[str]:
    blocks = view.get("blocks") or ()
    return [str(one["block_id"]) for one in blocks if one.get("type") == "input" and one.get("block_id")]
