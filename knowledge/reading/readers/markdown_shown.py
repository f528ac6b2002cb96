"""Markdown as the page made of it would show it: notes with their words, no anchors, no tags of site generators.

Works line by line on the source outside of code, and keeps everything else as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.reading.readers.invisible import raised
from knowledge.reading.readers.markdown_signs import BOX, CONTENTS, REPLACED, without_signs
from knowledge.text.duty_words import in_plain_words
from knowledge.text.language import LANGUAGE

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
_ADMONITION = re.compile(
    r"^(\s*)(?:(?:!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+\"([^\"]*)\")?|===[+!]?[ \t]+\"([^\"]+)\")[ \t]*$"
)
_MARKED = re.compile(r"(==|\+\+)(?=[^\s=+])([^=+\n]{1,300}?)(?<=[^\s=+])\1")
_RAISED = re.compile(r"<sup>(\d{1,2}|[*†‡]{1,3})</sup>", re.IGNORECASE)
_UNSEEN = re.compile(r"&(?:shy|ZeroWidthSpace|zwn?j|[lr]rm|#(?:173|8203|x0*ad|x200b));", re.IGNORECASE)
# Where a link leads, written below the text, and what an abbreviation stands for.
_TARGET = re.compile(
    r"^ {0,3}\[([^\]\[^][^\]\[]{0,200})\]:[ \t]*<?([^\s<>]{1,700})>?(?:[ \t]+[\"'(].{0,300}[\"')])?[ \t]*$"
)
_SHORT = re.compile(r"^ {0,3}\*\[[^\]\n]{1,100}\]:.*$")
_REFERENCE = re.compile(r"(?<![\\\]!])\[([^\[\]\n]{1,300})\](?:[ ]?\[([^\[\]\n]{0,200})\])?(?![(\[:])")
_TERM = re.compile(r"^[ \t]{0,3}(?![#>|:*+=~`-]|\d+[.)]\s)\S")
_MEANING = re.compile(r"^ {0,3}:[ \t]{1,8}(?=\S)")
_LISTS = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
# A term whose sentence its meanings go on with: "Staff must not".
_LEADS, _BANS = LANGUAGE.pattern("strength.leads"), LANGUAGE.pattern("strength.bans")
_CALLOUT = re.compile(r"^((?:\s*>\s?)+)\[!(\w+)\][+-]?[ \t]*(.*)$")
_COLONS = re.compile(r"^\s*:{3,}[ \t]*\{?([\w-]*)\}?[ \t]*(.*)$")


def as_shown(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with what a site generator would take away taken away, code as it is; and between which of its lines
    frames with a title of their own stand.
    """
    lines = _UNSEEN.sub("", _GENERATED.sub(r"\1", text)).split("\n")
    lines, frames = _blocks(without_signs(lines, list(_outside_code(lines))))
    lines = _without_notes(_with_targets(_with_terms(lines)))
    return "\n".join(lines), frames


def taken_away(text: str) -> list[str]:
    """The marks of site generators and footnotes that `as_shown` does not show."""
    forms = (
        BOX,
        CONTENTS,
        _TARGET,
        _SHORT,
        _ATTRIBUTES,
        _GENERATED_END,
        _TAGS,
        _NOTE_LABEL,
        _ADMONITION_MARK,
    )
    marked = (
        line
        for line in text.split("\n")
        if any(sign in line for sign in ("{", "[", "!!!", "???", ":::", "__"))
    )
    signs = [found.group() for line in marked for form in forms for found in form.finditer(line)]
    return [*signs, *(found.group() for found in REPLACED.finditer(text))]


def _blocks(lines: Iterable[str]) -> tuple[list[str], list[tuple[int, int]]]:
    """Attributes, tags and the frames of admonitions taken off; and the lines between which each frame stood."""
    done: list[str] = []
    frames: list[tuple[int, int]] = []
    opened: dict[str, list[int]] = {"!": [], ">": [], ":": []}
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
        if inside < 0:
            frames += _closed(opened["!"], done)
        if not line.lstrip().startswith(">"):
            frames += _closed(opened[">"], done)
        shown = line[inside + 4 :] if inside >= 0 and line.strip() else line
        if found := _ADMONITION.match(shown):
            inside = len(found.group(1)) + max(inside, 0)
            title = next((one for one in found.groups()[:0:-1] if one is not None), "")
            title = title if found.group(3) is not None or found.group(4) else title.capitalize()
            opened["!"].append(len(done))
            done += [f"**{title}**" if title else "", ""]
            continue
        if _CALLOUT.match(shown):
            opened[">"].append(len(done))
        elif colons := _COLONS.match(shown):
            frames += _closed(opened[":"], done)
            opened[":"] += [len(done)] if colons.group(1) or colons.group(2) else []
        done.append(_line(shown))
    frames += [frame for starts in opened.values() for frame in _closed(starts, done)]
    return done, sorted(frames)


def _closed(starts: list[int], done: list[str]) -> list[tuple[int, int]]:
    found = [(start, len(done)) for start in starts]
    starts.clear()
    return found


def _outside_code(lines: list[str]) -> Iterator[int]:
    """The places of lines that are no code."""
    fence = ""
    for place, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)[:3]
        elif not fence:
            yield place


def _with_targets(lines: list[str]) -> list[str]:
    """Links written out that name where they lead by a reference ("[the rules][1]"), and no line of references."""
    plain = list(_outside_code(lines))
    found = {place: target for place in plain if (target := _TARGET.match(lines[place]))}
    targets = {" ".join(one[1].casefold().split()): one[2] for one in found.values()}

    def written(match: re.Match[str]) -> str:
        name = " ".join((match[2] or match[1]).casefold().split())
        return f"[{match[1]}]({targets[name]})" if name in targets else match.group()

    done = list(lines)
    for place in plain:
        if place in found or ("*[" in lines[place] and _SHORT.match(lines[place])):
            done[place] = ""
        elif targets and "[" in lines[place]:
            done[place] = _REFERENCE.sub(written, lines[place])
    return done


def _with_terms(lines: list[str]) -> list[str]:
    """Lists of definitions ("Term", then ": meaning" below) with each meaning behind its term."""
    done = list(lines)
    term: int | None = None
    last: int | None = None  # The line that holds the meaning which is being read.
    for place in _outside_code(lines):
        line = lines[place]
        found = _MEANING.match(line)
        if found and term is not None:
            said = line[found.end() :].strip()
            if _leads(lines[term]):
                done[place], last = f"- {said}", place
            elif lines[term].rstrip(" *_").endswith("?"):
                done[place], last = said, place  # An answer stands below its question.
            else:
                colon = "" if last is not None or lines[term].rstrip().endswith(":") else ":"
                done[term], done[place], last = f"{done[term].rstrip()}{colon} {said}", "", term
        elif last is not None and line.startswith("  ") and not _LISTS.match(line):
            done[place], done[last] = "", f"{done[last]} {line.strip()}".rstrip()
        elif line.strip() and not (last is not None and line.startswith("  ")):
            term, last = place if _TERM.match(line) else None, None
    return done


def _leads(term: str) -> bool:
    """Whether each meaning goes on with the sentence of its term."""
    said = in_plain_words(term.strip())
    return bool(_LEADS.search(said) or _BANS.search(said))


def _line(line: str) -> str:
    if found := _CALLOUT.match(line):
        return f"{found.group(1)}**{found.group(3) or found.group(2).capitalize()}**"
    if found := _COLONS.match(line):
        return f"**{found.group(2)}**" if found.group(2) else ""
    if line.endswith("\\") and not line.endswith("\\\\"):  # The line is broken here.
        line = f"{line[:-1]}  "
    if "<sup>" in line:
        line = _RAISED.sub(lambda mark: raised(mark[1]), line)
    if "==" in line or "++" in line:
        line = _MARKED.sub(r"\2", line)
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
