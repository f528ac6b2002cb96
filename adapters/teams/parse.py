"""Activities of Teams as events of the bot: `parse(activity, now, homes) -> Event | None`, pure.

None means there is nothing to answer: an edited message, a reaction, a kind that is not ours. Files are announced and
not there yet: the adapter fetches them. Samples of every kind are in `tests/adapters/teams/payloads`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from adapters.teams import files, forms, markup
from adapters.teams.activities import Activity, at, text_at
from adapters.teams.elements import OURS
from adapters.teams.home import Homes
from adapters.teams.places import CARD, place_of, who_in, with_card
from adapters.teams.render import pressed
from adapters.teams.shared import files_in, name_of
from bot.commands import SHORTCUTS
from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FileShared,
    FileTrouble,
    FormSubmitted,
    MessageReceived,
    SharedFile,
)
from bot.people import Identity, ReplyTarget


def parse(activity: Activity, now: datetime, homes: Homes) -> Event | None:
    """The event in an activity; `now` stands in for a missing or odd timestamp."""
    about = _About(activity, now, homes)
    match activity["type"]:
        case "message":
            return about.message()
        case "invoke":
            return about.invoke(text_at(activity, "name"))
        case "installationUpdate" if text_at(activity, "action") in {"add", "add-upgrade"}:
            return about.arrival()
        case "conversationUpdate" if _bot_was_added(activity):
            return about.arrival()
        case _:
            return None


class _About:
    """What all kinds of activities have: an id, who, where, when."""

    def __init__(self, activity: Activity, now: datetime, homes: Homes) -> None:
        self._activity = activity
        self._homes = homes
        self._value = at(activity, "value")
        # Message ids are milliseconds: two conversations can have the same one. The thread is no part of it,
        # so that a message that is told of again from elsewhere in its conversation is the same message.
        self._where: ReplyTarget = place_of(activity)
        self._id = f"{self._where.conversation}/{activity['id']}"
        self._who: Identity = who_in(activity, self._where.tenant)
        self._at = _moment(text_at(activity, "timestamp"), now)

    def message(self) -> Event | None:
        if isinstance(self._value, dict):
            return self._pressed(self._value, opens_form=False)
        text = markup.said(self._activity)
        if files := files_in(self._activity):
            announced = tuple(SharedFile(name_of(one), trouble=FileTrouble.NOT_READ) for one in files)
            return FileShared(self._id, self._who, self._where, self._at, announced, text)
        return MessageReceived(self._id, self._who, self._where, self._at, text)

    def arrival(self) -> Event:
        # Installing sends two activities, which must be one welcome.
        name = f"arrived/{text_at(self._activity, 'conversation', 'id')}/{self._at:%Y-%m-%d}"
        return Arrived(name, self._who, self._where, self._at)

    def invoke(self, name: str) -> Event | None:
        data = at(self._value, "data")
        match name:
            case "task/fetch":
                return self._pressed(data, opens_form=True)
            case "task/submit" | "composeExtension/submitAction":
                # A message shown in a dialog has buttons too; they come back as a submit.
                return self._submitted(data) or self._pressed(data, opens_form=True)
            case files.INVOKE:
                return self._accepted()
            case "composeExtension/fetchTask":
                return self._shortcut()
            case "adaptiveCard/action":
                return self._pressed(at(self._value, "action", "data"), opens_form=False)
            case _:
                return None

    def _pressed(self, data: Any, *, opens_form: bool) -> Event | None:
        found = pressed(data) if isinstance(data, dict) else None
        if found is None:
            return None
        where = self._home(text_at(data, OURS, "home"), self._where.route.get(CARD, ""))
        return ActionChosen(self._id, self._who, where, self._at, *found, can_open_form=opens_form)

    def _accepted(self) -> Event | None:
        """The action that makes the file somebody takes, at the place of the question; nothing where they do not."""
        found = files.accepted(self._value)
        if found is None:
            return None
        action, value, slot = found
        where = replace(self._where, route={**self._where.route, files.UPLOAD: slot.to_json()})
        return ActionChosen(self._id, self._who, where, self._at, action, value)

    def _submitted(self, data: Any) -> Event | None:
        sent = forms.submitted(data) if isinstance(data, dict) else None
        if sent is None:
            return None
        where = self._home(sent.origin.get("home", ""), sent.origin.get(CARD, ""))
        values = forms.read_form(sent.fields, data)
        return FormSubmitted(
            self._id, self._who, where, self._at, sent.form, sent.draft, values, sent.context
        )

    def _shortcut(self) -> Event | None:
        command = next((each for each in SHORTCUTS if each.name == text_at(self._value, "commandId")), None)
        if command is None:
            return None
        body = text_at(self._value, "messagePayload", "body", "content")
        quoted = markup.plain(body) if command.on_message else ""
        return CommandInvoked(
            self._id, self._who, self._where, self._at, command.command, quoted=quoted, can_open_form=True
        )

    def _home(self, sealed: str, card: str) -> ReplyTarget:
        """The place an action is about: where the card's question was asked, else where the card stands."""
        home = self._homes.unseal(sealed, self._who.user) if sealed else None
        if home is None or home.tenant != self._where.tenant:
            return with_card(self._where, card)
        return with_card(replace(home, route=self._where.route), card, self._where.conversation)


def _moment(timestamp: str, now: datetime) -> datetime:
    try:
        moment = datetime.fromisoformat(timestamp)
        return moment.astimezone(UTC) if moment.tzinfo else now
    except (ValueError, OverflowError):
        return now


def _bot_was_added(activity: Activity) -> bool:
    added = at(activity, "membersAdded")
    bot = text_at(activity, "recipient", "id")
    return isinstance(added, list) and any(text_at(member, "id") == bot for member in added)
