"""Fields, choices and texts of the organisation's own: what its `fields.yaml` adds to the report.

`own_fields_file` reads them. A field of its own stands in the same table as the others once `first_fields` and
`page_fields` have put it there. Its name begins with OWN, so that no later version of this program can take it. It is
never read over a shoulder, and never part of the violent-incident log.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, replace

from incidents.rules.access import Operation
from incidents.rules.details import PAGES
from incidents.rules.fields import FIELDS, OWN, RecordField

Worded = Mapping[str, str]
"""A text by language; the one under "" is for everybody else."""


@dataclass(frozen=True, slots=True)
class OwnField:
    """One field. `page` is the act that asks for it, None for the first form; `choices` are the labels by value.

    `on_paper` says that it stands in the PDF, `in_figures` that it is a column of the spreadsheet of a work list.
    """

    field: RecordField
    label: Worded
    hint: Worded = dataclasses.field(default_factory=dict)
    page: Operation | None = None
    choices: Mapping[str, Worded] = dataclasses.field(default_factory=dict)
    on_paper: bool = True
    in_figures: bool = False


@dataclass(frozen=True, slots=True)
class OwnTexts:
    """What a field of the program is called instead; what is empty stays as it is."""

    label: Worded = dataclasses.field(default_factory=dict)
    hint: Worded = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FieldRules:
    """Everything of `fields.yaml`: `choices` are those added to fields of the program, by field and value."""

    fields: tuple[OwnField, ...] = ()
    choices: Mapping[str, Mapping[str, Worded]] = dataclasses.field(default_factory=dict)
    texts: Mapping[str, OwnTexts] = dataclasses.field(default_factory=dict)

    def get(self, name: str) -> OwnField | None:
        """A field of the organisation's own that is in force, by its name with OWN."""
        return next((one for one in self.fields if one.field.name == name), None)

    def first_fields(self) -> tuple[RecordField, ...]:
        """The fields of the report, those of its own among them that stand in the first form at its end."""
        return (*map(self._extended, FIELDS), *self._of(None))

    def page_fields(self, operation: Operation) -> tuple[RecordField, ...]:
        """The fields of a later page with those of the organisation's own."""
        return (*map(self._extended, PAGES[operation]), *self._of(operation))

    def asked(self) -> tuple[RecordField, ...]:
        """Every field of its own, in the order in which it is asked."""
        return tuple(one.field for one in self.fields)

    def choice(self, name: str, value: str) -> Worded | None:
        """What a choice is called that the organisation added, also of a field of its own."""
        own = self.get(name)
        return (own.choices if own else self.choices.get(name, {})).get(value)

    def _of(self, page: Operation | None) -> tuple[RecordField, ...]:
        return tuple(one.field for one in self.fields if one.page is page)

    def _extended(self, one: RecordField) -> RecordField:
        added = self.choices.get(one.name)
        return replace(one, choices=(*one.choices, *added)) if added else one


NO_OWN_FIELDS = FieldRules()
"""Without the file."""

_PROGRAM = (*FIELDS, *(one for page in PAGES.values() for one in page))

KNOWN = frozenset(one.name for one in _PROGRAM)
"""The names of the fields of the program."""

EXTENDABLE = frozenset(one.name for one in _PROGRAM if one.open)
"""The choice fields whose choices no duty fixes: an organisation can add to them."""

RENAMED = frozenset(one.name for one in _PROGRAM if not one.fixed)
"""The fields that an organisation can call something else."""


def is_own(name: str) -> bool:
    """Whether a field or a choice is of an organisation's own."""
    return name.startswith(OWN)
