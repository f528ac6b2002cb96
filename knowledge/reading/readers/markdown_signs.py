"""Signs of Markdown for what a page draws: boxes before the tasks of a list, and the place of its contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

BOX = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\][ \t]+(?=\S)")
CONTENTS = re.compile(
    r"^[ \t]*(?:@?\[\[?_?toc_?\]?\]|\$?\{\{?[>:]?[ \t]*toc\b[^{}\n]{0,60}\}?\}|__toc__)[ \t]*$", re.IGNORECASE
)
# What kramdown puts the contents in the place of: a list of one item.
REPLACED = re.compile(
    r"^[ \t]{0,3}(?:[-*+]|\d{1,9}[.)])[ \t]+\S+(?:[ \t]+\S+){0,3}[ \t]*\n[ \t]*\{:[ \t]*toc\b[^{}\n]{0,60}\}[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


def without_signs(lines: list[str], plain: Sequence[int]) -> list[str]:
    """The lines without them; `plain` are the places of those that are no code. Boxes of which some are ticked and
    others not say something and are kept as a page draws them.
    """
    done = list(lines)
    tasks: list[int] = []
    for place in plain:
        if CONTENTS.match(lines[place]):
            done[place] = ""
            if place and REPLACED.match("\n".join(lines[place - 1 : place + 1])):
                done[place - 1] = ""
        if BOX.match(lines[place]):
            tasks.append(place)
        elif lines[place].strip() and not lines[place].startswith((" ", "\t")):
            _draw(done, tasks)
            tasks = []
    _draw(done, tasks)
    return done


def _draw(lines: list[str], tasks: list[int]) -> None:
    """Put the boxes of one list as a page draws them, or take them off where they are all alike."""
    ticked = {place: BOX.match(lines[place]) for place in tasks}
    states = {found[2] != " " for found in ticked.values() if found}
    for place, found in ticked.items():
        if found:
            box = ("☒ " if found[2] != " " else "☐ ") if len(states) > 1 else ""
            lines[place] = f"{found[1]}{box}{lines[place][found.end() :]}"
