"""Who looked at a report: for whoever wrote it and for the records officer, at the moment they ask (T17)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.events import ActionChosen
from bot.flows.closed import why_not
from bot.flows.parts import short, titled
from bot.flows.record_view import pieces
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.messages import Button, Text
from bot.replies import OpenForm, Reply
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.looks import Look

SHOWN = 60
"""The newest looks; the whole log is for `counterpoise audit`."""


def looks_button(record: str) -> Button:
    """The way to who looked at a report."""
    return Button(sentence("looks.button"), "record.looks", record, opens_form=True)


async def looks(event: ActionChosen, services: Services) -> list[Reply]:
    """Everybody who looked or tried to, the newest first; that this was asked is a look as well."""
    found = await services.incidents.looks(event.value, event.who.person)
    if found is None:
        return short(await why_not(event.value, event.who.person, services))
    return [looks_form(found, sentence("looks.title"), event.value, services)]


def looks_form(
    found: Sequence[Look], title: str, context: str, services: Services, *, nobody: str = ""
) -> OpenForm:
    """Looks at a record, the newest first, in a form with nothing to fill in; `nobody` says that there are none."""
    lines = [_line(one, services) for one in reversed(found)]
    text = "\n".join(lines[:SHOWN]) or nobody or sentence("looks.none")
    left = len(lines) - SHOWN
    more = (FormNotice(sentence("looks.older", count=left)),) if left > 0 else ()
    form = Form(
        name="record",
        title=title,
        items=(*map(FormNotice, pieces(text)), *more),
        submit=sentence("record.close"),
        draft=new_id(),
        context=context,
    )
    return OpenForm(form, titled(title, Text(text)))


def _line(look: Look, services: Services) -> str:
    who = services.people.name(look.by)
    moment = local_moment(look.at, services.organisation)
    if look.told:
        return sentence("looks.told", moment=moment, name=who)
    if look.checked:
        return sentence("looks.checked", moment=moment, name=who)
    if look.refused:
        return sentence("looks.refused", moment=moment, name=who)
    if look.file:
        return sentence("looks.file", moment=moment, name=who)
    if look.printed:
        return sentence("looks.on_a_sheet" if look.in_a_list else "looks.printed", moment=moment, name=who)
    return sentence("looks.listed" if look.in_a_list else "looks.read", moment=moment, name=who)


ACTIONS: dict[str, Flow[ActionChosen]] = {"record.looks": looks}
