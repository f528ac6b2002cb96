"""The month in figures by e-mail: the paper and the spreadsheet, as the audience sees it that its reader belongs to."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import date

from bot.adapter import Memo, MemoFile
from bot.flows.figures import MEDIA, figure_rows
from bot.flows.figures_card import PDF, XLSX, seen_as
from bot.flows.figures_files import month_paper, month_sheet
from bot.flows.times import month_words
from bot.services import Services
from bot.words import sentence
from foundation.outbox.jobs import Job
from incidents.papers.month import month_pdf
from incidents.papers.sheet import as_xlsx


async def figures_memo(letter: Job, services: Services) -> Memo | None:
    """The e-mail of a month; None for whoever gets none of its audience any more. That it goes out is logged.

    Figures name nobody and tell no small number, whoever reads them on the way. Raises PaperFailed.
    """
    first, audience = date.fromisoformat(f"{letter.subject}-01"), str(letter.payload["audience"])
    rows, person = figure_rows(services), letter.recipient
    if (audience, person) not in services.figures.by_mail():  # It was planned a month ago.
        return None
    view = await services.figures.month(person, first, audience, rows, printed=True)
    if view is None:
        return None
    paper = await asyncio.to_thread(month_pdf, month_paper(view, person, services))
    sheet = await asyncio.to_thread(as_xlsx, month_sheet(view, services))
    name = f"figures-{view.first:%Y-%m}-{view.audience.name}"
    month, organisation = month_words(view.first), services.organisation.name
    lines = (
        sentence("figures.mail_there", month=month, organisation=organisation),
        seen_as(view),
        view.audience.text,
        sentence("figures.mail_why", organisation=organisation),
    )
    return Memo(
        hashlib.sha256(letter.key.encode()).hexdigest()[:40],
        sentence("figures.title", month=month),
        "\n\n".join(filter(None, lines)) + "\n",
        services.clock.now(),
        (
            MemoFile(f"{name}.{PDF}", MEDIA[PDF], paper),
            MemoFile(f"{name}.{XLSX}", MEDIA[XLSX], sheet),
        ),
    )
