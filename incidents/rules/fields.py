"""The fields of a report, in the order in which they are asked: one table for form, values, view and catalogue.

A field stands here once. Its words are in the catalogue: `field.<name>`, `field.<name>_hint`, for a choice
`field.<name>_<choice>`, and `field.<name>_missing` where it is needed. Its value is the attribute of the same name
of `incidents.records.Report`. What a card may show is marked here, because a card is read over shoulders (T19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.records import CHANNELS, Behaviour, Warned

OWN = "own_"
"""How the name of a field or a choice begins that an organisation added itself."""


class FieldKind(StrEnum):
    """What a field holds: LINE and TEXT words, MOMENT an aware time that has been, DUE one to come, DAY a day whenever
    it is, held as an aware time; CHOICE one and CHOICES several of a list,
    YES_NO an answer that must be given, TOGGLE one that is no unless it is chosen, PERSON and PEOPLE keys of people,
    RETENTION the name of a class of the organisation's schedule, in words where it has none.
    """

    LINE = "line"
    TEXT = "text"
    MOMENT = "moment"
    DUE = "due"
    DAY = "day"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    TOGGLE = "toggle"
    PERSON = "person"
    PEOPLE = "people"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field. `duties` are the ids of what it answers to, `needed` whether a report is refused without it.

    `choices` are the values themselves, members of their enum. `first` stands in the first form; the others are asked
    later. `when` names another field of the same form and the answers with which this one is asked at all, one of
    several being enough, a toggle holding "yes" or "no". `on_card` may be read over a shoulder. `tells_danger` are
    words in which danger may be told that was not ticked (P36). `role` is what people must hold to be offered, "" for
    anybody. `own` begins with whoever fills the form in.
    """

    name: str
    kind: FieldKind
    duties: tuple[str, ...]
    choices: tuple[str, ...] = ()
    needed: bool = False
    first: bool = False
    tells_danger: bool = False
    role: str = ""
    own: bool = False
    when: tuple[str, tuple[str, ...]] | None = None
    on_card: bool = False
    fixed: bool = False
    open: bool = False

    @property
    def is_words(self) -> bool:
        """Whether people write it in their own words."""
        return self.kind in (FieldKind.LINE, FieldKind.TEXT)


def is_asked(field: RecordField, said: Mapping[str, object]) -> bool:
    """Whether a field is asked for with these answers to the others of its form."""
    if field.when is None:
        return True
    name, answers = field.when
    held = said.get(name)
    if isinstance(held, tuple):
        return any(one in answers for one in held)
    return ("yes" if held is True else "no" if held is False else held) in answers


FIELDS = (
    RecordField("occurred_at", FieldKind.MOMENT, ("D46",), needed=True, first=True),
    RecordField("channel", FieldKind.CHOICE, ("D02",), CHANNELS, needed=True, first=True),
    RecordField("customer", FieldKind.LINE, ("D47", "D67"), first=True),
    RecordField("customer_description", FieldKind.LINE, ("D47",), tells_danger=True),
    RecordField("about", FieldKind.PEOPLE, ("R20",), first=True, fixed=True),
    RecordField("happened", FieldKind.TEXT, ("D45", "D52"), needed=True, first=True, tells_danger=True),
    RecordField("behaviours", FieldKind.CHOICES, ("D03", "D17"), tuple(Behaviour), first=True, fixed=True),
    RecordField(
        "warned", FieldKind.CHOICE, ("P34", "D18"), tuple(Warned), needed=True, first=True, fixed=True
    ),
    RecordField(
        "warning_note",
        FieldKind.LINE,
        ("D18", "D19"),
        first=True,
        tells_danger=True,
        when=("warned", (Warned.NO, Warned.NOT_POSSIBLE)),
    ),
    RecordField("ended", FieldKind.YES_NO, ("D20",), needed=True, first=True, fixed=True),
    RecordField(
        "supervisor_now",
        FieldKind.TOGGLE,
        ("D20", "D55"),
        first=True,
        when=("ended", ("no",)),
        fixed=True,
    ),
    RecordField("witnesses", FieldKind.PEOPLE, ("D49",), fixed=True),
    RecordField("helpers", FieldKind.PEOPLE, ("D37", "D49"), fixed=True),
    RecordField("escalated_to", FieldKind.PEOPLE, ("D50",), fixed=True),
    RecordField("others_present", FieldKind.LINE, ("D49",), tells_danger=True),
    RecordField("tried", FieldKind.TEXT, ("D53",), tells_danger=True),
    RecordField("afterwards", FieldKind.TEXT, ("D54",), tells_danger=True),
    RecordField("topic", FieldKind.LINE, ("D51",), tells_danger=True),
    RecordField("place", FieldKind.LINE, ("D45",)),
    RecordField("primary_employee", FieldKind.PERSON, ("D48",), own=True),
    RecordField("filed_for", FieldKind.PERSON, ("D55", "D56"), first=True, own=True, fixed=True),
)
