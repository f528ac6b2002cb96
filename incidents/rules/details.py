"""What of a report follows after the six first questions: pages of further fields, each asked for by an act (D45-D54).

The first page holds the fields of the report that its first form leaves out. Every page also keeps what was asked back
about its words: kinds of danger that were confirmed, and colleagues it complains of.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from incidents.records import Report
from incidents.rules.access import Operation
from incidents.rules.fields import FIELDS, FieldKind, RecordField


class CustomerType(StrEnum):
    """Who the customer is (P03, P04, A34, J04); those in INTERNAL belong to the organisation."""

    RESIDENT = "resident"
    BUSINESS = "business"
    VENDOR = "vendor"
    CONTRACTOR = "contractor"
    GUARDIAN = "guardian"
    VISITOR = "visitor"
    PARTNER = "partner"
    EMPLOYEE = "employee"
    OFFICIAL = "official"
    VOLUNTEER = "volunteer"
    INTERN = "intern"
    FELLOW = "fellow"
    COLLEAGUE = "colleague"
    STUDENT = "student"
    OTHER = "other"


INTERNAL = frozenset(
    {
        CustomerType.EMPLOYEE,
        CustomerType.OFFICIAL,
        CustomerType.VOLUNTEER,
        CustomerType.INTERN,
        CustomerType.FELLOW,
        CustomerType.COLLEAGUE,
    }
)


class Accommodation(StrEnum):
    """What was done about a need of the customer (P18); a refusal has a reason."""

    NOT_NEEDED = "not_needed"
    OFFERED = "offered"
    PROVIDED = "provided"
    REFUSED = "refused"


class LanguageHelp(StrEnum):
    """What was done about the language of the customer (P19)."""

    NOT_NEEDED = "not_needed"
    OFFERED = "offered"
    PROVIDED = "provided"
    DECLINED = "declined"


class Severity(StrEnum):
    """How grave it was, as its author sees it (D22)."""

    LOW = "low"
    SERIOUS = "serious"
    GRAVE = "grave"


class PoliceDecision(StrEnum):
    """What the affected employee decided about the police (D16)."""

    REPORTED = "reported"
    WILL_REPORT = "will_report"
    NOT_REPORTED = "not_reported"
    UNDECIDED = "undecided"


_OF_REPORT = {one.name: one for one in FIELDS}

ASKED_BACK = (_OF_REPORT["behaviours"], _OF_REPORT["about"])
"""What a page keeps of the questions about its words; they are asked where the words call for them."""

STAFF = tuple(_OF_REPORT[name] for name in ("witnesses", "helpers", "escalated_to"))
"""The colleagues a report names, on a page of their own: each of them is told."""

REST = tuple(one for one in FIELDS if not one.first and one not in STAFF)
"""The other fields of the report that its first form leaves out."""

PAGES: Mapping[Operation, tuple[RecordField, ...]] = {
    Operation.ADD_DETAILS: (
        *REST,
        RecordField("options_offered", FieldKind.TEXT, ("P11", "A27"), tells_danger=True),
        RecordField("summary_confirmed", FieldKind.TOGGLE, ("P10",)),
    ),
    Operation.ADD_CUSTOMER: (
        RecordField(
            "customer_type",
            FieldKind.CHOICE,
            ("P03", "P04", "P05", "A34", "J04"),
            tuple(CustomerType),
            open=True,
        ),
        RecordField("accompanied_by", FieldKind.LINE, ("J04",)),
        RecordField("accommodation", FieldKind.CHOICE, ("P18",), tuple(Accommodation), open=True),
        RecordField(
            "accommodation_reason",
            FieldKind.LINE,
            ("P18",),
            needed=True,
            when=("accommodation", (Accommodation.REFUSED,)),
        ),
        RecordField("language", FieldKind.LINE, ("P19",)),
        RecordField("language_help", FieldKind.CHOICE, ("P19",), tuple(LanguageHelp), open=True),
    ),
    Operation.ADD_SAFETY: (
        RecordField("severity", FieldKind.CHOICE, ("D22",), tuple(Severity), on_card=True, open=True),
        RecordField("security_called", FieldKind.TOGGLE, ("D16", "D22"), on_card=True),
        RecordField(
            "security_response",
            FieldKind.LINE,
            ("D22",),
            tells_danger=True,
            when=("security_called", ("yes",)),
        ),
        RecordField("injured", FieldKind.TOGGLE, ("D37", "D43"), on_card=True),
    ),
    Operation.ADD_STAFF: STAFF,
}
"""The pages in the order in which they are offered; nothing on them has to be filled in."""

POLICE_FIELDS = (
    RecordField("police", FieldKind.CHOICE, ("D16", "D22"), tuple(PoliceDecision), needed=True, on_card=True),
    RecordField("police_file", FieldKind.LINE, ("D16",), when=("police", (PoliceDecision.REPORTED,))),
)
"""What the affected employee alone decides, and changes later as they like."""

DETAIL_FIELDS = (*(one for page in PAGES.values() for one in page), *POLICE_FIELDS)

MISSED = ("topic", "tried")
"""What a report should say besides the six questions (D51, D53): its author is asked for it later that day."""


def lacks_the_rest(report: Report) -> bool:
    """Whether its author is to be asked for more."""
    return not all(getattr(report, name) for name in MISSED)
