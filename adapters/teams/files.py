"""A file for one person: Teams asks them first, then says where in their OneDrive it goes.

Only in 1:1 chats, and not in the clouds GCC High and DoD (learn.microsoft.com, "Send and receive files through the
bot"). Between the question and the answer nothing is kept: the answer brings back which action makes the file, and that
is done again, with the rights of that moment.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from adapters.teams.activities import at, text_at
from adapters.teams.hosts import is_allowed
from adapters.teams.http import Http
from bot.adapter import Failure, SendFailed
from bot.replies import Upload

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
INVOKE = "fileConsent/invoke"
UPLOAD = "upload"
"""The name in `ReplyTarget.route` of where an accepted file goes, as JSON."""

STORES = (".sharepoint.com", ".sharepoint.us", ".sharepoint.cn", ".sharepoint-mil.us")
"""Where OneDrive for work lies. A file goes nowhere else, whatever an activity says."""

FINE = 2
PUT_SECONDS = 12.0
"""For a whole file: the turn has 15."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where Teams wants one file: the address takes it without a token of ours."""

    upload_url: str
    content_url: str
    name: str
    unique_id: str
    file_type: str

    def to_json(self) -> str:
        """One line, for the route of an event."""
        return json.dumps([self.upload_url, self.content_url, self.name, self.unique_id, self.file_type])

    @classmethod
    def from_json(cls, text: str) -> Slot:
        """What `to_json` wrote."""
        return cls(*json.loads(text))


def consent(upload: Upload) -> dict[str, Any]:
    """The question whether somebody takes a file. It names the action that makes it, and no word of what is in it."""
    content = {
        "description": upload.summary,
        "sizeInBytes": len(upload.content),
        "acceptContext": {"action": upload.action, "value": upload.value},
        "declineContext": {},
    }
    card = {"contentType": CONSENT, "name": upload.name, "content": content}
    return {"type": "message", "summary": upload.summary, "attachments": [card]}


def accepted(value: object) -> tuple[str, str, Slot] | None:
    """The action, its value and the slot of a file somebody accepted; None for a refusal and for anything odd."""
    if text_at(value, "action") != "accept" or not isinstance(info := at(value, "uploadInfo"), dict):
        return None
    slot = Slot(
        *(text_at(info, name) for name in ("uploadUrl", "contentUrl", "name", "uniqueId", "fileType"))
    )
    action = text_at(value, "context", "action")
    return (action, text_at(value, "context", "value"), slot) if action and slot.upload_url else None


def placed(upload: Upload, slot: Slot) -> dict[str, Any]:
    """The message that stands where the question stood once the file is there."""
    content = {"uniqueId": slot.unique_id, "fileType": slot.file_type}
    card = {"contentType": INFO, "name": slot.name, "contentUrl": slot.content_url, "content": content}
    return {"type": "message", "summary": upload.summary, "attachments": [card]}


@dataclass(frozen=True, slots=True)
class FileStore:
    """The way to the slots people accepted. `hosts` are those the bot may speak to, a stand-in on this machine too."""

    http: Http
    hosts: tuple[str, ...]

    async def put(self, upload: Upload, slot: Slot) -> None:
        """Send the whole file to its slot, without a token of ours; raises SendFailed."""
        if not (is_store(slot.upload_url) or is_allowed(slot.upload_url, self.hosts)):
            raise SendFailed(Failure.OPERATOR, "unknown_store")
        size = len(upload.content)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"bytes 0-{size - 1}/{size}",
        }
        reply = await self.http.call(
            "PUT", slot.upload_url, headers=headers, data=upload.content, seconds=PUT_SECONDS
        )
        if reply.status // 100 != FINE:
            raise SendFailed(Failure.RETRY, f"http_{reply.status}")


def is_store(url: str) -> bool:
    """Whether an address is one of OneDrive for work."""
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and parts.port is None and (parts.hostname or "").endswith(STORES)
    except ValueError:
        return False
