"""A person in front of the pretended Slack: writes, presses buttons, fills in and sends modals.

Payloads are the recorded ones under `tests/adapters/slack/payloads`, with this person's words put in, and
travel signed over HTTP or as envelopes over Socket Mode, so that a scenario reads like a conversation.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import aiohttp

from foundation.clock import Clock
from tests.standins.slack_api import SECRET, SlackApi, direct

Json = dict[str, Any]

PAYLOADS = Path(__file__).resolve().parent.parent / "adapters" / "slack" / "payloads"
FORM_TYPE = "application/x-www-form-urlencoded"


def payload(name: str) -> Json:
    """A recorded payload."""
    data: Json = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return data


def sign(body: bytes, secret: str, timestamp: int) -> dict[str, str]:
    """The headers Slack signs a request with."""
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


def encode(data: Json) -> tuple[bytes, str]:
    """The body and media type Slack sends a payload with: events JSON, commands fields, the rest `payload=`."""
    if data.get("type") in ("event_callback", "url_verification"):
        return json.dumps(data).encode(), "application/json"
    fields = data if "command" in data else {"payload": json.dumps(data)}
    return urlencode(fields).encode(), FORM_TYPE


class Line(Protocol):
    """How payloads reach the bot."""

    async def __call__(self, data: Json) -> Json:
        """Deliver one payload; the body of its acknowledgement, empty for a plain one."""


@dataclass
class HttpLine:
    """Signed requests to `url`, as Slack's servers send them."""

    url: str
    clock: Clock
    secret: str = SECRET

    async def __call__(self, data: Json) -> Json:
        """Post and return the acknowledgement; anything but 200 is a failed test."""
        body, kind = encode(data)
        headers = {**sign(body, self.secret, int(self.clock.wall().timestamp())), "Content-Type": kind}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=body, headers=headers) as answer,
        ):
            text = await answer.text()
            assert answer.status == 200, f"Slack got {answer.status}"
            return json.loads(text) if text else {}


@dataclass
class SocketLine:
    """Envelopes over the connection the bot opened."""

    api: SlackApi

    async def __call__(self, data: Json) -> Json:
        """Send and wait for the acknowledgement."""
        await self.api.connected.wait()
        kinds = {"event_callback": "events_api"}
        kind = "slash_commands" if "command" in data else kinds.get(data["type"], "interactive")
        answer = await self.api.envelope(kind, data)
        body: Json = answer.get("payload") or {}
        return body


@dataclass
class SlackClient:
    """One person. `channel` is where commands are typed; empty means the conversation with the bot."""

    api: SlackApi
    line: Line
    user: str
    channel: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    # What a person does

    async def write(self, text: str) -> Json:
        """Write to the bot directly."""
        return await self.line(self._event("message_im", text=text, channel=direct(self.user)))

    async def send_files(self, files: dict[str, bytes], text: str = "", **said: Any) -> Json:
        """Send files to the bot directly; `said` changes what Slack tells of the first of them."""
        return await self.line(self.event_with_files(files, text, **said))

    def event_with_files(self, files: dict[str, bytes], text: str = "", **said: Any) -> Json:
        """The event that tells of files somebody sent."""
        data = self._event("message_im_file", text=text, channel=direct(self.user))
        (plain,) = data["event"]["files"]
        data["event"]["files"] = []
        for name, content in files.items():
            key = f"F{secrets.token_hex(5).upper()}"
            self.api.sent_files[key] = content
            url = f"{self.api.url}/files-pri/{key}/{quote(name)}"
            told = {"id": key, "name": name, "title": name, "size": len(content), "user": self.user}
            data["event"]["files"].append({**plain, **told, "url_private": url, "url_private_download": url})
        data["event"]["files"][0] |= said
        return data

    async def mention(self, text: str, channel: str, thread: str = "") -> str:
        """Name the bot in a channel; returns the id of that message."""
        data = self._event("app_mention", text=f"<@U0COUNTER> {text}", channel=channel)
        data["event"] |= {"thread_ts": thread} if thread else {}
        await self.line(data)
        return str(data["event"]["ts"])

    async def share(self, url: str, channel: str, **said: Any) -> Json:
        """Write a link in a channel; `said` changes what Slack tells of it."""
        data = self._event("link_shared", channel=channel, message_ts=_moment())
        data["event"] |= {"links": [{"domain": url.split("/")[2], "url": url}]} | said
        return await self.line(data)

    async def command(self, name: str, text: str = "") -> Json:
        """Type a slash command such as `/policy`."""
        channel, name_of = self._place()
        where = {"channel_id": channel, "channel_name": name_of, "user_id": self.user}
        given = {"command": name, "text": text, "trigger_id": self.api.trigger(self.user)}
        return await self.line(
            payload("slash_command") | where | given | {"response_url": self.api.hook(channel, self.user)}
        )

    async def press(self, label: str) -> Json:
        """Press the newest button with this label among the messages this person sees."""
        message, block, button = self.find_button(label)
        data = payload("block_actions_ephemeral") | self._who()
        place = "directmessage" if message["channel"].startswith("D") else "front-desk"
        pressed = {"block_id": block.get("block_id", "b"), "type": "button", "action_id": button["action_id"]}
        return await self.line(
            data
            | {
                "channel": {"id": message["channel"], "name": place},
                "container": {
                    "type": "message",
                    "message_ts": message["ts"],
                    "channel_id": message["channel"],
                    "is_ephemeral": bool(message["user_to"]),
                    **({"thread_ts": message["thread_ts"]} if message["thread_ts"] else {}),
                },
                "actions": [{**pressed, "value": button.get("value", "")}],
                "trigger_id": self.api.trigger(self.user),
                "response_url": self.api.hook(message["channel"], self.user, message["ts"]),
            }
        )

    async def use_on_message(self, shortcut: str, text: str, channel: str = "C0FRONTDESK") -> Json:
        """Use a message shortcut."""
        data = payload("message_action") | self._who() | {"callback_id": shortcut}
        data["message"] |= {"text": text}
        given = {"channel": {"id": channel, "name": "front-desk"}, "trigger_id": self.api.trigger(self.user)}
        return await self.line(data | given | {"response_url": self.api.hook(channel, self.user)})

    async def use(self, shortcut: str) -> Json:
        """Use a global shortcut."""
        given = {"callback_id": shortcut, "trigger_id": self.api.trigger(self.user)}
        return await self.line(payload("shortcut") | self._who() | given)

    async def open_home(self, tab: str = "messages") -> Json:
        """Open the bot's messages, or its tab Home."""
        return await self.line(self._event("app_home_opened", channel=direct(self.user), tab=tab))

    @property
    def home(self) -> Json:
        """What stands on this person's tab Home."""
        return self.api.homes[self.user]

    async def press_at_home(self, label: str) -> Json:
        """Press a button of the tab Home: it belongs to no conversation."""
        found = [
            (block, one)
            for block in self.home["blocks"]
            for one in block.get("elements", [])
            if one["type"] == "button" and one["text"]["text"] == label
        ]
        assert found, f"nobody offered a button “{label}” at home"
        block, button = found[0]
        data = payload("block_actions_view") | self._who()
        pressed = {"block_id": block.get("block_id", "b"), "type": "button", "action_id": button["action_id"]}
        given = {
            "view": {**data["view"], "type": "home", "private_metadata": "", "blocks": self.home["blocks"]},
            "container": {"type": "view", "view_id": "V0HOME"},
            "actions": [{**pressed, "value": button.get("value", "")}],
            "trigger_id": self.api.trigger(self.user),
        }
        return await self.line(data | given)

    async def fill(self, **answers: Any) -> None:
        """Fill in fields of the open modal; changing one that others depend on draws it again."""
        for name, answer in answers.items():
            view = self.view
            block = next(one for one in view["blocks"] if one.get("block_id") == name)
            view["typed"][name] = _state(block["element"], answer)
            if block.get("dispatch_action"):
                await self._report_change(view, block)

    async def submit(self, **answers: Any) -> dict[str, str]:
        """Fill in and send the open modal; returns the errors shown beside fields."""
        await self.fill(**answers)
        view = self.view
        missing = [
            block["block_id"]
            for block in view["blocks"]
            if block["type"] == "input" and not block["optional"] and _is_empty(self._answers(view), block)
        ]
        assert not missing, f"Slack would not send the form: {missing} is missing"
        return await self.submit_again(view)

    async def submit_again(self, view: Json) -> dict[str, str]:
        """Send this modal, even if it is not on screen any more: a double click."""
        data = payload("view_submission") | self._who() | {"view": self._seen(view)}
        return self._obey(view, await self.line(data))

    async def dismiss(self) -> Json:
        """Close the open modal without sending it."""
        view = self.view
        del self.api.views[view["id"]]
        return await self.line(payload("view_closed") | self._who() | {"view": self._seen(view)})

    # What a person sees

    @property
    def messages(self) -> list[Json]:
        """Everything shown to this person alone, oldest first."""
        return self.api.seen_by(self.user)

    @property
    def last_words(self) -> str:
        """All text of the newest message to this person."""
        return words(self.messages[-1])

    @property
    def view(self) -> Json:
        """The modal on this person's screen."""
        return [view for view in self.api.views.values() if view["user"] == self.user][-1]

    @property
    def has_form(self) -> bool:
        """Whether a modal is open."""
        return any(view["user"] == self.user for view in self.api.views.values())

    @property
    def fields(self) -> list[str]:
        """Names of the fields on screen."""
        return [block["block_id"] for block in self.view["blocks"] if block["type"] == "input"]

    def find_button(self, label: str) -> tuple[Json, Json, Json]:
        """The newest message with this button, the block and the button."""
        public = [
            one for one in self.api.messages if not one["user_to"] and not one["channel"].startswith("D")
        ]
        for message in sorted([*self.messages, *public], key=lambda one: str(one["ts"]), reverse=True):
            for block in message["blocks"]:
                for element in block.get("elements", []):
                    if element["type"] == "button" and element["text"]["text"] == label:
                        return message, block, element
        raise AssertionError(f"nobody offered a button “{label}”")

    # Inside

    def _place(self) -> tuple[str, str]:
        return (self.channel, "front-desk") if self.channel else (direct(self.user), "directmessage")

    def _who(self) -> Json:
        return {"user": {**payload("shortcut")["user"], "id": self.user}}

    def _event(self, name: str, **event: Any) -> Json:
        data = payload(name) | {"event_id": f"Ev{secrets.token_hex(5)}"}
        written = {"ts": _moment()} if "ts" in data["event"] else {}
        data["event"] |= {"user": self.user, **written, **event}
        return data

    def _answers(self, view: Json) -> Json:
        drawn = {
            block["block_id"]: initial_state(block["element"])
            for block in view["blocks"]
            if block["type"] == "input"
        }
        return {name: view["typed"].get(name, state) for name, state in drawn.items()}

    def _seen(self, view: Json) -> Json:
        shown = {name: value for name, value in view.items() if name not in ("user", "typed")}
        return {**payload("view_submission")["view"], **shown, "state": {"values": self._answers(view)}}

    async def _report_change(self, view: Json, block: Json) -> None:
        data = payload("block_actions_view") | self._who() | {"view": self._seen(view)}
        action = {"type": block["element"]["type"], "action_id": block["element"]["action_id"]}
        given = {
            "container": {"type": "view", "view_id": view["id"]},
            "actions": [{**action, "block_id": block["block_id"]}],
            "trigger_id": self.api.trigger(self.user),
        }
        await self.line(data | given)

    def _obey(self, view: Json, answer: Json) -> dict[str, str]:
        self.errors = {}
        match answer.get("response_action"):
            case "errors":
                shown = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
                assert set(answer["errors"]) <= shown, "Slack closes a form with an error for no field of it"
                self.errors = answer["errors"]
            case "update":
                self.api.show_view(self.user, answer["view"], view["id"])
            case _:
                self.api.views.pop(view["id"], None)
        return self.errors


def _moment() -> str:
    """The name of a new message: a message is its time, so no two have the same."""
    return f"17638{secrets.randbelow(10**5):05}.{secrets.randbelow(10**6):06}"


def words(node: Any) -> str:
    """All text in a message or block, in reading order."""
    return "\n".join(_words(node["blocks"] if isinstance(node, dict) and "blocks" in node else node))


def _words(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _words(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            elif key != "metadata":
                yield from _words(value)


def initial_state(element: Json) -> Json:
    """What `view.state.values` says of an element nobody has touched."""
    return _state(element, _initial(element))


def _initial(element: Json) -> Any:
    match element["type"]:
        case "plain_text_input":
            return element.get("initial_value")
        case "datetimepicker":
            return element.get("initial_date_time")
        case "checkboxes" | "multi_static_select":
            return tuple(option["value"] for option in element.get("initial_options", []))
        case _:
            return (element.get("initial_option") or {}).get("value")


def _state(element: Json, answer: Any) -> Json:
    """What `view.state.values` says of one element with this answer."""
    kind, action = element["type"], element["action_id"]
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    offered = {option["value"]: option for group in groups for option in group["options"]}
    match kind:
        case "plain_text_input":
            state: Json = {"value": answer or None}
        case "datetimepicker":
            state = {
                "selected_date_time": int(answer.timestamp()) if hasattr(answer, "timestamp") else answer
            }
        case "checkboxes" | "multi_static_select":
            chosen = ("yes",) if answer is True else answer or ()
            state = {"selected_options": [offered[value] for value in chosen]}
        case _:
            state = {"selected_option": offered[answer] if answer else None}
    return {action: {"type": kind, **state}}


def _is_empty(answers: Json, block: Json) -> bool:
    state = answers[block["block_id"]][block["element"]["action_id"]]
    return not any(value for name, value in state.items() if name != "type")
