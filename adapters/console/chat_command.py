"""`counterpoise chat`: the whole bot in this terminal, as a listed person."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from typing import Any

import typer
from rich.console import Console

from adapters.console.chat import chat
from adapters.console.terminal import TerminalAdapter
from adapters.core import open_core
from adapters.folder import load_folder
from adapters.serve import running
from adapters.settings import Settings, read_settings
from bot.people import People, Person, Role
from foundation.logs import configure_logs


def run(overrides: Mapping[str, Any], email: str) -> None:
    """Talk until the end of input; `email` names who speaks, else an employee of the organisation."""
    settings = read_settings(**overrides)
    configure_logs(level="ERROR")
    asyncio.run(_chat(settings, email))


async def _chat(settings: Settings, email: str) -> None:
    person = speaker(load_folder(settings.organisation).people, email)
    core = await open_core(settings)
    terminal = TerminalAdapter(person, core.clock, Console(highlight=False), language(os.environ))
    async with running(core, [terminal]):
        await chat(terminal)


def language(environment: Mapping[str, str]) -> str:
    """What a terminal says of its language, such as “en_CA.UTF-8”; empty where it says nothing."""
    return next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )


def speaker(people: People, email: str) -> Person:
    """The listed person with this e-mail, or the first plain employee; raises typer.BadParameter."""
    if not email:
        everybody = people.by_key.values()
        plain = (person for person in everybody if person.roles == frozenset({Role.EMPLOYEE}))
        return next(plain, next(iter(everybody)))
    person = people.get(email)
    if person is None:
        raise typer.BadParameter(f"{email} is not in people.yaml.", param_hint="--as")
    return person
