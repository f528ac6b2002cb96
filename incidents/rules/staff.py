"""Which colleagues a report names, and as what: each is told so and can add a statement (D48-D50).

Never who wrote it or whom it was written for, who read the whole of it, and never whom it complains of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum

from incidents.report import Report


class StaffRole(StrEnum):
    """As what a report names a colleague: PRIMARY had the contact, ESCALATED was asked to take it over."""

    PRIMARY = "primary"
    WITNESS = "witness"
    HELPED = "helped"
    ESCALATED = "escalated"


Named = Mapping[str, tuple[StaffRole, ...]]
"""People by key, with what they are named as."""


def staff_of(report: Report, complained_of: Collection[str]) -> Named:
    """The colleagues a report names, whoever it complains of left out."""
    said = (
        (StaffRole.PRIMARY, (report.primary_employee,)),
        (StaffRole.WITNESS, report.witnesses),
        (StaffRole.HELPED, report.helpers),
        (StaffRole.ESCALATED, report.escalated_to),
    )
    left_out = {"", *report.whose, *complained_of}
    people = dict.fromkeys(one for _, names in said for one in names if one not in left_out)
    return {one: tuple(role for role, names in said if one in names) for one in people}
