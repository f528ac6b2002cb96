"""Reads the part `violent_history` of `restrictions.yaml`, refused with line and reason (`marker_rules` shows it)."""

from __future__ import annotations

from foundation.calendar import Wait, read_wait
from foundation.datafile import DataEntry, DataFileError
from incidents.rules.ladder import ROLES
from incidents.rules.marker_rules import NO_MARKERS, STAFF, MarkerRules
from incidents.rules.restriction_terms import OF_THE_CALENDAR

PART = "violent_history"
NAMES = ("rule", "may_be_told", "precautions", "longest", "decides", "told")


def read_markers(top: DataEntry) -> MarkerRules:
    """Read the part; without it nobody is told anything. Raises DataFileError."""
    entry = top.entry(PART)
    if entry is None:
        return NO_MARKERS
    entry.only(*NAMES)
    words = entry.entry("precautions", required=True)
    precautions = {key: words.text(key, required=True) for key in words.values} if words else {}
    if not precautions:
        raise entry.error(
            "precautions", "No precaution is named.", "lines such as “two: Two of you meet them.”"
        )
    return MarkerRules(
        rule=entry.text("rule", required=True),
        may_be_told=entry.text("may_be_told", required=True),
        precautions=precautions,
        longest=_longest(entry),
        decides=_roles(entry, "decides", NO_MARKERS.decides, ROLES),
        told=_roles(entry, "told", NO_MARKERS.told, (STAFF, *ROLES)),
    )


def _longest(entry: DataEntry) -> Wait:
    example = "such as 6 months, or 720 hours; business hours and business days are not counted here"
    try:
        span = read_wait(entry, "longest", NO_MARKERS.longest)
    except DataFileError as error:
        raise entry.error("longest", "“longest” is no time that a marker may last.", example) from error
    if span.unit not in OF_THE_CALENDAR:
        raise entry.error("longest", f"“longest” is counted in {span.unit}.", example)
    return span


def _roles(entry: DataEntry, name: str, usual: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    said = entry.texts(name) or usual
    for one in said:
        if one not in known:
            raise entry.error(name, f"“{one}” is no role.", "roles among " + ", ".join(known))
    return said
