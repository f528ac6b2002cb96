"""Slack payload -> Event. Pure: nothing is asked of Slack, and payloads of an unknown kind are None."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.slack import forms
from adapters.slack.accounts import PLATFORM
from adapters.slack.shapes import Malformed, check
from adapters.slack.shared import files_in, name_of
from adapters.slack.text import plain, unescape, without_mention
from bot.commands import COMMANDS, SHORTCUTS
from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FieldValue,
    FileShared,
    FileTrouble,
    FormDismissed,
    FormSubmitted,
    HomeOpened,
    MessageReceived,
    SharedFile,
)
from bot.people import Identity, Place, ReplyTarget, Standing
from bot.record_link import linked_in

Payload = Mapping[str, Any]

SLASH_COMMANDS = {command.slash_command: command.name for command in COMMANDS}
SHORTCUT_COMMANDS = {shortcut.name: shortcut.command for shortcut in SHORTCUTS}
SPOKEN_SUBTYPES = (None, "file_share", "thread_broadcast", "me_message")
"""Messages a person has just written; all other subtypes tell of edits, joins and the like."""
SPOKEN_EVENTS = ("message", "app_mention", "app_home_opened", "link_shared")
LINKED = "reports"
"""The command that opens what a link leads to."""
SHARED_FROM = "from:"
"""Before a thread's id in the `block_id` of buttons that were shown privately about that thread."""
LATEST_EDIT_SECONDS = 6 * 24 * 3600.0
"""A later edit is no question any more: the bot remembers for a week what it has answered."""


def parse(payload: Payload, team: str, bot_user: str, at: datetime) -> Event | None:
    """The event in a payload, or None for a kind that is none of ours; raises Malformed.

    `who` carries the account only; name and e-mail are looked up later. A direct conversation is told apart
    from somebody else's only for messages; other events from one come as a group, for `adapter` to look at. Files are
    announced and not there yet: whoever receives them fetches them.
    """
    check(payload)
    try:
        if "command" in payload:
            return _command(payload, team, at)
        match payload.get("type"):
            case "event_callback":
                return _event(payload, team, bot_user, at)
            case "block_actions":
                return _action(payload, team, at)
            case "view_submission" | "view_closed":
                return _form(payload, team, at)
            case "shortcut" | "message_action":
                return _shortcut(payload, team, at)
            case _:
                return None
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, OSError) as error:
        raise Malformed from error


def trigger(payload: Payload) -> str:
    """What opens a form for this payload, or an empty text."""
    return str(payload.get("trigger_id") or "")


def is_home(payload: Payload) -> bool:
    """Whether something was pressed on the tab Home, which no conversation belongs to."""
    view = payload.get("view")
    return isinstance(view, Mapping) and view.get("type") == "home"


def typed_in(view: Payload) -> dict[str, FieldValue]:
    """What has been filled in on a modal; raises Malformed."""
    try:
        return forms.values((view.get("state") or {}).get("values") or {})
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
        raise Malformed from error


def _event(payload: Payload, team: str, bot_user: str, at: datetime) -> Event | None:
    event = payload["event"]
    if event.get("bot_id") or not event.get("user"):
        return None
    if event["type"] not in SPOKEN_EVENTS or _is_old_edit(event):
        return None
    who = _account(team, event["user"])
    channel = event["channel"]
    direct = _target(who, channel, Place.DIRECT, str(event.get("thread_ts") or ""))
    text = plain(without_mention(str(event.get("text") or ""), bot_user))
    match event["type"], event.get("channel_type"):
        case "app_home_opened", _:
            if event.get("tab") == "home":
                return HomeOpened(_id(f"home:{payload['event_id']}"), who, direct, at)
            # Slack tells of every visit; the same id for all of them makes it one arrival.
            return Arrived(_id(f"home:{team}:{who.user}"), who, direct, at)
        case "message", "im" if event.get("subtype") in SPOKEN_SUBTYPES:
            return _message(event, _said(event), who, direct, at, text)
        case "link_shared", _:
            return _linked(event, who, channel, at)
        case "app_mention", _:
            where = _mentioned(event, who, channel)
            return _message(event, _said(event), who, where, at, text) or MessageReceived(
                _said(event), who, where, at, text
            )
        case _:
            return None


def _said(event: Payload) -> str:
    """A message is its place and time: Slack tells of every edit, and of one message in two events, anew."""
    return _id(f"message:{event['channel']}:{event['ts']}")


def _is_old_edit(event: Payload) -> bool:
    edited: Payload | None = event.get("edited")
    if not edited:
        return False
    return float(edited["ts"]) - float(event["ts"]) > LATEST_EDIT_SECONDS


def _message(
    event: Payload, event_id: str, who: Identity, where: ReplyTarget, at: datetime, text: str
) -> Event | None:
    if files := files_in(event):
        announced = tuple(SharedFile(name_of(one), trouble=FileTrouble.NOT_READ) for one in files)
        return FileShared(event_id, who, where, at, announced, text)
    return MessageReceived(event_id, who, where, at, text) if text else None


def _mentioned(event: Payload, who: Identity, channel: str) -> ReplyTarget:
    """Public answers start or continue a thread; private ones are only seen in a thread that exists."""
    thread = str(event.get("thread_ts") or "")
    place = Place.GROUP if event.get("channel_type") == "mpim" else Place.CHANNEL
    route = {"seen_in": thread} if thread else {}
    return _target(who, channel, place, thread or str(event["ts"]), **route)


def _linked(event: Payload, who: Identity, channel: str, at: datetime) -> Event | None:
    """A link of ours in a channel: whoever shared it alone sees what it leads to.

    A preview by `chat.unfurl` is seen by everybody there, whatever they may see; so there is none
    (docs.slack.dev/messaging/unfurling-links-in-messages). What is written to us directly comes as a message too.
    """
    if event.get("source") == "composer" or not event.get("is_bot_user_member") or channel.startswith("D"):
        return None
    reference = next((found for one in event["links"] if (found := linked_in(str(one["url"])))), "")
    thread, said = str(event.get("thread_ts") or ""), str(event["message_ts"])
    route = {"seen_in": thread} if thread else {}
    where = _target(who, channel, Place.CHANNEL, thread or said, **route)
    name = _id(f"link:{channel}:{said}")
    return CommandInvoked(name, who, where, at, LINKED, reference) if reference else None


def _command(payload: Payload, team: str, at: datetime) -> Event | None:
    name = SLASH_COMMANDS.get(str(payload["command"]))
    if name is None:
        return None
    who = _account(team, str(payload["user_id"]))
    place = _place(str(payload.get("channel_name") or ""))
    route = {"response_url": str(payload.get("response_url") or "")}
    where = _target(who, str(payload["channel_id"]), place, **route)
    text = plain(str(payload.get("text") or ""))
    return CommandInvoked(
        _id(trigger(payload)), who, where, at, name, text, can_open_form=bool(trigger(payload))
    )


def _shortcut(payload: Payload, team: str, at: datetime) -> Event | None:
    command = SHORTCUT_COMMANDS.get(str(payload["callback_id"]))
    if command is None:
        return None
    who = _account(team, str(payload["user"]["id"]))
    channel = payload.get("channel")
    if channel:
        route = {"response_url": str(payload.get("response_url") or "")}
        where = _target(who, str(channel["id"]), _place(str(channel.get("name") or "")), **route)
    else:
        where = _target(who, "", Place.DIRECT)
    quoted = plain(str((payload.get("message") or {}).get("text") or ""))
    opens = bool(trigger(payload))
    return CommandInvoked(_id(trigger(payload)), who, where, at, command, "", quoted, can_open_form=opens)


def _action(payload: Payload, team: str, at: datetime) -> Event | None:
    action, container = payload["actions"][0], payload["container"]
    if action["type"] != "button":
        return None
    who = _account(team, str(payload["user"]["id"]))
    if is_home(payload):
        where = _target(who, "", Place.DIRECT)
        return _chosen(action, payload, who, where, at)
    if container["type"] != "message":
        return None
    channel = payload["channel"]
    route = {
        "response_url": str(payload.get("response_url") or ""),
        "message": str(container["message_ts"]),
        "ephemeral": "yes" if container.get("is_ephemeral") else "",
        "seen_in": str(container.get("thread_ts") or ""),
    }
    about = str(action.get("block_id") or "").partition("#")[0]
    thread = route["seen_in"] or (about.removeprefix(SHARED_FROM) if about.startswith(SHARED_FROM) else "")
    where = _target(who, str(channel["id"]), _place(str(channel.get("name") or "")), thread, **route)
    return _chosen(action, payload, who, where, at)


def _chosen(action: Payload, payload: Payload, who: Identity, where: ReplyTarget, at: datetime) -> Event:
    name = str(action["action_id"]).partition("#")[0]
    value = unescape(str(action.get("value") or ""))
    return ActionChosen(_id(trigger(payload)), who, where, at, name, value, bool(trigger(payload)))


def _form(payload: Payload, team: str, at: datetime) -> Event | None:
    view = payload["view"]
    opened = forms.Opened.from_json(view.get("private_metadata") or "")
    if opened is None:  # An empty answer would close the form as if it were saved (T10).
        raise Malformed
    who = _account(team, str(payload["user"]["id"]))
    answers = typed_in(view)
    if payload["type"] == "view_closed":
        event_id = _id(f"closed:{view['id']}")
        return FormDismissed(event_id, who, opened.origin, at, opened.form, opened.draft, answers)
    return FormSubmitted(
        opened.draft, who, opened.origin, at, opened.form, opened.draft, answers, opened.context
    )


def _account(team: str, user: str) -> Identity:
    """The account alone: nobody has asked Slack yet whether it is staff."""
    return Identity(PLATFORM, team, user, standing=Standing.UNKNOWN)


def _target(who: Identity, channel: str, place: Place, thread: str = "", **route: str) -> ReplyTarget:
    kept = {key: value for key, value in route.items() if value}
    return ReplyTarget(who.platform, who.tenant, channel, thread, place, {"user": who.user, **kept})


def _place(channel_name: str) -> Place:
    """`directmessage` may be one between two other people: only `adapter` can find out."""
    private = channel_name == "directmessage" or channel_name.startswith("mpdm-")
    return Place.GROUP if private else Place.CHANNEL


def _id(own: str) -> str:
    if not own:
        raise ValueError("an event without an id could not be told from its repetition")
    return f"{PLATFORM}:{own}"
