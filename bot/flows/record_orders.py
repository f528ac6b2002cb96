"""An act that is ordered in a sentence: the way to it on the report that is named, for who can do it now (D13, P12)."""

from __future__ import annotations

from bot.flows.looks import looks_button
from bot.flows.notice_card import act_button
from bot.flows.parts import Asking
from bot.messages import Button
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from incidents.rules.access import Operation
from incidents.rules.transitions import transition

_ACTS = TYPED.patterns("record_orders.acts")
_UNSOLVED = TYPED.pattern("record_orders.unsolved")

OFFERED = 3
"""Reports at most that somebody says are not solved, the newest first."""


def act_ordered(wanted: str) -> Operation | None:
    """The act that is wanted of “the report”; None where it is another order, or none."""
    return next((Operation(name) for name, pattern in _ACTS.items() if pattern.match(wanted)), None)


async def ways_to(operation: Operation, reference: str, event: Asking, services: Services) -> list[Button]:
    """The act itself and the report; nothing where they cannot do it now, or see no such report."""
    record = await services.incidents.view(reference, event.who.person)
    if record is None or operation not in record.may:
        return []
    if operation is Operation.SEE_LOOKS:
        return [looks_button(record.id), _show(record.reference)]
    return [act_button(operation, record), _show(record.reference)]


async def unsolved(said: str, event: Asking, services: Services) -> list[Button]:
    """Where somebody says that it is not solved: the ways to say so of what was decided on their own reports."""
    if not _UNSOLVED.match(said):
        return []
    every = await services.incidents.mine(event.who.person)
    mine = [one for one in every if one.state and transition(one.state, Operation.NOT_SOLVED)]
    if len(mine) == 1:
        return [act_button(Operation.NOT_SOLVED, mine[0]), _show(mine[0].reference)]
    return [_show(one.reference) for one in mine[:OFFERED]]


def _show(reference: str) -> Button:
    return Button(sentence("order.show", reference=reference), "reports.mine", reference)
