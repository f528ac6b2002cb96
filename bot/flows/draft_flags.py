"""How what was found in a draft is shown: with its words, and the policy's own clause beside it (P09, A18, A22)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.draft_check import DraftFlag, FlagKind, FoundWords
from bot.flows.answer_card import quote
from bot.locales import listed
from bot.messages import Part, Quote, Text, Tone
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence

_ASKED = TYPED.table("draft_check.asked")
_SPEAKS = TYPED.patterns("draft_check.speaks")


@dataclass(frozen=True, slots=True)
class ShownFlag:
    """What was found, in words, and the clause of the organisation's policies that speaks of it, if there is one."""

    words: str
    clause: Quote | None = None


async def with_clauses(flags: Sequence[DraftFlag], services: Services) -> tuple[ShownFlag, ...]:
    """Each flag in words, beside the clause; the same clause stands once."""
    clauses = await asyncio.to_thread(lambda: [_clause(one.kind, services) for one in flags])
    shown = list[ShownFlag]()
    for flag, clause in zip(flags, clauses, strict=True):
        known = any(one.clause == clause for one in shown)
        shown.append(ShownFlag(flag_words(flag), None if known else clause))
    return tuple(shown)


def flag_parts(shown: Sequence[ShownFlag]) -> Iterator[Part]:
    """The same as parts of a message."""
    for one in shown:
        yield Text(one.words, Tone.STRONG)
        if one.clause:
            yield one.clause


def flag_lines(shown: Sequence[ShownFlag]) -> Iterator[str]:
    """The same as lines of a form, the clause word for word with its citation."""
    for one in shown:
        if one.clause is None:
            yield one.words
        else:
            clause = " ".join(filter(None, (one.clause.lead_in, one.clause.text)))
            cited = sentence("reply.clause", clause=clause, citation=one.clause.citation)
            yield "\n".join(filter(None, (one.words, cited, one.clause.warning)))


def flag_words(flag: DraftFlag) -> str:
    """What was found, with the words it is about."""
    words = listed(_found(one) for one in flag.found)
    if flag.kind is not FlagKind.READING:
        return sentence(f"reply.flag_{flag.kind}", words=words)
    if not words:
        return sentence("reply.flag_reading_plain", grade=flag.grade)
    return sentence("reply.flag_reading", grade=flag.grade, words=words)


def _found(one: FoundWords) -> str:
    if one.plain:
        return sentence("reply.found_plain", words=one.words, plain=one.plain)
    return sentence("reply.found", words=one.words)


def _clause(kind: FlagKind, services: Services) -> Quote | None:
    """The best clause that speaks of this; None where the policies do not, for none is better than a wrong one."""
    answer = services.knowledge.ask(_ASKED[kind])
    if not answer.answered:
        return None
    speaks = _SPEAKS[kind]
    return next((quote(one) for one in answer.passages if speaks.search(one.clause or one.text)), None)
