"""The same form sent a second time with other words: nothing of it is dropped, what is new stands below the report.

A platform that loses an answer leaves a form open, and who sees it open goes on writing.
"""

from __future__ import annotations

from bot.flows.once import draft_of
from bot.flows.record_view import report_rows
from bot.services import Services
from incidents.records import Record, Report


async def add_changes(record: Record, report: Report, draft: str, services: Services) -> bool:
    """Append what a second sending says and the first did not, with what follows from it; whether there was any."""
    text = _changes(record, report, services)
    if not text:
        return False
    await services.incidents.amend(
        record.id,
        report.author,
        text,
        draft_of(draft, text),
        behaviours=tuple(one for one in report.behaviours if one not in record.report.behaviours),
        about=frozenset(report.about) - frozenset(record.report.about),
    )
    return True


def _changes(record: Record, report: Report, services: Services) -> str:
    first = (
        record.report
    )  # Not with what was added since: the same second sending has to read the same for ever.
    said = report_rows(first, first.behaviours, first.about, services)
    rows = report_rows(report, report.behaviours, report.about, services)
    lines = [f"{label}: {text}" for label, text in rows if text and (label, text) not in said]
    return "\n".join(lines)
