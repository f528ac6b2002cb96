"""Reads `fields.yaml`: what an organisation adds to the form of a report, refused with line and reason.

    fields:
      - name: counter              # letters, digits and "_": it never changes, or earlier answers stand apart
        label: Which counter?      # or by language: {en: Which counter?, fr: Quel guichet ?}
        hint: As the sign over it says.
        kind: choice               # text, long_text, choice, multi, date or toggle
        choices: {north: North, south: South}
        page: first                # first, details (usual), customer, safety or colleagues
        when: {field: channel, is: [in_person]}
        needed: true
        on_paper: true             # usual; in the PDF of a report
        in_figures: true           # a column of the spreadsheet; words never are
    choices:
      customer_type: {tenant: Tenant}
    texts:
      place: {label: Where in the town was it?}

Without the file the form is as it comes. Nothing of it stands on a card or in the violent-incident log.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from foundation.datafile import DataEntry, parse_data, read_data_file
from incidents.rules.access import Operation
from incidents.rules.fields import OWN, FieldKind, RecordField
from incidents.rules.own_fields import (
    EXTENDABLE,
    KNOWN,
    NO_OWN_FIELDS,
    RENAMED,
    FieldRules,
    OwnField,
    OwnTexts,
    Worded,
    is_own,
)

KINDS: Mapping[str, FieldKind] = {
    "text": FieldKind.LINE,
    "long_text": FieldKind.TEXT,
    "choice": FieldKind.CHOICE,
    "multi": FieldKind.CHOICES,
    "date": FieldKind.DAY,
    "toggle": FieldKind.TOGGLE,
}
PLACES: Mapping[str, Operation | None] = {
    "first": None,
    "details": Operation.ADD_DETAILS,
    "customer": Operation.ADD_CUSTOMER,
    "safety": Operation.ADD_SAFETY,
    "colleagues": Operation.ADD_STAFF,
}
WITH_CHOICES = (FieldKind.CHOICE, FieldKind.CHOICES)
DECIDES = (*WITH_CHOICES, FieldKind.TOGGLE, FieldKind.YES_NO)
"""The kinds on which another field can depend."""

MOST_FIRST = 3
"""Fields of its own in the first form: it is filled in while somebody is upset."""
MOST_LATER = 12
"""On each later page: a dialog of Slack holds 100 blocks, a card of Teams 28 KB."""
MOST_CHOICES = 30
LONGEST_LABEL = 75
LONGEST_HINT = 150
LONGEST_CHOICE = 60
"""Characters: an option of Slack holds 75."""

_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_DUTIES = ("D55",)
"""The list of what is recorded is not exhaustive."""


def load_fields(path: Path) -> FieldRules:
    """Read the file; nothing is added where there is none. Raises DataFileError with the line."""
    return read_fields(read_data_file(path)) if path.exists() else NO_OWN_FIELDS


def parse_fields(text: str, file: str = "fields.yaml") -> FieldRules:
    """Read the text of such a file; raises DataFileError."""
    return read_fields(parse_data(text, file))


def read_fields(top: DataEntry) -> FieldRules:
    """Read all of it; raises DataFileError."""
    top.only("fields", "choices", "texts")
    entries = top.entries("fields")
    rules = FieldRules(tuple(map(_field, entries)), _added(top), _texts(top))
    _unlike(entries, rules)
    for entry, one in zip(entries, rules.fields, strict=True):
        _check_place(entry, one, rules)
    fitted = (_fitted(entry, one, rules) for entry, one in zip(entries, rules.fields, strict=True))
    return replace(rules, fields=tuple(fitted))


def _field(entry: DataEntry) -> OwnField:
    entry.only(
        *("name", "label", "hint", "kind", "choices", "page", "when", "needed", "on_paper", "in_figures")
    )
    name = entry.text("name", required=True)
    if not _NAME.fullmatch(name):
        problem = f"“{name}” is no name of a field."
        raise entry.error("name", problem, "up to 30 small letters, digits and “_”, such as parking_permit")
    kind = KINDS[_one_of(entry, "kind", KINDS)]
    choices = _choices(entry) if kind in WITH_CHOICES else {}
    if kind not in WITH_CHOICES and entry.values.get("choices") is not None:
        raise entry.error("choices", "This kind of field has no choices.", "“kind: choice” or “kind: multi”")
    in_figures = entry.flag("in_figures")
    if in_figures and kind in (FieldKind.LINE, FieldKind.TEXT):
        raise entry.error("in_figures", "What people write is never in figures.", "“in_figures: false”")
    needed = entry.flag("needed")
    if needed and kind is FieldKind.TOGGLE:
        raise entry.error("needed", "A toggle is always answered.", "no “needed:” beside a toggle")
    words = kind in (FieldKind.LINE, FieldKind.TEXT)
    return OwnField(
        RecordField(
            OWN + name,
            kind,
            _DUTIES,
            tuple(choices),
            needed=needed,
            tells_danger=words,
            when=_when(entry),
        ),
        _worded(entry, "label", LONGEST_LABEL, required=True),
        _worded(entry, "hint", LONGEST_HINT),
        PLACES[_one_of(entry, "page", PLACES, default="details")],
        choices,
        on_paper=entry.flag("on_paper", default=True),
        in_figures=in_figures,
    )


def _one_of(entry: DataEntry, name: str, known: Mapping[str, object], default: str = "") -> str:
    said = entry.text(name, required=not default, default=default)
    if said not in known:
        raise entry.error(name, f"“{said}” is not known here.", "one of " + ", ".join(known))
    return said


def _worded(entry: DataEntry, name: str, longest: int, *, required: bool = False) -> Worded:
    """A text, or one for each language; the first of several is for everybody else."""
    inside = entry.values.get(name)
    if not isinstance(inside, DataEntry):
        words = {"": entry.text(name, required=required)}
    else:
        if not inside.values:
            raise entry.error(name, f"“{name}” holds no text.", "a text, or one for each language")
        for tag in inside.values:
            if not _LANGUAGE.fullmatch(tag):
                raise inside.error(tag, f"“{tag}” is no language.", "a tag such as en, fr or fr-CA")
        words = {tag: inside.text(tag, required=True) for tag in inside.values}
        words = {"": next(iter(words.values()), ""), **words}
    for said in words.values():
        if said and not any(one.isprintable() and not one.isspace() for one in said):
            raise entry.error(name, f"Nothing can be seen of “{name}”.", "a text that people can read")
        if len(said) > longest:
            problem = f"“{said[:20]}…” has {len(said)} characters."
            raise entry.error(name, problem, f"at most {longest}, so that it fits on every platform")
    return words if words[""] else {}


def _choices(entry: DataEntry, name: str = "choices") -> Mapping[str, Worded]:
    inside = entry.entry(name, required=True)
    assert inside is not None  # noqa: S101 - required=True raises instead of returning None
    for value in inside.values:
        if not _NAME.fullmatch(value):
            raise inside.error(value, f"“{value}” is no name of a choice.", "small letters, digits and “_”")
    if not 1 <= len(inside.values) <= MOST_CHOICES:
        problem = f"There are {len(inside.values)} choices."
        raise entry.error(name, problem, f"1 to {MOST_CHOICES}, each as “name: what people read”")
    return {OWN + one: _worded(inside, one, LONGEST_CHOICE, required=True) for one in inside.values}


def _added(top: DataEntry) -> Mapping[str, Mapping[str, Worded]]:
    """The choices added to fields of the program."""
    inside = top.entry("choices")
    for name in inside.values if inside else ():
        if inside and name not in EXTENDABLE:
            problem = f"To “{name}” nothing can be added: there is no such field, or a duty fixes it."
            raise inside.error(name, problem, "one of " + ", ".join(sorted(EXTENDABLE)))
    return {name: _choices(inside, name) for name in inside.values} if inside else {}


def _texts(top: DataEntry) -> Mapping[str, OwnTexts]:
    """What fields of the program are called instead."""
    inside, texts = top.entry("texts"), dict[str, OwnTexts]()
    for name in inside.values if inside else ():
        entry = inside.entry(name, required=True) if inside else None
        assert inside is not None  # noqa: S101 - there is no name without it
        assert entry is not None  # noqa: S101 - required=True raises instead of returning None
        if name not in RENAMED:
            problem = f"“{name}” keeps its words: there is no such field, or a duty fixes them."
            raise inside.error(name, problem, "one of " + ", ".join(sorted(RENAMED)))
        entry.only("label", "hint")
        texts[name] = OwnTexts(_worded(entry, "label", LONGEST_LABEL), _worded(entry, "hint", LONGEST_HINT))
    return texts


def _when(entry: DataEntry) -> tuple[str, tuple[str, ...]] | None:
    inside = entry.entry("when")
    if inside is None:
        return None
    inside.only("field", "is")
    said = inside.values.get("is")
    answers = inside.texts("is") if isinstance(said, list) else (inside.text("is", required=True),)
    return inside.text("field", required=True), answers


def _unlike(entries: Sequence[DataEntry], rules: FieldRules) -> None:
    """Each name stands once, and none is a name of the program, so that “when” means one field alone."""
    seen: dict[str, int] = {}
    for entry, one in zip(entries, rules.fields, strict=True):
        name = one.field.name.removeprefix(OWN)
        if name in KNOWN:
            raise entry.error("name", f"The report has a field “{name}” already.", "another name")
        if line := seen.get(name):
            raise entry.error("name", f"“{name}” stands in line {line} already.", "another name")
        seen[name] = entry.line


def _check_place(entry: DataEntry, one: OwnField, rules: FieldRules) -> None:
    before = [other for other in rules.fields if other.page is one.page]
    most = MOST_FIRST if one.page is None else MOST_LATER
    if before.index(one) >= most:
        problem = f"More than {most} fields of your own stand on this page."
        raise entry.error("page", problem, "another page: people fill this one in while they are upset")


def _fitted(entry: DataEntry, one: OwnField, rules: FieldRules) -> OwnField:
    """The field with the names of the table in its “when”; it can depend on a choice or a toggle above it."""
    if one.field.when is None:
        return one
    name, answers = one.field.when
    page = rules.first_fields() if one.page is None else rules.page_fields(one.page)
    # What stands above it: two that wait for one another would never be asked.
    above = takewhile(lambda other: other.name != one.field.name, page)
    asked = (other for other in above if one.page is not None or other.first or is_own(other.name))
    known = {other.name.removeprefix(OWN): other for other in asked if other.kind in DECIDES}
    inside = entry.entry("when") or entry
    if name not in known:
        problem = f"“{name}” is no choice or toggle above it on the same page."
        expected = "one of " + ", ".join(sorted(known)) if known else "a choice or toggle of yours above it"
        raise inside.error("field", problem, expected)
    values = {value.removeprefix(OWN): value for value in reversed(known[name].choices)}
    values = values or {"yes": "yes", "no": "no"}
    wrong = [answer for answer in answers if answer not in values]
    if wrong or not answers:
        problem = f"“{wrong[0]}” is no answer to it." if wrong else "No answer is named."
        raise inside.error("is", problem, "one or several of " + ", ".join(sorted(values)))
    when = (known[name].name, tuple(values[answer] for answer in answers))
    return replace(one, field=replace(one.field, when=when))
