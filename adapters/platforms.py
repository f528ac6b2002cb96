"""Which platforms are on: an adapter is imported only when its settings are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from aiohttp import web

from adapters.configuration import read_environment
from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot.adapter import Adapter, SideChannel
from bot.events import FieldValue
from bot.forms import Form
from bot.messages import Message
from bot.people import Person
from foundation.clock import Clock


class Platform(Adapter, Protocol):
    """An adapter with routes on the shared web application; there may be none (Socket Mode)."""

    def routes(self) -> list[web.RouteDef]:
        """The routes to mount before `start`."""


class Entrance(Protocol):
    """How a browser gets into the local page; `used` is called when an address was taken and a new one made."""

    used: Callable[[], None]

    @property
    def address(self) -> str:
        """The address below that of the server; it works once."""


@runtime_checkable
class Page(Protocol):
    """The local page among the platforms."""

    @property
    def entrance(self) -> Entrance:
        """The way in."""


def configured_platforms(clock: Clock) -> tuple[Platform, ...]:
    """The chat platforms whose settings are there; raises CannotStart for half of them."""
    found: list[Platform] = []
    slack, teams = read_environment(SlackSettings), read_environment(TeamsSettings)
    if slack.configured:
        from adapters.slack.adapter import SlackAdapter

        found.append(SlackAdapter(slack, clock))
    if teams.configured:
        from adapters.teams.adapter import TeamsAdapter

        found.append(TeamsAdapter(teams, clock))
    return tuple(found)


def configured_channels() -> tuple[SideChannel, ...]:
    """The ways beside chat whose settings are there; raises CannotStart for half of them."""
    from adapters.mail.settings import read_mail_settings

    settings = read_mail_settings()
    if not settings.configured:
        return ()
    from adapters.mail.channel import MailChannel

    return (MailChannel(settings),)


def local_page(
    host: str,
    port: int,
    clock: Clock,
    people: tuple[Person, ...],
    *,
    alone: bool = True,
    suggestions: tuple[str, ...] = (),
) -> Platform:
    """The local page, drawn as Teams and Slack would draw it; raises NotLoopback for a public address.

    `suggestions` are questions it offers to begin with.
    """
    from adapters.slack.render import draw
    from adapters.web.adapter import LocalPage
    from adapters.web.settings import WebSettings

    settings = WebSettings(host=host, port=port)
    return LocalPage(
        settings,
        clock,
        look=TeamsLook(),
        slack_look=draw,
        personas=people,
        alone=alone,
        suggestions=suggestions,
    )


class TeamsLook:
    """Hands the drawing of Teams to the local page, because platform adapters do not know each other."""

    def draw(self, message: Message) -> dict[str, Any]:
        """The message as an Adaptive Card."""
        from adapters.teams.render import draw

        return draw(message)

    def draw_form(
        self, form: Form, errors: Mapping[str, str], values: Mapping[str, FieldValue]
    ) -> dict[str, Any]:
        """The form as a dialog card, filled, each error beside its field."""
        from adapters.teams.forms import draw_form

        return draw_form(form, errors, values)

    def read_form(self, form: Form, data: Mapping[str, Any]) -> Mapping[str, FieldValue]:
        """The answers of a submitted dialog card."""
        from adapters.teams.answers import kind
        from adapters.teams.forms import read_form

        return read_form({field.name: kind(field) for field in form.fields}, data)

    def pressed(self, data: Mapping[str, Any]) -> tuple[str, str] | None:
        """Action and value of the button that was pressed."""
        from adapters.teams.render import pressed

        return pressed(data)
