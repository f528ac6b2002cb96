"""The same form sent a second time with other words: nothing of it is dropped, what is new stands below the report.

A platform that loses an answer leaves a form open, and who sees it open goes on writing.
"""

from __future__ import annotations

from bot.flows.record_view import report_rows
from bot.services import Services
from bot.words import sentence
from incidents.records import Record, Report


async def add_changes(record: Record, report: Report, draft: str, services: Services) -> Record | None:
    """Append what a second sending says and the first did not, with what follows from it; None where nothing is new.

    The same second sending is appended once: it is compared with what the first said, not with what was added since.
    """
    first = record.report
    said = report_rows(first, first.behaviours, first.about, services)
    rows = report_rows(report, report.behaviours, report.about, services)
    new = [(label, text) for label, text in rows if text and (label, text) not in said]
    if not new:
        return None
    return await services.incidents.amend(
        record.id,
        report.author,
        "\n\n".join(sentence("record.entry", label=label, text=text) for label, text in new),
        draft,
        behaviours=tuple(one for one in report.behaviours if one not in first.behaviours),
        about=frozenset(report.about) - frozenset(first.about),
    )
