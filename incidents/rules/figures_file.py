"""Reads `figures.yaml`: who gets the month in figures, and what of it.

    audiences:
      - name: council
        title: Mayor and Council
        role: elected                      # or people: [...]
        shows: [requests, times, incidents]
        text: Findings can be protected by law.
        by_email: true                     # the paper and the spreadsheet by e-mail, too
      - name: heads
        title: Heads of departments
        role: department_head
        own_department: true               # the rows of their own department
        shows: [requests, training]
      - name: hr
        title: Human Resources
        role: hr
        lanes: [hr]                        # its own number, for those who read that lane
        shows: [confidential, incidents]

Without the file nobody gets any.
"""

from __future__ import annotations

from pathlib import Path

from foundation.datafile import DataEntry, parse_data, read_data_file
from incidents.rules.figures_rules import NO_FIGURES, FigureAudience, FigureRules, FigureSection
from incidents.rules.ladder import ROLES

FIGURE_ROLES = (*ROLES, "elected")
LONGEST_NAME = 20


def load_figures(path: Path) -> FigureRules:
    """Read the file; nobody where there is none. Raises DataFileError with the line and what was expected."""
    return read_figures(read_data_file(path)) if path.exists() else NO_FIGURES


def parse_figures(text: str, file: str = "figures.yaml") -> FigureRules:
    """Read the text of such a file; raises DataFileError."""
    return read_figures(parse_data(text, file))


def read_figures(top: DataEntry) -> FigureRules:
    """Read all of it; raises DataFileError."""
    top.only("audiences")
    audiences = tuple(map(_audience, top.entries("audiences", required=True)))
    names = [one.name for one in audiences]
    if len(names) != len(set(names)):
        raise top.error("audiences", "Two audiences have one name.", "each name once")
    return FigureRules(audiences)


def _audience(entry: DataEntry) -> FigureAudience:
    entry.only("name", "title", "role", "people", "lanes", "own_department", "shows", "text", "by_email")
    name, role, people = entry.text("name", required=True), entry.text("role"), entry.texts("people")
    if not name.isascii() or not name.replace("-", "").isalnum() or len(name) > LONGEST_NAME:
        raise entry.error("name", f"“{name}” is no short name.", f"letters, {LONGEST_NAME} at most")
    if bool(role) == bool(people):
        raise entry.error("role", "It is not said who belongs to it.", "either “role:” or “people:”")
    if role and role not in FIGURE_ROLES:
        raise entry.error("role", f"The role “{role}” is not known.", "one of " + ", ".join(FIGURE_ROLES))
    known = {one.value: one for one in FigureSection}
    shows = entry.texts("shows")
    unknown = [one for one in shows if one not in known]
    if unknown or not shows:
        raise entry.error("shows", "It is not said what is shown.", "some of " + ", ".join(known))
    return FigureAudience(
        name=name,
        title=entry.text("title", required=True),
        shows=frozenset(known[one] for one in shows),
        role=role,
        people=tuple(one.casefold() for one in people),
        lanes=entry.texts("lanes"),
        own_department=entry.flag("own_department"),
        text=entry.text("text"),
        by_email=entry.flag("by_email"),
    )
