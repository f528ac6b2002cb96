"""Unique words in every field of a report, and a search for them everywhere they must never be (trust check 1).

What people wrote may be read in a form or dialog by those with a right to it. It may stand in no log, no
message, no hidden value that travels through a platform, and in no file of the data folder. The place alone
stands in the messages to those who are asked to go there, and is looked for everywhere else.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.scenarios.house import Vendors
from tests.standins.teams_client import Dialog

FIELDS = (
    *("customer", "happened", "warning_note", "others_present", "tried", "afterwards", "topic", "place"),
    *(
        "options_offered",
        "accompanied_by",
        "accommodation_reason",
        "language",
        "security_response",
        "police_file",
    ),
    *("amended", "quoted", "tasked", "delayed"),
)
MARK, PLACE = "zyxqcanary", "zyxqplacecanary"
CANARIES = {name: PLACE if name == "place" else MARK + name.replace("_", "") for name in FIELDS}
MESSAGES = ("chat.postMessage", "chat.postEphemeral", "chat.update", "hook")
HIDDEN = ("private_metadata", "value", "block_id", "action_id", "callback_id", "metadata", "data")
"""What a client hands back unseen: Slack's view state and button values, the data of a card's button."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything left behind, by the place where it was found."""

    found: Mapping[str, bytes]

    def leaks(self) -> list[str]:
        """The places with a canary in them, in any common encoding."""
        return sorted(place for place, content in self.found.items() if self._leaks(place, content))

    def _leaks(self, place: str, content: bytes) -> bool:
        is_message = place.startswith("teams ") or place.rpartition(" ")[2] in MESSAGES
        return has_canary(content) or (not is_message and has_canary(content, PLACE))


def has_canary(content: bytes, mark: str = MARK) -> bool:
    """Whether a canary stands there, in plain or wide characters, as base64 or as hexadecimal digits."""
    low = content.lower()
    plain = (mark.encode(), mark.encode("utf-16-le"), mark.encode().hex().encode())
    return any(form in low for form in plain) or any(form in content for form in _base64_forms(mark.encode()))


def _base64_forms(word: bytes) -> Iterator[bytes]:
    """How base64 writes a word at each of its three alignments, without the characters its neighbours share."""
    for before in range(3):
        padded = bytes(before) + word
        whole = len(padded) // 3 * 3
        yield base64.b64encode(padded[:whole])[4 if before else 0 :]


def collect(around: Vendors, logs: str, folder: Path, dialogs: list[Dialog]) -> Evidence:
    """Look at everything: logs, what both vendors were given, and every file under a folder."""
    found = {"log": logs.encode()}
    for number, call in enumerate(around.slack.calls):
        name = f"slack {number} {call.method}"
        if call.method in MESSAGES:
            found[name] = _bytes(call.arguments)
        else:
            found[f"{name} hidden"] = _bytes(list(hidden(call.arguments)))
    for number, sent in enumerate(around.teams.calls):
        found[f"teams {number} {sent.method}"] = _bytes(sent.body)
    for number, dialog in enumerate(dialogs):
        found[f"dialog {number} hidden"] = _bytes(list(hidden(dialog.answer)))
    on_screen = [{**view, "typed": None} for view in around.slack.views.values()]
    found["slack modals hidden"] = _bytes(list(hidden(on_screen)))
    files = (path for path in folder.rglob("*") if path.is_file())
    return Evidence(found | {f"file {path.name}": path.read_bytes() for path in files})


def hidden(node: Any) -> Iterator[Any]:
    """Everything in a form that nobody sees and that comes back with a press."""
    if isinstance(node, list):
        for item in node:
            yield from hidden(item)
    elif isinstance(node, dict):
        # What stands in an input or in the card of a dialog is on screen, in the author's own form.
        is_shown = str(node.get("type", "")).startswith("Input.") or node.get("type") == "continue"
        for key, value in node.items():
            if key in HIDDEN and not (key == "value" and is_shown):
                yield key, value
            yield from hidden(value)


def _bytes(node: Any) -> bytes:
    return json.dumps(node, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
