"""The work list: every report somebody may read, by state, department, person, time and overdue tasks, page by page."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FormSubmitted
from bot.flows import reports
from bot.flows.parts import new_draft, open_form, short, titled
from bot.flows.report_given import text_in
from bot.flows.reports import report_line
from bot.flows.worklist_sheet import AS_CSV, give, sheet_button
from bot.flows.worklist_typed import typed_choice
from bot.flows.worklist_words import (
    PERIODS,
    SEARCH,
    STATES,
    ListChoice,
    departments,
    form_values,
    given_choice,
    go_on,
    keep_search,
    period_words,
)
from bot.forms import ChoiceField, Form, Option, PersonField, TextField, ToggleField
from bot.messages import Button, Buttons, Fact, Facts, Message, Part, Text, Tone
from bot.references import reference_in
from bot.replies import CloseForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from foundation.ids import new_id
from incidents.lists import PAGE
from incidents.rules.wanted import FoundRecords

_SHEET = TYPED.pattern("worklist.sheet")
"""Words that want the list as a file."""
OFFERED = 3
"""Reports with a button: with the three ways on, that is as many as one card has."""
ON_ONE_CARD = 6
SEARCH_CHARACTERS = 200


async def show(event: CommandInvoked, services: Services) -> list[Reply]:
    """The list as it was typed for; a reference opens its report."""
    if reference := reference_in(event.text):
        chosen = ActionChosen(event.id, event.who, event.where, event.at, "reports.mine", reference)
        return await reports.show(chosen, services)
    typed = typed_choice(event.text, event.who.person, services)
    choice = await keep_search(typed.choice, event.who.person, services)
    if found := _SHEET.search(event.text):
        value = (AS_CSV if found["csv"] else "") + choice.carried(0)
        taken = ActionChosen(event.id, event.who, event.where, event.at, "worklist.sheet", value)
        return await give(taken, services)
    said = (
        *([sentence("worklist.left_in")] if typed.is_left_in else []),
        *([sentence("worklist.rest_searched")] if typed.is_rest_searched else []),
    )
    return [Say(await _page(choice, 0, event.who.person, services, *said))]


async def page(event: ActionChosen, services: Services) -> list[Reply]:
    """Another page of the same list."""
    found = await go_on(event.value, event.who.person, services)
    if found is None:
        return short(sentence("worklist.search_again"), worklist_button())
    return [Say(await _page(*found, event.who.person, services))]


async def choose(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form that narrows the list, with what it is narrowed by already."""
    found = await go_on(event.value, event.who.person, services)
    values = form_values(found[0]) if found else {}
    return open_form(new_draft(event, "worklist", services, values), choice_form, services)


async def narrow(event: FormSubmitted, services: Services) -> list[Reply]:
    """The list as the form says."""
    choice = await keep_search(given_choice(event.values, services), event.who.person, services)
    return [CloseForm((Say(await _page(choice, 0, event.who.person, services)),))]


def choice_form(draft: Draft, services: Services) -> Form:
    """What a list can be narrowed by; everything may stay empty."""
    values, period = draft.values, text_in(draft.values, "list_days")
    person = text_in(values, "list_person")
    periods = [Option(str(one), sentence("worklist.days", count=one)) for one in PERIODS]
    if period and all(one.value != period for one in periods):
        periods.append(Option(period, period_words(given_choice(values, services))))
    people = sorted(services.people.by_key.values(), key=lambda one: one.name.casefold())
    return Form(
        name="worklist",
        title=sentence("worklist.narrow"),
        items=(
            TextField(
                SEARCH,
                sentence("worklist.search"),
                sentence("worklist.search_hint"),
                initial=text_in(values, SEARCH),
                limit=SEARCH_CHARACTERS,
            ),
            ChoiceField(
                "list_state",
                sentence("worklist.state"),
                tuple(Option(one, sentence(f"worklist.state_{one}")) for one in STATES),
                initial=text_in(values, "list_state"),
            ),
            ChoiceField(
                "list_department",
                sentence("worklist.department"),
                tuple(Option(one, one) for one in departments(services)),
                initial=text_in(values, "list_department"),
            ),
            PersonField(
                "list_person",
                sentence("worklist.person"),
                tuple(Option(one.key, one.name) for one in people),
                sentence("worklist.person_hint"),
                initial=(person,) if person else (),
            ),
            ChoiceField("list_days", sentence("worklist.period"), tuple(periods), initial=period),
            ToggleField(
                "list_overdue", sentence("worklist.overdue"), initial=values.get("list_overdue") is True
            ),
        ),
        submit=sentence("worklist.submit"),
        draft=draft.key or new_id(),
    )


async def _page(choice: ListChoice, start: int, person: str, services: Services, *notes: str) -> Message:
    found = await services.incidents.find(person, choice.wanted(services), start)
    title, said = sentence("worklist.title"), choice.said(services)
    narrowing = Button(sentence("worklist.narrow"), "worklist.choose", choice.carried(0), opens_form=True)
    chosen = (*map(Text, notes), *([Text(said)] if said else []))
    if not found.records:
        return titled(title, *chosen, Text(sentence("worklist.none")), Buttons((narrowing,)))
    rows = tuple(
        Fact(
            one.reference,
            sentence("worklist.row", line=report_line(one, services), department=one.report.department),
        )
        for one in found.records
    )
    shows = tuple(
        Button(sentence("reports.open", reference=one.reference), "reports.mine", one.reference)
        for one in found.records[:OFFERED]
    )
    parts: list[Part] = [*chosen, Text(_counts(found), Tone.QUIET), Facts(rows)]
    if len(found.records) > OFFERED:
        parts.append(Text(sentence("worklist.open_any"), Tone.QUIET))
    ways = [narrowing]
    if start + PAGE < found.total or found.is_more:
        ways.insert(0, Button(sentence("worklist.older"), "worklist.page", choice.carried(start + PAGE)))
    if start:
        earlier = choice.carried(max(start - PAGE, 0))
        ways.insert(0, Button(sentence("worklist.newer"), "worklist.page", earlier))
    # A spreadsheet is of the whole list, so the first page is where it is looked for.
    sheet = (sheet_button(choice),) if len(shows) + len(ways) < ON_ONE_CARD else ()
    return titled(title, *parts, Buttons((*shows, *ways, *sheet)))


def _counts(found: FoundRecords) -> str:
    """How many reports there are in each state."""
    each = (
        sentence("worklist.count", state=sentence(f"act.state_{state}"), count=count)
        for state, count in found.counts
    )
    total = sentence("worklist.at_least" if found.is_more else "worklist.total", count=found.total)
    return " ".join((total, *each))


def worklist_button() -> Button:
    """The way to the list."""
    return Button(sentence("command.worklist_title"), "worklist.page")


COMMANDS: dict[str, Flow[CommandInvoked]] = {"worklist": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"worklist.page": page, "worklist.choose": choose}
FORMS: dict[str, Flow[FormSubmitted]] = {"worklist": narrow}
FORM_BUILDERS: dict[str, FormBuilder] = {"worklist": choice_form}
