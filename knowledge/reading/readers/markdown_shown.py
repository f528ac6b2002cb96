"""Markdown as the page made of it would show it: notes with their words, no anchors, no tags of site generators.

Works line by line on the source outside of code, and keeps everything else as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.:][^{}\n]{0,200}\}[ \t]*$")
_ALONE = re.compile(r"^[ \t]*\{:?[ \t]*[#.:][^{}\n]{0,200}\}[ \t]*$")
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)$")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]{1,60})\]")
_NOTE_LABEL = re.compile(r"\[\^[^\]\s]{1,60}\]")
_ADMONITION_MARK = re.compile(
    r"^\s*(?:!!!|\?\?\?\+?)[ \t]+[\w-]+|^[\s>]*\[!\w+\]|^\s*:{3,}[ \t]*\{?[\w-]*\}?"
)
_TAGS = re.compile(r"\{%[^\n]{0,300}?%\}|\{\{[<%][^\n]{0,300}?[>%]\}\}")
# A link whose address the site generator writes: nobody can say here where it leads.
_GENERATED = re.compile(r"(?<!!)\[([^\[\]]{1,300})\]\(\s*\{[%{][^\n()]{0,300}\)")
_GENERATED_END = re.compile(r"\]\(\s*\{[%{][^\n()]{0,300}\)")
_ADMONITION = re.compile(r"^(\s*)(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+\"([^\"]*)\")?[ \t]*$")
_CALLOUT = re.compile(r"^((?:\s*>\s?)+)\[!(\w+)\][+-]?[ \t]*(.*)$")
_COLONS = re.compile(r"^\s*:{3,}[ \t]*\{?([\w-]*)\}?[ \t]*(.*)$")


def as_shown(text: str) -> str:
    """The text with what a site generator would take away taken away; code stays as it is."""
    lines = _without_notes(_blocks(_GENERATED.sub(r"\1", text).split("\n")))
    return "\n".join(lines)


def taken_away(text: str) -> list[str]:
    """The marks of site generators and footnotes that `as_shown` does not show."""
    forms = (_ATTRIBUTES, _GENERATED_END, _TAGS, _NOTE_LABEL, _ADMONITION_MARK)
    marked = (
        line for line in text.split("\n") if any(sign in line for sign in ("{", "[", "!!!", "???", ":::"))
    )
    return [found.group() for line in marked for form in forms for found in form.finditer(line)]


def _blocks(lines: Iterable[str]) -> list[str]:
    """Attributes, tags and the frames of admonitions taken off."""
    done: list[str] = []
    fence = ""
    inside = -1  # The indentation of an admonition whose indented lines are being read.
    for line in lines:
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)[:3]
            done.append(line)
            continue
        if fence:
            done.append(line)
            continue
        if inside >= 0 and line.strip():
            depth = len(line) - len(line.lstrip())
            inside = inside if depth > inside else -1
        shown = line[inside + 4 :] if inside >= 0 and line.strip() else line
        if found := _ADMONITION.match(shown):
            inside = len(found.group(1)) + max(inside, 0)
            title = found.group(3) if found.group(3) is not None else found.group(2).capitalize()
            done += [f"**{title}**" if title else "", ""]
            continue
        done.append(_line(shown))
    return done


def _line(line: str) -> str:
    if found := _CALLOUT.match(line):
        return f"{found.group(1)}**{found.group(3) or found.group(2).capitalize()}**"
    if found := _COLONS.match(line):
        return f"**{found.group(2)}**" if found.group(2) else ""
    if "{" not in line:  # Most lines; the forms below are slow on long runs of spaces.
        return line
    line = _TAGS.sub("", line)
    return "" if _ALONE.match(line) else _ATTRIBUTES.sub("", line)


def _without_notes(lines: list[str]) -> list[str]:
    """Each footnote behind the words it hangs on, and not where its text was written down."""
    notes: dict[str, str] = {}
    kept: list[str] = []
    current = ""
    for line in lines:
        if found := _NOTE.match(line):
            current = found.group(1)
            notes.setdefault(current, found.group(2).strip())
            kept.append("")
        elif current and line.startswith(("    ", "\t")) and line.strip():
            notes[current] = f"{notes[current]} {line.strip()}".strip()
            kept.append("")
        else:
            current = current if not line.strip() else ""
            kept.append(line)
    if not notes:
        return kept
    numbers = {name: place for place, name in enumerate(notes, start=1)}

    def noted(match: re.Match[str]) -> str:
        name = match.group(1)
        return f" [Note {numbers[name]}: {notes[name]}]" if name in notes else match.group()

    return [_NOTE_MARK.sub(noted, line) for line in kept]
