"""What helps in danger comes first, wherever the words were typed, and nothing covers it (P36)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.arriving import can_open_form, typed_in
from bot.events import CommandInvoked, Event, FileShared, FormSubmitted, MessageReceived
from bot.replies import OpenForm, Reply
from bot.router import Routes
from bot.services import Services

WITH_NUMBERS = frozenset({"incident", "request"})
"""Commands whose forms show the emergency numbers themselves where the words call for them."""

LOOKING_BACK = frozenset({"incident_log", "restriction_propose", "marker", "marker_end"})
"""Forms whose words tell of what is long over: they call for no help."""


def urgent(event: Event, routes: Routes, services: Services) -> list[Reply]:
    """What helps, for words that speak of danger; it needs no database."""
    match event:
        case MessageReceived() | CommandInvoked() | FileShared():
            return routes.urgent(event.text, services)
        case FormSubmitted(form=form) if form in LOOKING_BACK:
            return []
        case FormSubmitted():
            return routes.urgent(typed_in(event), services)
        case _:
            return []


def may_open(event: Event, *, is_urgent: bool) -> bool:
    """Whether a form opens by itself: none without the numbers covers what helps in danger."""
    with_numbers = isinstance(event, CommandInvoked) and event.command in WITH_NUMBERS
    is_typed = isinstance(event, MessageReceived | CommandInvoked) and not with_numbers
    return can_open_form(event) and not (is_typed and is_urgent)


def below(first: list[Reply], ordered: Iterable[Reply]) -> list[Reply]:
    """What was ordered below what helps, which neither repeats."""
    if not first:
        return list(ordered)
    then: list[Reply] = []
    for one in ordered:
        if isinstance(one, OpenForm):
            then.append(replace(one, opener=None))  # The numbers stand above it already.
        elif one not in first:
            then.append(one)
    return [*first, *then]
