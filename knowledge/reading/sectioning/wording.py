"""What the words of a short line say about its being a heading."""

from __future__ import annotations

import re

from knowledge.text.language import LANGUAGE

_SMALL = frozenset(LANGUAGE.words("lines.small"))
# A line that ends so and is followed by a list is half a sentence, not a heading.
_HANGING = frozenset(LANGUAGE.words("lines.hanging"))
_FOLLOWING = LANGUAGE.text("lines.following")
_BREAKS_OFF = frozenset(LANGUAGE.words("lines.breaks_off"))
# So does one that begins so, or that has a verb in it: it says something about the list.
_LEADING = frozenset(LANGUAGE.words("lines.leading"))
_VERBS = frozenset(LANGUAGE.words("lines.verbs"))
_ASKING = LANGUAGE.pattern("lines.asking")
_WH = LANGUAGE.pattern("lines.question_word")
_SENTENCE_END = re.compile(r"[.!?;,…]['\"”’)\]]*(?:\s?\[\d{1,3}\]|\d{1,2}|[¹²³⁴-⁹*†‡]{1,3})?$")
_NOT_A_HEADING = LANGUAGE.pattern("lines.not_a_heading")
_DATE_ONLY = LANGUAGE.pattern("lines.date_only")
_BEGINS_BAN = LANGUAGE.pattern("lines.begins_ban")
_TELLS = LANGUAGE.pattern("leads.tells")
_GOVERNMENT = LANGUAGE.pattern("lines.government")


def heads_nothing(text: str) -> bool:
    """Whether a line is a form field, an address, a quotation, a price, a date or a government's name."""
    return any(form.search(text) for form in (_NOT_A_HEADING, _DATE_ONLY))


def names_government(text: str) -> bool:
    """Whether a line is nothing but "City of ..." and the like, as covers have it."""
    return bool(_GOVERNMENT.match(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence or a part of one does."""
    return bool(_SENTENCE_END.search(text))


def asks(text: str) -> bool:
    """Whether a line is a question that begins like one."""
    return text.endswith("?") and bool(_ASKING.match(text))


def asks_on(text: str) -> bool:
    """Whether a line begins like a question that goes on."""
    return bool(_ASKING.match(text))


def hangs(text: str) -> bool:
    """Whether a line without its colon is half a sentence that the list below it completes."""
    words = re.findall(r"[\w'’]+", text.lower())
    if not words or words[-1] in _HANGING or _FOLLOWING in words or "," in text:
        return True
    return not title_case(text) and says(text)


def says(text: str) -> bool:
    """Whether a short line has a verb in it or begins as a sentence does."""
    words = re.findall(r"[\w'’]+", text.lower())
    return not words or words[0] in _LEADING or any(word in _VERBS for word in words[1:])


def left_hanging(text: str) -> bool:
    """Whether a line breaks off in a sentence ("Staff must not", "If you call us we will") that its list completes."""
    words = re.findall(r"[\w'’]+", text.lower())
    breaks_off = len(words) > 1 and words[-1] in _BREAKS_OFF and not _WH.match(text)
    return breaks_off or bool(_BEGINS_BAN.match(text))


def runs_on(text: str) -> bool:
    """Whether a heading breaks off before the word it needs ("Procedure for", "Calls and")."""
    words = re.findall(r"[\w'’]+", text.lower())
    return len(words) > 1 and (words[-1] in _SMALL or words[-1] in _HANGING)


def tells(text: str) -> bool:
    """Whether words say what is to be done or not, so that what stands below them cannot be read without them."""
    return bool(_TELLS.search(text))


def capitals(text: str) -> bool:
    """Whether a line is set in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def title_case(text: str) -> bool:
    """Whether the words that matter begin with capitals."""
    words = [w for w in re.findall(r"[^\W\d_][\w'’/-]*", text) if w.lower() not in _SMALL]
    capital = sum(1 for w in words if w[0].isupper())
    return bool(words) and text[:1].isupper() and capital >= 0.75 * len(words)
