"""The one access policy: what a person may do with a record, decided at the moment they ask.

Default deny: what the table does not allow is refused. A person can stand in several relations to a
record; one that forbids (being the person complained of, a guest, or the author at acknowledging) wins
over all that allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from incidents.rules.conflict import is_barred
from incidents.rules.ladder import Roster


class Relation(StrEnum):
    """How somebody stands to a record.

    TOLD: was asked or told of it, and the ladder in force still names them for it. HR and the records officer hold
    their roles, the CAO that of RECORDS too where no records officer may be it (`incidents.rules.rights`); a ladder
    that asks them makes them TOLD. NAMED: complained of in it, or reporting to somebody who is. HANDLER: has it in
    hand, on a ground that holds today. SHARED: a head it was shared with. TASKED: has an open task of it, and a place
    in the organisation today; they see their task and nothing else of the record. FILED_FOR: its author wrote it for
    them, and it is theirs as much. WITNESS: a colleague it names, who was there, helped, had the contact, or was
    asked to take over.

    Of restrictions: COLLEAGUE works here, DECIDES can decide it, DECIDED did, JUDGES answers the complaint about it.
    Of requests: READER is whom its lane or its department names, TAKER took it down, or whose office it came from.
    """

    AUTHOR = "author"
    FILED_FOR = "filed_for"
    TOLD = "told"
    HEAD = "head"
    BACKUP = "backup"
    HANDLER = "handler"
    SHARED = "shared"
    TASKED = "tasked"
    WITNESS = "witness"
    CAO = "cao"
    RECORDS = "records_officer"
    HR = "hr"
    OTHER_HEAD = "other_head"
    STAFF = "staff"
    READER = "reader"
    TAKER = "taker"
    GUEST = "guest"
    NAMED = "named"
    COLLEAGUE = "colleague"
    DECIDES = "decides"
    DECIDED = "decided"
    JUDGES = "judges"


class Operation(StrEnum):
    """What somebody may want to do. FOLLOW: find it in the list of records they are to act on. ATTACH: add a file.
    SEE_LOOKS: read who looked at it. HOLD, LIFT_HOLD, CLASSIFY and DESTROY decide how long it is kept. LOG: write its
    line of the violent-incident log. DECIDE_CORRESPONDENCE says what a letter is, and what becomes of it.
    ADD_STATEMENT and SEE_PART are of colleagues a record names: what they say, and what it names them as. CHECK to
    SEE_FIGURES are of restrictions: CHECK is the look before contact, LIFT takes one back on appeal, MARK decides
    that a history of violence is told (`incidents/marker.py`). Those from SEE_STANDING on are of requests: it is
    number and state, no word; SEND_REPLY writes to the customer by e-mail, CALLED_AGAIN adds what they say later.

    What can be done in which state is in `incidents/rules/transitions.py`.
    """

    VIEW = "view"
    FOLLOW = "follow"
    ACKNOWLEDGE = "acknowledge"
    AMEND = "amend"
    ATTACH = "attach"
    TAKE_OVER = "take_over"
    ASSIGN = "assign"
    RETURN = "return"
    CORRECT = "correct"
    CONTACT = "contact"
    WRITE_LETTER = "write_letter"
    DECIDE_CORRESPONDENCE = "decide_correspondence"
    ASK_CAO = "ask_cao"
    AGREE = "agree"
    SHARE = "share"
    CLOSE = "close"
    TELL_IN_PERSON = "tell_in_person"
    NOT_SOLVED = "not_solved"
    REOPEN = "reopen"
    ADD_TASK = "add_task"
    PROMISE = "promise"
    FINISH_TASK = "finish_task"
    SNOOZE_TASK = "snooze_task"
    GIVE_TASK = "give_task"
    DROP_TASK = "drop_task"
    HAND_OVER = "hand_over"
    LINK = "link"
    SEE_LOOKS = "see_looks"
    ADD_DETAILS = "add_details"
    ADD_CUSTOMER = "add_customer"
    ADD_SAFETY = "add_safety"
    ADD_STAFF = "add_staff"
    POLICE = "police"
    ADD_STATEMENT = "add_statement"
    SEE_PART = "see_part"
    CHECK = "check"
    PROPOSE = "propose"
    ADVISE = "advise"
    APPROVE = "approve"
    DECLINE = "decline"
    SEND_NOTICE = "send_notice"
    LOG_CONTACT = "log_contact"
    BOOK = "book"
    EXTEND = "extend"
    CLARIFY = "clarify"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    LIFT = "lift"
    TELL_OUTSIDE = "tell_outside"
    END = "end"
    SEE_FIGURES = "see_figures"
    MARK = "mark"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"
    CLASSIFY = "classify"
    DESTROY = "destroy"
    LOG = "log"
    SEE_STANDING = "see_standing"
    CONFIRM = "confirm"
    REACH = "reach"
    NOTE = "note"
    HOLD_REPLY = "hold_reply"
    PRIORITISE = "prioritise"
    REROUTE = "reroute"
    RESOLVE = "resolve"
    FINISH = "finish"
    CALLED_AGAIN = "called_again"
    SEND_REPLY = "send_reply"


_ALL = frozenset(Operation)
_NONE: frozenset[Operation] = frozenset()
_READING = frozenset({Operation.VIEW, Operation.FOLLOW})
_ASKED = _READING | {Operation.ACKNOWLEDGE, Operation.TAKE_OVER, Operation.ASK_CAO}
HANDLING = frozenset(
    {
        Operation.TAKE_OVER,
        Operation.ASSIGN,
        Operation.RETURN,
        Operation.CONTACT,
        Operation.WRITE_LETTER,
        Operation.DECIDE_CORRESPONDENCE,
        Operation.AGREE,
        Operation.CLOSE,
        Operation.TELL_IN_PERSON,
        Operation.REOPEN,
        Operation.ADD_TASK,
    }
)
"""Who does one of these has the record in hand: it counts as acknowledged, and they handle it if nobody did."""

_SEEING_TO_TASKS = frozenset({Operation.PROMISE, Operation.FINISH_TASK, Operation.GIVE_TASK})

_OF_OFFICE = frozenset({Operation.SHARE, Operation.LINK, Operation.DECIDE_CORRESPONDENCE})
"""Whoever answers for a department decides with whom a record of it is shared (D36), what belongs together, and what
a letter or e-mail is in their opinion (D21): nobody whom they gave the record does that for them.
"""

_HANDLING = (
    _ASKED | HANDLING | _SEEING_TO_TASKS | {*(Operation.DROP_TASK, Operation.HAND_OVER, Operation.ATTACH)}
) - _OF_OFFICE
_ANSWERING = _HANDLING | _OF_OFFICE

_KEEPING = frozenset({Operation.HOLD, Operation.LIFT_HOLD, Operation.CLASSIFY, Operation.DESTROY})
"""What the records officer decides, of no record they wrote themselves."""


KEPT_BY_CLASS = frozenset({Operation.HOLD, Operation.LIFT_HOLD, Operation.DESTROY})
"""The same of the other kinds, whose class follows from how they came out; see `incidents/rules/keepers.py`."""

DETAILING = frozenset(
    {Operation.ADD_DETAILS, Operation.ADD_CUSTOMER, Operation.ADD_SAFETY, Operation.ADD_STAFF}
)
"""What its author says on a later page."""

RECOUNTING = DETAILING | {Operation.CORRECT, Operation.NOT_SOLVED}
"""By what its author says more of what it is about, for everybody who reads it; AMEND is no act but a statement."""

_OWN = RECOUNTING | {Operation.AMEND, Operation.POLICE}
"""What its author alone says."""

_ASIDE = frozenset({Operation.ASK_CAO, Operation.PROMISE, Operation.HAND_OVER, Operation.ATTACH})
"""What an author may do as well as those who handle it (D11, D24, D64)."""

_AS_AUTHOR = _OWN | {Operation.VIEW, *_ASIDE, Operation.SEE_LOOKS}
_KEPT_FROM_AUTHOR = (_ANSWERING | _KEEPING | {Operation.LOG}) - _READING - _ASIDE

ALLOWED: Mapping[Relation, frozenset[Operation]] = {
    Relation.AUTHOR: _AS_AUTHOR,
    Relation.FILED_FOR: _AS_AUTHOR,
    Relation.TOLD: _ASKED,
    Relation.HEAD: _ANSWERING,
    Relation.BACKUP: _ANSWERING,
    Relation.HANDLER: _HANDLING,
    Relation.SHARED: _READING,
    Relation.TASKED: frozenset({Operation.FINISH_TASK, Operation.SNOOZE_TASK, Operation.GIVE_TASK}),
    Relation.WITNESS: frozenset({Operation.ADD_STATEMENT, Operation.SEE_PART}),
    Relation.CAO: _ANSWERING | {Operation.LOG},
    Relation.RECORDS: _KEEPING | {Operation.VIEW, Operation.SEE_LOOKS, Operation.LOG},
    Relation.HR: _NONE,
    Relation.OTHER_HEAD: _NONE,
    Relation.STAFF: _NONE,
    Relation.READER: _NONE,
    Relation.TAKER: _NONE,
    Relation.GUEST: _NONE,
    Relation.NAMED: _NONE,
    Relation.COLLEAGUE: _NONE,
    Relation.DECIDES: _NONE,
    Relation.DECIDED: _NONE,
    Relation.JUDGES: _NONE,
}

FORBIDDEN: Mapping[Relation, frozenset[Operation]] = {
    Relation.NAMED: _ALL,
    Relation.GUEST: _ALL,
    Relation.AUTHOR: _KEPT_FROM_AUTHOR,
    Relation.FILED_FOR: _KEPT_FROM_AUTHOR,
    Relation.CAO: frozenset({Operation.ASK_CAO, Operation.HAND_OVER}),
}


@dataclass(frozen=True, slots=True, eq=False)
class AccessTable:
    """Who may what with records of one kind: what each relation allows, and what it forbids whatever others allow."""

    allowed: Mapping[Relation, frozenset[Operation]]
    forbidden: Mapping[Relation, frozenset[Operation]]


OF_INCIDENTS = AccessTable(ALLOWED, FORBIDDEN)
"""The tables of the other kinds are in `incidents/rules/kinds.py`."""


@cache  # Asked of every operation at every look; there are few sets of relations that anybody stands in.
def may(relations: frozenset[Relation], operation: Operation, table: AccessTable = OF_INCIDENTS) -> bool:
    """Whether somebody who stands in these relations may do this.

    What others say to one another about a record is kept from its author, whatever office they hold; a task that is the
    author's own is theirs all the same.
    """
    tasked = table.allowed.get(Relation.TASKED, _NONE)
    own_task = Relation.TASKED in relations and operation in tasked
    forbidding = relations - {Relation.AUTHOR, Relation.FILED_FOR} if own_task else relations
    if any(operation in table.forbidden.get(relation, _NONE) for relation in forbidding):
        return False
    return any(operation in table.allowed.get(relation, _NONE) for relation in relations)


def relations(
    person: str,
    *,
    author: str,
    department: str,
    told: bool,
    roster: Roster,
    named: frozenset[str] = frozenset(),
    spared: bool = False,
    handles: bool = False,
    shared: bool = False,
    tasked: bool = False,
    filed_for: bool = False,
    witness: bool = False,
) -> frozenset[Relation]:
    """How a person stands to a record now; a transfer to another department counts at once.

    `told` must have a ground that holds today (`incidents.rules.rights`). `named` are the people complained of. Who
    wrote a record keeps it, whoever it complains of: it holds nothing that they did not write themselves.
    `spared` is somebody who is asked although they report to one of these, because nobody else is left. `handles` must
    have a ground like `told`; what was shared with a head is shared while they are one. Whom it was `filed_for` keeps
    it as well, unless it complains of them by now: it is about what happened to them.
    """
    roles = roster.roles_of(person)
    head = "department_head" in roles
    own_department = bool(department) and roster.department_of(person) == department
    facts = {
        Relation.AUTHOR: person == author,
        Relation.FILED_FOR: filed_for,
        Relation.TOLD: told,
        Relation.HEAD: head and own_department,
        Relation.BACKUP: "department_backup" in roles and own_department,
        Relation.HANDLER: handles,
        Relation.SHARED: shared and head,
        Relation.TASKED: tasked,
        Relation.WITNESS: witness,
        Relation.CAO: "cao" in roles,
        Relation.RECORDS: "records_officer" in roles,
        Relation.HR: "hr" in roles,
        Relation.OTHER_HEAD: head and not own_department,
        Relation.GUEST: "guest" in roles,
        Relation.NAMED: person != author
        and (person in named if spared or filed_for else is_barred(person, named, roster)),
    }
    return frozenset(relation for relation, true in facts.items() if true) or frozenset({Relation.STAFF})
