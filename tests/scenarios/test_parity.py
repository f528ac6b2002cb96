"""One script, two platforms: what is recorded and what is said is the same."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from bot.words import catalogue, sentence
from incidents.records import Behaviour, Channel, Report, Warned
from tests.fakes.clock import MORNING
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import Person, reports

STATED: dict[str, Any] = {
    "occurred_at": MORNING - timedelta(minutes=25),
    "channel": Channel.IN_PERSON,
    "customer": "Casey Quill",
    "happened": "He shouted & hit the counter <twice>. 🙂\nThen he left.",
    "behaviours": (Behaviour.VERBAL_ABUSE, Behaviour.THREAT, Behaviour.OTHER),
    "warned": Warned.NOT_POSSIBLE,
    "warning_note": "He did not listen.",
    "ended": True,
    "primary_employee": SAM,
}
REST: dict[str, Any] = {
    "others_present": "Jolene, two customers",
    "tried": "I offered the form again.",
    "afterwards": "I called security.",
    "topic": "Parking fine",
    "place": "Front counter",
    "primary_employee": "jolene.tremblay@portmaribel.example",
}
FIRST = {name: said for name, said in STATED.items() if name != "primary_employee"} | {"ended": "yes"}
FURNITURE = {"slack", "teams", "terminal", "page", "time", "command"}
"""Subjects of the catalogue that belong to one surface, or hold hardly more than a placeholder."""
SHORTEST = 8


async def test_the_same_script_gives_equal_records_and_equal_sentences(it: House) -> None:
    reports_made, heard = [], []
    for platform in ("slack", "teams"):
        await it.pass_time(hours=1)  # Whoever has both accounts is told where they were seen last.
        sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
        before = len(sam.told), len(priya.told)
        await script(sam, priya)
        reports_made.append(await it.record())
        heard.append([spoken(text) for text in (*sam.told[before[0] :], *priya.told[before[1] :])])
    slack, teams = reports_made
    assert slack.reference != teams.reference
    assert slack.report == teams.report
    assert slack.report == Report(author=SAM, department="Customer Service", zone="America/Halifax", **STATED)
    assert slack.whole_report == teams.whole_report == replace(slack.report, **REST)
    assert [entry.kind for entry in slack.timeline] == [entry.kind for entry in teams.timeline]
    assert (slack.acknowledged_by, teams.acknowledged_by) == (PRIYA, PRIYA)
    assert [row.platform for row in (*slack.deliveries, *teams.deliveries)] == ["slack", "teams"]
    assert heard[0] == heard[1]
    assert {"report.saved", "report.kind_words", "notice.acknowledged_by"} <= set().union(*heard[0])


async def script(sam: Person, priya: Person) -> None:
    """Ask, find a contact, report with every field, acknowledge."""
    await sam.writes("how do I handle an abusive caller")
    await sam.writes("contact parking permits")
    await reports(sam, FIRST)
    await sam.presses(sentence("act.add_details"))
    await sam.fills(REST)
    await sam.sends()
    assert not sam.form
    await priya.presses(sentence("notice.acknowledge"))


def spoken(text: str) -> set[str]:
    """The catalogue's sentences in what somebody read, by key; the looks of the platforms differ."""
    return {key for key, pattern in patterns().items() if pattern.search(text)}


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What each sentence looks like with anything in its placeholders."""
    found = {}
    for key, template in catalogue("en").items():
        literal = re.split(r"\{\w+\}", template)
        if key.partition(".")[0] not in FURNITURE and sum(map(len, literal)) >= SHORTEST:
            found[key] = re.compile(r"[^\n]+".join(map(re.escape, literal)), re.IGNORECASE)
    return found
