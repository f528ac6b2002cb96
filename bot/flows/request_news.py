"""What people are told of requests by themselves: new ones, clocks, what is done, the digest (R08, R09, R14)."""

from __future__ import annotations

from bot.flows.open311_standing import system_name
from bot.flows.parts import titled
from bot.flows.request_card import clock_words, standing_card, standing_words, way_words
from bot.flows.times import day_words, today
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text
from bot.services import Services
from bot.words import sentence
from foundation.outbox.jobs import Job
from incidents.request_jobs import NEWS_OF_OPEN311, RequestNews, news_of, number_in
from incidents.task import Nudges

LATE = frozenset({RequestNews.OVERDUE, RequestNews.ABOVE})
OF_A_CLOCK = LATE | {RequestNews.REMIND}


async def draw_news(job: Job, services: Services) -> Message | None:
    """The message of a notice; None where it is not theirs to know any more, is overtaken, or was said."""
    news = news_of(job)
    if news is RequestNews.TAKEN and job.subject in services.handed_out:
        return None
    standing = await services.requests.standing(job.subject, job.recipient)
    if news is RequestNews.MOVED:
        return titled(sentence("request.news_moved", reference=number_in(job)))
    if standing is None or (news in OF_A_CLOCK and not standing.clocks):
        return None
    if news in LATE and not standing.is_overdue(services.clock.now()):
        return None
    if news in NEWS_OF_OPEN311:
        system = system_name(services)
        lead = sentence(f"open311.told_{news}", reference=standing.reference, system=system)
    else:
        lead = sentence(f"request.news_{news}", reference=standing.reference)
    return standing_card(standing, services, lead=lead)


async def draw_digest(job: Job, services: Services) -> Message | None:
    """What is overdue and what nobody has in hand, on the day it is for; None where nothing is, or its reader
    wants no reminders.
    """
    who = job.recipient
    if await services.tasks.nudges(who) is Nudges.NONE:
        return None
    late = await services.requests.queue(who, overdue=True)
    free = await services.requests.queue(who, unassigned=True)
    if not late.requests and not free.requests:
        return None
    title = sentence("request.digest", day=day_words(today(services)))
    parts: list[Part] = [Heading(title)]
    if late.requests:
        parts.append(
            Text(
                sentence(
                    "request.digest_late_many" if late.is_more else "request.digest_late", count=late.total
                )
            )
        )
    if free.requests:
        parts.append(
            Text(
                sentence(
                    "request.digest_free_many" if free.is_more else "request.digest_free", count=free.total
                )
            )
        )
    shown = dict.fromkeys((*late.requests, *free.requests))
    rows = []
    for one in list(shown)[:4]:
        first = clock_words(one.clocks[0], services) if one.clocks else standing_words(one)
        rows.append(Fact(one.reference, sentence("request.row", way=way_words(one, services), clock=first)))
    parts.append(Facts(tuple(rows)))
    parts.append(Buttons((Button(sentence("command.requests_title"), "requests.queue"),)))
    return Message(title, tuple(parts))
