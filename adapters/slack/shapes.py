"""Whether a payload is made as Slack makes payloads of its kind. Pure.

A kind nobody knows is sound: Slack adds some. A known kind without what it always has, or with something
else in its place, comes from no Slack, and nothing may be read into it.
Source: docs.slack.dev/reference/interaction-payloads and docs.slack.dev/reference/events
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Payload = Mapping[str, Any]
Check = Callable[[Any], bool]


class Malformed(Exception):
    """Signed perhaps, but nothing Slack would send."""


def text(value: Any) -> bool:
    """A text that says something."""
    return isinstance(value, str) and value != ""


def words(value: Any) -> bool:
    """A text, or nothing."""
    return value is None or isinstance(value, str)


def thing(value: Any) -> bool:
    """An object."""
    return isinstance(value, dict)


def maybe(value: Any) -> bool:
    """An object, or nothing."""
    return value is None or isinstance(value, dict)


def things(value: Any) -> bool:
    """A list of objects, or nothing."""
    return value is None or (isinstance(value, list) and all(map(thing, value)))


def files(value: Any) -> bool:
    """A list of what tells of files, or nothing."""
    return things(value) and all(map(_is_file, value or ()))


def _is_file(value: Mapping[str, Any]) -> bool:
    size = value.get("size")
    told = ("name", "title", "url_private", "url_private_download")
    return all(words(value.get(one)) for one in told) and (size is None or type(size) is int)


def actions(value: Any) -> bool:
    """At least one thing that was pressed or chosen."""
    return bool(value) and things(value) and all(map(_is_action, value))


def _is_action(value: Mapping[str, Any]) -> bool:
    named = text(value.get("action_id")) and text(value.get("type"))
    return named and words(value.get("value")) and words(value.get("block_id"))


def answers(value: Any) -> bool:
    """`view.state.values`: fields by name, each with its elements by name, or nothing."""
    return value is None or (
        thing(value)
        and all(thing(elements) and all(map(thing, elements.values())) for elements in value.values())
    )


_PERSON = {"user": thing, "user.id": text, "team": maybe, "trigger_id": words, "response_url": words}
_PLACE = {"channel": maybe, "channel.id": words, "channel.name": words}
_VIEW = {
    "view": thing,
    "view.id": text,
    "view.hash": words,
    "view.private_metadata": words,
    "view.blocks": things,
    "view.state": maybe,
    "view.state.values": answers,
}
_MESSAGE = {
    "event.channel": text,
    "event.user": words,
    "event.bot_id": words,
    "event.text": words,
    "event.ts": words,
    "event.thread_ts": words,
    "event.subtype": words,
    "event.channel_type": words,
    "event.edited": maybe,
    "event.files": files,
}
_COMMAND: Mapping[str, Check] = {
    **dict.fromkeys(("command", "user_id", "channel_id", "trigger_id"), text),
    **dict.fromkeys(("team_id", "channel_name", "text", "response_url"), words),
}
_KINDS: Mapping[str, Mapping[str, Check]] = {
    "url_verification": {"challenge": text},
    "event_callback": {"event": thing, "event.type": text, "event_id": text},
    "block_actions": {
        **_PERSON,
        **_PLACE,
        "trigger_id": text,
        "actions": actions,
        "container": thing,
        "container.type": text,
        "view": maybe,
        "view.type": words,
    },
    "view_submission": {**_PERSON, **_VIEW},
    "view_closed": {**_PERSON, **_VIEW},
    "shortcut": {**_PERSON, "trigger_id": text, "callback_id": text},
    "message_action": {
        **_PERSON,
        **_PLACE,
        "trigger_id": text,
        "callback_id": text,
        "message": maybe,
        "message.text": words,
    },
}
_EVENTS: Mapping[str, Mapping[str, Check]] = {
    "message": _MESSAGE,
    "app_mention": {**_MESSAGE, "event.ts": text},
    "link_shared": {"event.channel": text, "event.user": text, "event.message_ts": text},
    "app_home_opened": {"event.channel": text, "event.user": text, "event.tab": words},
}


def check(payload: Payload) -> None:
    """Raise Malformed where a payload of a kind we know is not made like one."""
    if "command" in payload:
        _hold(payload, _COMMAND)
        return
    kind = payload.get("type")
    if not isinstance(kind, str) or not kind:
        raise Malformed
    _hold(payload, _KINDS.get(kind, {}))
    match kind:
        case "event_callback":
            _hold(payload, _EVENTS.get(payload["event"]["type"], {}))
        case "block_actions" if "view" in payload:
            _hold(payload, _VIEW)


def _hold(payload: Payload, shape: Mapping[str, Check]) -> None:
    for path, fits in shape.items():
        if not fits(_at(payload, path)):
            raise Malformed


def _at(payload: Payload, path: str) -> Any:
    """What stands at a path of names; None where nothing does."""
    node: Any = payload
    for name in path.split("."):
        node = node.get(name) if isinstance(node, dict) else None
    return node
