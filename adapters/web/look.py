"""How the page draws: handed in from the platforms it imitates, because adapters do not know each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from bot.events import FieldValue
from bot.forms import Form
from bot.messages import Message

Json = dict[str, Any]

SlackLook = Callable[[Message], list[Json]]
"""Draws a message as the Block Kit blocks Slack would get."""


class CardLook(Protocol):
    """Draws messages and forms as Adaptive Cards the way Teams gets them, and reads back what was filled in."""

    def draw(self, message: Message) -> Json:
        """The message as an Adaptive Card."""

    def draw_form(self, form: Form, errors: Mapping[str, str], values: Mapping[str, FieldValue]) -> Json:
        """The form as an Adaptive Card, filled with `values`, each error beside its field."""

    def read_form(self, form: Form, data: Mapping[str, Any]) -> Mapping[str, FieldValue]:
        """The values of the fields from the data a card submits."""

    def pressed(self, data: Mapping[str, Any]) -> tuple[str, str] | None:
        """Action and value of the button whose data came back; None for data of no button of ours."""
