"""The states of things in what staff do by state, told from rules that say of themselves that they do not count."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.text.language import LANGUAGE

_LABEL, _OF_RULES = LANGUAGE.pattern("states.label"), LANGUAGE.pattern("states.of_rules")
_LEADS = LANGUAGE.pattern("states.leads")
_HEAD_STATE, _HEAD_RULE = LANGUAGE.pattern("states.head_state"), LANGUAGE.pattern("states.head_rule")
_GONE = LANGUAGE.pattern("standing.badge")
_VERSIONS = LANGUAGE.pattern("states.versions")
_DATED = re.compile(r"(?:19|20)\d\d")


def is_of_things(text: str, others: Iterable[str], lead_in: str = "") -> bool:
    """Whether the word of state that a text opens with ("Withdrawn: refund the fee") is that of what it is about.

    The words that lead it say so, the heads of its table, or others beside it that open with other states.
    """
    own = _LABEL.match(text)
    if own is None:
        return False
    if "\t" in lead_in:
        heads = lead_in.split("\t")
        if any(map(_HEAD_STATE.match, heads)):
            return not any(map(_HEAD_RULE.match, heads))
    elif _LEADS.search(lead_in):
        return True
    return _is_one_of(own, states_in(others))


def is_gone_row(row: str, header: str) -> bool:
    """Whether a row of a table of rules says in the column of their state that its rule does not count."""
    heads, cells = header.split("\t"), row.split("\t")
    places = [place for place, head in enumerate(heads) if _HEAD_STATE.match(head)]
    if len(places) != 1 or len(cells) != len(heads) or not _GONE.match(cells[places[0]]):
        return False
    return all(_HEAD_RULE.match(head) for place, head in enumerate(heads) if place != places[0])


def states_in(texts: Iterable[str]) -> list[re.Match[str]]:
    """The words of state that texts open with, where no year behind them tells when a rule came to it."""
    return [found for text in texts if not _DATED.search(text) and (found := _LABEL.match(text))]


def _is_one_of(own: re.Match[str], others: list[re.Match[str]]) -> bool:
    """Whether states that no rule is in stand beside; for a word said of things too, any but those of editions."""
    word = (own["rule"] or "").lower()
    if any(not one["rule"] for one in others):
        return True
    beside = {one["rule"].lower() for one in others if not _VERSIONS.match(one["rule"])} - {word}
    return bool(beside) and not _OF_RULES.match(own.group())
