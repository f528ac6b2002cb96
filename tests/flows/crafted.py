"""Content of others, and every value that somebody who has seen its cards could send by hand.

`plant` puts a canary into everything that is not for everybody; `looked_at` says where one came out again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Table, select

from bot.drafts import Draft
from bot.events import FieldValue
from bot.numbers import Reach, WrongNumber
from bot.replies import Upload
from bot.services import Services
from bot.tables import metadata as of_bot
from foundation.calendar import months_after
from foundation.db import Connection, Database
from incidents.attachment import AttachOutcome
from incidents.papers.letter import LetterFile
from incidents.phone_message import PhoneMessage
from incidents.records import Behaviour, Channel, Report
from incidents.request import Matter, ServiceRequest
from incidents.restriction import Restriction
from incidents.rules.access import Operation
from incidents.rules.acts import ACT_FIELDS, PROMISED, TASK_FIELDS, LinkKind
from incidents.rules.file_limits import PLAIN_LIMITS
from incidents.rules.letters import CustomerLetter
from incidents.rules.request_acts import REQUEST_FIELDS
from incidents.rules.restriction_acts import EVERY_SAID, RESTRICTION_FIELDS
from incidents.safety.plan import NewPlan
from incidents.tables import metadata as of_incidents
from knowledge.curation.curation import CuratedAnswer, Example, Rating
from knowledge.curation.questions import Outcome
from knowledge.curation.tables import metadata as of_curation
from tests.fixtures.a_file import a_file
from tests.fixtures.acts import filled_in, said_of
from tests.flows.town import DANA, HECTOR, PRIYA, RUTH, SAM

MIREILLE = "mireille.gagnon@portmaribel.example"
CANARY = "zyxq"
"""Stands in every word of others; nobody else ever reads it."""

OWN_TRACES = frozenset({"seen_events", "accounts", "audit", "audit_head", "ratings"})
"""What any event of staff leaves behind: that it was seen, who was met, that a look was refused, a vote."""


@dataclass(frozen=True, slots=True)
class Planted:
    """The values to send: ids, references and keys of things that belong to others."""

    records: tuple[str, ...]
    questions: tuple[str, ...]
    upkeep: tuple[str, ...]
    drafts: tuple[str, ...]
    numbers: tuple[str, ...]
    tasks: tuple[str, ...]
    safety: tuple[str, ...]
    restrictions: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    letter: str = ""
    elsewhere: tuple[str, ...] = ()
    """Files of a request and of a message, each with its record before it."""

    @property
    def all(self) -> tuple[str, ...]:
        """Every value, and none."""
        of_records = (*self.records, *self.drafts, *self.tasks)
        return (
            "",
            *of_records,
            *self.questions,
            *self.upkeep,
            *self.numbers,
            *self.safety,
            *self.restrictions,
            *self.requests,
            *self.files,
        )

    @property
    def acts(self) -> tuple[str, ...]:
        """Every act on somebody's record, one that is none, and every value without an act."""
        acts = (*ACT_FIELDS, "view", "nothing")
        return (*self.all, *(f"{act}:{self.records[number % 2]}" for number, act in enumerate(acts)))

    def values_of(self, name: str) -> tuple[str, ...]:
        """What somebody who has seen a card could send with a button or a form of this name."""
        if name in ("task.act", "task_act"):
            return (*self.all, *(f"{act}:{self.tasks[0]}" for act in (*TASK_FIELDS, "nothing")))
        if name in ("file.open", "file.add"):
            attachment, batch = self.files
            pairs = (*((one, attachment) for one in self.records), *((batch, one) for one in self.records))
            return (*self.all, *self.elsewhere, *(f"{first}:{then}" for first, then in pairs))
        if name == "links.decide":
            kinds = (*LinkKind, "nothing")
            return (*self.all, *(f"{kind}:{self.records[0]}:{self.records[3]}" for kind in kinds))
        if name in ("restriction.act", "restriction_act"):
            return (*self.all, *(f"{act}:{self.restrictions[0]}" for act in (*RESTRICTION_FIELDS, "nothing")))
        if name == "restriction.letter":
            ways = ("", ":en:docx", "::pdf", ":fr:pdf")
            return (
                *self.all,
                *(f"{kind}:{self.restrictions[0]}{way}" for kind in CustomerLetter for way in ways),
            )
        if name in ("record.letter_form", "record_letter"):
            ways = ("position:en", "warning:en", "acknowledgement:fr", "position:xx")
            return (*self.all, *(f"{way}:{self.records[0]}" for way in ways))
        if name == "record.letter_file":
            return (*self.all, *(f"{one}:{self.letter}:{self.records[0]}" for one in ("docx", "pdf", "")))
        if name in (
            "request.act",
            "request_act",
            "request.text",
            "request.write",
            "request.send",
            "request_reply",
        ):
            acts = (*REQUEST_FIELDS, "acknowledgement", "closing", "nothing")
            return (*self.all, *(f"{act}:{self.requests[0]}" for act in acts))
        if name == "task.promise":
            return (*self.all, *(f"{kind}:tomorrow:{self.records[0]}" for kind in PROMISED))
        return self.acts if name in ("record.act", "act") else self.all

    @property
    def few(self) -> tuple[str, ...]:
        """One of each kind."""
        return (
            *(self.records[0], self.records[1], self.questions[0], *self.upkeep[:3], self.drafts[0]),
            *(*self.tasks, self.safety[0], *self.restrictions[:1], *self.requests[:1], *self.files),
        )

    def values_in_form(self, name: str) -> tuple[str, ...]:
        """The same of a form, whose fields cost more to read: what it is opened with, and one of each kind."""
        own = set(self.values_of(name)) - set(self.all)
        return ("", *self.few, *sorted(own))


async def plant(services: Services) -> Planted:
    """Records, questions, curated answers, examples, ratings, numbers and drafts of Sam, Hector and Ruth."""
    now = services.clock.now()
    words: dict[str, Any] = dict.fromkeys(
        ("customer", "customer_description", "warning_note", "others_present"), f"{CANARY} who"
    )
    words |= dict.fromkeys(("tried", "afterwards", "topic", "place"), f"{CANARY} what")
    report = Report(
        SAM,
        "Customer Service",
        now - timedelta(minutes=5),
        "America/Halifax",
        Channel.PHONE,
        f"{CANARY} tale",
        behaviours=(Behaviour.THREAT,),
        ended=True,
        **words,
    )
    filed = await services.incidents.submit(report, "d" * 32)
    about = await services.incidents.submit(report, "e" * 32, excluded=frozenset({PRIYA}))
    await services.incidents.amend(filed.id, SAM, f"{CANARY} later", "f" * 32)
    given = said_of(
        Operation.ADD_TASK,
        task_person=HECTOR,
        task_due=now + timedelta(days=3),
        task_words=f"{CANARY} do",
    )
    await services.incidents.act(filed.id, PRIYA, Operation.ADD_TASK, given, "g" * 32)
    decided = said_of(
        Operation.DECIDE_CORRESPONDENCE, letter_copy=f"{CANARY} file", letter_reason=f"{CANARY} insults"
    )
    await services.incidents.act(filed.id, PRIYA, Operation.DECIDE_CORRESPONDENCE, decided, "k" * 32)
    sent = said_of(Operation.WRITE_LETTER, letter_text=f"{CANARY} says")
    files = tuple(LetterFile(one, CANARY.encode()) for one in ("docx", "pdf"))
    _, seen = await services.incidents.act(
        filed.id, PRIYA, Operation.WRITE_LETTER, sent, "l" * 32, letters=files
    )
    assert seen
    (task,) = await services.tasks.mine(HECTOR)
    wanted = Restriction(
        proposer=PRIYA,
        department="",
        customer=f"{CANARY} who",
        options=("A",),
        ground="threats",
        reasons=f"{CANARY} why",
        starts=now + timedelta(hours=1),
        review=now + timedelta(days=60),
        ends=now + timedelta(days=90),
    )
    _, restriction = await services.restrictions.propose(wanted, "h" * 32)
    assert restriction
    request = ServiceRequest(
        SAM,
        Matter.PERSON,
        f"{CANARY} says",
        "Phone",
        customer=f"{CANARY} caller",
        contact_wanted=True,
        contact=f"{CANARY} number",
        about=(HECTOR,),
    )
    taken = await services.requests.take(request, "r" * 32)
    called = f"{CANARY} called"
    message = PhoneMessage(SAM, HECTOR, caller=called, number=called, words=called)
    passed = await services.messages.take(message, services.organisation.promises, "m" * 32)
    assert taken
    assert passed
    asked = [
        await services.questions.open(
            f"{CANARY} question {n}", SAM, owner, now, draft=f"q{n}" * 16, named=True
        )
        for n, owner in enumerate((RUTH, RUTH, HECTOR))
    ]
    await services.questions.close(asked[1], RUTH, now, Outcome.ANSWERED, f"{CANARY} answer")
    review = months_after(now.date(), 6)
    curated = CuratedAnswer("c" * 32, 1, (f"{CANARY} asks",), f"{CANARY} kept", RUTH, RUTH, now, review)
    await services.curation.keep(curated)
    await services.curation.propose(Example("b" * 32, "difficult.md", "clause", "", f"{CANARY} way", now))
    await services.curation.rate(Rating("a" * 32, "difficult.md", f"{CANARY} clause", "", 0, 9), now)
    _, call = await services.calls.make(SAM, f"{CANARY} place")
    there = NewPlan(f"{CANARY} room", now, 30, now + timedelta(minutes=30), DANA, f"{CANARY} word")
    plan = await services.plans.make(SAM, there, "p" * 32)
    assert call
    wrong = WrongNumber("5" * 32, "roads", Reach("555-0120"), f"{CANARY} rings in vain", SAM, now)
    await services.numbers.report(wrong, HECTOR)
    keeping = services.files
    batch = await keeping.hold(SAM, [a_file(f"{CANARY} letter", f"{CANARY}.txt")])
    await keeping.attach(SAM, batch, filed.id, PLAIN_LIMITS)
    waiting = await keeping.hold(SAM, [a_file(f"{CANARY} photo", f"{CANARY}.txt")])
    seen = await services.incidents.view(filed.id, SAM)
    assert seen
    (attachment,) = seen.files
    for one in (taken.id, passed.id):
        more = await keeping.hold(SAM, [a_file(f"{CANARY} scan", f"{CANARY}.txt")])
        outcome, _ = await keeping.attach(SAM, more, one, PLAIN_LIMITS)
        assert outcome is AttachOutcome.DONE
    case = await services.requests.view(taken.id, MIREILLE)
    brought = await services.messages.view(passed.id, HECTOR)
    assert case
    assert brought
    others = [f"{case.standing.id}:{case.files[0].id}", f"{brought.id}:{brought.files[0].id}"]
    drafts = [
        Draft("7" * 32, "report", SAM, {"happened": f"{CANARY} draft"}, now),
        Draft("8" * 32, "ask_person", SAM, {"question": f"{CANARY} draft"}, now, RUTH),
        Draft(
            "9" * 32, "answer_question", RUTH, {"asked": f"{CANARY}", "answer": f"{CANARY}"}, now, asked[0]
        ),
        Draft("6" * 32, "amend", SAM, {"statement": f"{CANARY} draft"}, now, filed.id),
    ]
    for draft in drafts:
        await services.drafts.save(draft)
    return Planted(
        (filed.id, filed.reference, about.id, about.reference),
        tuple(asked),
        (
            curated.id,
            f"curated:{curated.id}",
            "b" * 32,
            f"example:{'b' * 32}",
            "a" * 32,
            f"rating:{'a' * 32}",
            *(f"{kind}:0" for kind in ("questions", "examples", "curated", "ratings", "reviews", "findings")),
        ),
        (*(draft.key for draft in drafts), "d" * 32, "q0" * 16),
        (wrong.id, wrong.contact),
        (task.id, passed.id, passed.reference),
        (call.id, plan.id, f"15:{plan.id}"),
        (restriction.id, restriction.reference),
        (taken.id, taken.reference),
        (attachment.id, waiting),
        seen.entries[-1].id,
        tuple(others),
    )


def filled(variant: str) -> Mapping[str, FieldValue]:
    """What a crafted form brings: nothing, too little, or all that any form of ours asks for."""
    return dict(_filled(variant))


@cache
def _filled(variant: str) -> Mapping[str, FieldValue]:
    if variant == "empty":
        return {}
    if variant == "half":
        return {"answer": "a", "keep": True, "questions": "", "statement": "", "reason": "", "question": ""}
    return {
        "answer": "A plain answer.",
        "keep": True,
        "questions": "may we do this",
        "review": "12",
        "statement": "A statement.",
        "reason": "No reason.",
        "question": "may we do that",
        "named": False,
        "note": "wrong",
        "phone": "555-0199",
        **{name: value for act in EVERY_SAID for name, value in said_of(act).items()},
        **{name: value for fields in REQUEST_FIELDS.values() for name, value in filled_in(fields).items()},
    }


Rows = Mapping[str, Mapping[tuple[Any, ...], tuple[Any, ...]]]


async def rows(db: Database) -> Rows:
    """Every row of every table that holds what people wrote or decided, by its primary key."""

    def read(conn: Connection) -> Rows:
        tables = [*of_bot.sorted_tables, *of_incidents.sorted_tables, *of_curation.sorted_tables]
        return {table.name: _rows(conn, table) for table in tables}

    return await db.read(read)


def _rows(conn: Connection, table: Table) -> Mapping[tuple[Any, ...], tuple[Any, ...]]:
    keys = [column.name for column in table.primary_key]
    found = conn.execute(select(table)).mappings().all()
    return {tuple(row[key] for key in keys): tuple(row.values()) for row in found}


def changed(before: Rows, after: Rows, allowed: frozenset[str] = OWN_TRACES) -> list[str]:
    """The tables in which something that was there is another now, or gone."""
    return [
        name
        for name, there in before.items()
        if name not in allowed and any(after[name].get(key) != row for key, row in there.items())
    ]


def grown(before: Rows, after: Rows, allowed: frozenset[str]) -> list[str]:
    """The tables that have more rows than before."""
    return [name for name in before if name not in allowed and len(after[name]) > len(before[name])]


def leaks(replies: Sequence[object]) -> bool:
    """Whether a canary stands anywhere in replies, the forms in them and their fields included.

    A file hides its words, so any file is one: nothing that is nobody's is given as a file.
    """
    return any(isinstance(one, Upload) for one in replies) or CANARY in repr(list(replies)).casefold()
