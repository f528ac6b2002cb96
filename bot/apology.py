"""What is said and what is logged when something failed: a reference joins the two (T10, T27)."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import PurePath

import structlog

from bot.events import Event, FormSubmitted
from bot.messages import Message, Text
from bot.open_forms import OpenForms
from bot.replies import FormErrors, Reply, Say
from bot.words import sentence
from foundation.db import DatabaseUnavailable, Trouble
from foundation.ids import new_reference

log = structlog.get_logger()


def apology(event: Event, error: Exception, forms: OpenForms, urgent: Sequence[Reply] = ()) -> list[Reply]:
    """Log the failure and say so calmly; a form stays open with everything that was typed.

    `urgent` is what helps in danger where the words spoke of it: that alone is said then, and no word of our trouble.
    """
    reference = new_reference()
    _log("flow_failed", reference, event, error)
    words = _words(event, error, reference)
    if isinstance(event, FormSubmitted):
        try:
            if form := forms.drawn(forms.as_sent(event)):
                return [FormErrors(form, {"": words})]
        except Exception as second:  # noqa: BLE001 - an apology must not fail; words alone are left
            _log("form_not_drawn", reference, event, second)
    return list(urgent) or [Say(Message(words, (Text(words),)))]


def _words(event: Event, error: Exception, reference: str) -> str:
    match error:
        case TimeoutError():
            return sentence("core.too_slow", reference=reference)
        case DatabaseUnavailable(trouble=Trouble.BUSY):
            return sentence("core.database_busy", reference=reference)
        case DatabaseUnavailable(trouble=Trouble.FULL):
            return sentence("core.database_full", reference=reference)
        case DatabaseUnavailable():
            return sentence("core.database_down", reference=reference)
        case _ if isinstance(event, FormSubmitted):
            return sentence("core.failed_form", reference=reference)
        case _:
            return sentence("core.failed", reference=reference)


def _log(word: str, reference: str, event: Event, error: Exception) -> None:
    """One line. Only types and places of code: messages of exceptions and locals may hold what was typed."""
    log.error(
        word,
        reference=reference,
        kind=type(event).__name__,
        platform=event.who.platform,
        error=" < ".join(_types(error)),
        at=[
            f"{'/'.join(PurePath(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__, limit=-12)
        ],
    )


def _types(error: BaseException | None) -> list[str]:
    names: list[str] = []
    while error is not None and len(names) < 5:
        names.append(type(error).__qualname__)
        error = error.__cause__ or error.__context__
    return names
