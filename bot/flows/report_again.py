"""The same form sent a second time with other words: nothing of it is dropped, what is new stands below the report.

A platform that loses an answer leaves a form open, and who sees it open goes on writing.
"""

from __future__ import annotations

from bot.flows.own_answers import kept_off_paper
from bot.flows.record_view import report_rows
from bot.services import Services
from bot.words import sentence
from incidents.records import ActOutcome, Record, Report
from incidents.rules.access import Operation


async def add_changes(record: Record, report: Report, draft: str, services: Services) -> Record | None:
    """Append what a second sending says and the first did not, with what follows from it; None where nothing is new.

    The same second sending is appended once: it is compared with what the first said, not with what was added since.
    """
    first, aside = record.report, await _added_aside(record, report, draft, services)
    said = report_rows(first, first.behaviours, first.about, services, on_paper=aside is not None)
    rows = report_rows(report, report.behaviours, report.about, services, on_paper=aside is not None)
    new = [(label, text) for label, text in rows if text and (label, text) not in said]
    if not new:
        return aside
    return await services.incidents.amend(
        record.id,
        report.author,
        "\n\n".join(sentence("record.entry", label=label, text=text) for label, text in new),
        draft,
        behaviours=tuple(one for one in report.behaviours if one not in first.behaviours),
        about=frozenset(report.about) - frozenset(first.about),
    )


async def _added_aside(record: Record, report: Report, draft: str, services: Services) -> Record | None:
    """Keep the new answers that no paper holds as what they are, for a statement stands on it whole.

    None where there are none, or where they cannot be added so: then they are said with the others.
    """
    first = {one.name: one.values for one in record.report.own}
    new = tuple(
        one for one in report.own if kept_off_paper(one, services) and one.values != first.get(one.name)
    )
    if not new:
        return None
    outcome, after = await services.incidents.act(
        record.id, report.author, Operation.ADD_DETAILS, {}, f"{draft}:aside", own=new
    )
    return after if outcome is ActOutcome.DONE else None
