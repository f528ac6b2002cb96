"""Words of a written source that are not in force: struck out or hidden, by Markdown, tags or struck letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading.document import Finding
from knowledge.text.language import LANGUAGE

STRUCK, HIDDEN = "struck out", "hidden"
_REVIEW = {"gone": STRUCK, "said": "a comment", "old": STRUCK, "end": "", "open": "", "close": ""}
_FENCED = re.compile(
    r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n(?:(?![ \t>]*\1)[^\n]*\n)*(?:[ \t>]*\1[^\n]*)?", re.MULTILINE
)
_CODE = re.compile(r"`[^`\n]{1,500}`")
_TILDES = re.compile(r"(?<![~\\])~~(?=[^\s~])[^~]{1,5000}(?<=[^\s~])~~(?!~)")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_LETTERS = re.compile("[^\\n\u0336]\u0336(?:[ \\t]?[^\\n\u0336]\u0336)+")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,10})(?P<rest>(?:\s[^<>]{0,500})?)/?>")
_STRIKES = frozenset(("del", "s", "strike"))
_VOID = frozenset(("br", "hr", "img", "input", "wbr"))
_CONCEALS = re.compile(r"(?:^|\s)hidden(?=\s|=|$)", re.IGNORECASE)
_STYLE = re.compile(r"\sstyle\s*=\s*(?:\"([^\"]{0,500})\"|'([^']{0,500})')", re.IGNORECASE)
_THROUGH = re.compile(r"text-decoration[\w-]*\s*:[^;\"']*line-through", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,500}>|\{[~+=>-]{2}|[~+=<-]{2}\}|~>|[~\u0336]+")
# Words that a reviewer takes out, puts in, marks or comments on, as CriticMarkup writes it.
_REVIEWED = re.compile(
    r"\{--(?P<gone>[^{}]{1,2000}?)--\}|\{>>(?P<said>[^{}]{1,2000}?)<<\}|(?P<old>\{~~[^{}]{0,2000}?~>)(?:[^{}]{0,2000}?)"
    r"(?P<end>~~\})|(?P<open>\{(?:\+\+|==))(?:[^{}]{1,2000}?)(?P<close>(?:\+\+|==)\})"
)
_COMMENT = re.compile(r"<!--[^\n]{0,300}?-->")
_HEADS = re.compile(r" {0,3}#{2,6}[ \t]+[*_]{0,3}")
_STRUCK = LANGUAGE.text("standing.struck")
_SHOWN = 120  # characters of set-aside words that a finding repeats


@dataclass(frozen=True, slots=True)
class InForce:
    """A text without what is not in force; `aside` are its words, each piece with its reason and its line.

    `taken` are the same pieces as they stood in the source.
    """

    text: str
    aside: tuple[tuple[str, str, int], ...] = ()
    taken: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One for each piece, for the owner."""
        return tuple(
            Finding(
                "", f"line {line}", "not-in-force", f"Words that are {why} were not read: “{said[:_SHOWN]}”"
            )
            for why, said, line in self.aside
        )


def in_force(text: str, *, marked_up: bool = True, first_line: int = 1) -> InForce:
    """Take out what is struck out or hidden, outside of code; line breaks stay, so that lines keep their numbers.

    Without `marked_up` (plain text) only letters that are struck themselves count.
    """
    spans = list(_struck_letters(text))
    if marked_up:
        seen = _FENCED.sub(_blanked, text) if "```" in text or "~~~" in text else text
        seen = _CODE.sub(_blanked, seen) if "`" in seen else seen
        text, seen = _without_comments(text, seen)
        spans += [*_tilded(seen), *_tagged(seen), *_reviewed(seen)]
    kept: list[str] = []
    aside: list[tuple[str, str, int]] = []
    taken: list[str] = []
    place = 0
    for start, end, why in sorted(spans):
        if start < place:
            continue
        taken.append(text[start:end])
        said = " ".join(_MARKUP.sub("", text[start:end]).split())
        if said:
            aside.append((why, said, first_line + text.count("\n", 0, start)))
        marked = f"{said} [{_STRUCK}]" if said and why == STRUCK and _is_heading(text, start, end) else ""
        kept += [text[place:start], marked, "\n" * text.count("\n", start, end)]
        place = end
    return InForce("".join((*kept, text[place:])), tuple(aside), tuple(taken))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether words are all of a heading below the title: marked, it keeps its text from the heading before."""
    before, after = (
        text[text.rfind("\n", 0, start) + 1 : start],
        text[end : (text.find("\n", end) + 1 or len(text) + 1) - 1],
    )
    return bool(_HEADS.fullmatch(before)) and not after.strip(" #*_")


def _blanked(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "\0", found.group())


def _without_comments(text: str, seen: str) -> tuple[str, str]:
    """Both without the comments that stand beside words; those that fill whole lines are dropped elsewhere."""
    if "<!--" not in seen:
        return text, seen
    spans = [found.span() for found in _COMMENT.finditer(seen) if _beside(seen, *found.span())]
    for start, end in reversed(spans):
        text, seen = text[:start] + text[end:], seen[:start] + seen[end:]
    return text, seen


def _beside(text: str, start: int, end: int) -> bool:
    """Whether other words stand on the line."""
    before = text[max(text.rfind("\n", 0, start) + 1, start - 2_000) : start]
    after = text[end : end + 2_000].split("\n", 1)[0]
    return any(sign.isalnum() for sign in _COMMENT.sub("", before) + _COMMENT.sub("", after))


def _struck_letters(text: str) -> Iterator[tuple[int, int, str]]:
    if "\u0336" in text:
        yield from ((*found.span(), STRUCK) for found in _LETTERS.finditer(text))


def _tilded(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _TILDES.finditer(text) if "~~" in text else ():
        if not _EMPTY_LINE.search(found.group()):
            yield (*found.span(), STRUCK)


def _reviewed(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _REVIEWED.finditer(text) if "{" in text else ():
        for name, why in _REVIEW.items():
            if found[name] is not None:
                yield (*(found.span() if name in ("gone", "said") else found.span(name)), why)


def _tagged(text: str) -> Iterator[tuple[int, int, str]]:
    """Elements that strike out or hide, from their tag to the one that closes it."""
    name, why, start, depth = "", "", 0, 0
    for tag in _TAG.finditer(text) if "<" in text else ():
        own = tag["name"].lower()
        if name:
            depth += 0 if own != name else -1 if tag["close"] else 1
            if depth == 0:
                yield start, tag.end(), why
                name = ""
        elif not tag["close"] and own not in _VOID and (reason := _reason(own, tag["rest"])):
            name, why, start, depth = own, reason, tag.start(), 1


def _reason(name: str, attributes: str) -> str:
    if name in _STRIKES or _THROUGH.search(attributes):
        return STRUCK
    style = _STYLE.search(attributes)
    unseen = style is not None and _is_unseen(style[1] or style[2] or "")
    return HIDDEN if unseen or _CONCEALS.search(attributes) else ""


def _is_unseen(style: str) -> bool:
    # All of HTML, which written sources seldom need.
    from knowledge.reading.readers.html_seen import is_unseen

    return is_unseen(style)
