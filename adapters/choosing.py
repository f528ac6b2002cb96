"""Which platforms are served: those that are set up, and the local page where that is meant."""

from __future__ import annotations

from adapters.configuration import CannotStart
from adapters.folder import Folder
from adapters.platforms import Platform, configured_platforms, local_page
from adapters.settings import SAMPLE, Settings
from adapters.suggestions import golden_suggestions
from foundation.clock import Clock

AS_ANYBODY = "--let-this-computer-act-as-anybody"


def choose_platforms(
    settings: Settings, folder: Folder, clock: Clock, *, local: bool, as_anybody: bool = False
) -> tuple[Platform, ...]:
    """The configured chat platforms, and the local page where asked for; the sample town opens it by itself.

    Raises CannotStart where nothing would be served: on the page anybody can speak as anybody, so for a real
    organisation it is opened only on purpose. Beside a chat platform the records are real: there `as_anybody`
    has to say as well that this danger is known.
    """
    chats = configured_platforms(clock)
    if not chats and not local and settings.organisation != SAMPLE:
        raise CannotStart(
            "Neither Slack nor Teams is set up (`counterpoise doctor` says how). "
            "To try this organisation on the local page, start with --local."
        )
    if chats and not local:
        return chats
    if chats and not as_anybody:
        raise CannotStart(
            "Slack or Teams is set up, so the records are real, and on the local page this computer can read "
            f"and act as anybody: start without --local, or add {AS_ANYBODY} where that is meant."
        )
    people = tuple(folder.people.by_key.values())
    suggestions = golden_suggestions(folder.path)
    return (
        *chats,
        local_page(settings.host, settings.port, clock, people, alone=not chats, suggestions=suggestions),
    )
