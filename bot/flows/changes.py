"""What changed in a policy: its own change history, and the clauses that differ between kept versions (J40)."""

from __future__ import annotations

import asyncio

from rapidfuzz import fuzz, process, utils

from bot.flows.answer_card import whole
from bot.flows.times import day_words
from bot.messages import Heading, Message, Part, Quote, Text, Tone
from bot.replies import Reply, Say
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from knowledge.answers.history import DocumentHistory
from knowledge.reading.versions import ClauseChange, VersionChange
from knowledge.text.markup import normal

SHOWN = 8
"""Changed clauses on one card."""

VERSIONS = 2
NAMED = 80
"""Likeness (0-100) from which a document counts as the one that was meant."""

_ASKS = TYPED.pattern("changes.asks")
_ABOUT_POLICIES = TYPED.pattern("changes.about_policies")
_FILLER = TYPED.pattern("changes.filler")


async def what_changed(text: str, services: Services) -> list[Reply]:
    """The answer where somebody asks for changes, else nothing: then it is a question like any other."""
    said = " ".join(text.replace("’", "'").split())
    if not _ASKS.search(said):
        return []
    wanted = " ".join(_FILLER.sub(" ", said).split())
    names = _titled(said, services) or _documents(wanted, services)
    if not names and (wanted or not _is_about_all(said)):
        return []
    found = [one for name in names or _all(services) if (one := await _history(name, services))]
    if names:
        return [Say(_card(one)) for one in found]
    changed = [one for one in found if one.versions]
    if not changed:
        return [Say(_plain(sentence("changes.none_kept")))]
    newest = sorted(changed, key=lambda one: one.versions[0].seen, reverse=True)
    return [Say(_card(one)) for one in newest[:VERSIONS]]


def _is_about_all(said: str) -> bool:
    return bool(_ABOUT_POLICIES.search(said)) or len(said.split()) <= 3


def _all(services: Services) -> list[str]:
    return [document.name for document in services.knowledge.documents]


def _titled(said: str, services: Services) -> list[str]:
    """The documents whose whole title is said, of several the longest title: one may be a part of another."""
    words = f" {normal(said)} "
    found = [
        (len(title), one.name)
        for one in services.knowledge.documents
        if (title := normal(one.facts.title)) and f" {title} " in words
    ]
    longest = max((length for length, _ in found), default=0)
    return [name for length, name in found if length == longest]


def _documents(wanted: str, services: Services) -> list[str]:
    """The one document whose title has the words, or nothing; a title's filler words do not count."""
    titles = {
        document.name: _FILLER.sub(" ", document.facts.title or document.name)
        for document in services.knowledge.documents
    }
    if not wanted:
        return []
    alike = process.extract(
        wanted, titles, scorer=fuzz.token_set_ratio, processor=utils.default_process, score_cutoff=NAMED
    )
    # Of several that have the words the one with the fewest others.
    best = max(alike, key=lambda one: (one[1], fuzz.token_sort_ratio(wanted, one[0])), default=None)
    return [best[2]] if best else []


async def _history(name: str, services: Services) -> DocumentHistory | None:
    return await asyncio.to_thread(services.knowledge.history, name)


def _card(history: DocumentHistory) -> Message:
    title = sentence("changes.title", title=history.title)
    parts: list[Part] = [Heading(title)]
    if history.dated:
        parts.append(Text(sentence("changes.dated", dated=history.dated), Tone.QUIET))
    for version in history.versions[:VERSIONS]:
        parts += _version(version, history.title)
    if history.told:
        parts += [Text(sentence("changes.own_words")), *map(whole, history.told)]
    if not (history.versions or history.told):
        parts.append(Text(sentence("changes.none", title=history.title)))
    return Message(title, tuple(parts))


def _version(version: VersionChange, title: str) -> list[Part]:
    days = {"day": day_words(version.seen), "former": day_words(version.former_seen)}
    if not version.changes:
        return [Text(sentence("changes.no_words", **days))]
    parts: list[Part] = [Text(sentence("changes.between", **days), Tone.STRONG)]
    for change in version.changes[:SHOWN]:
        parts += _clause(change, title)
    if len(version.changes) > SHOWN:
        parts.append(Text(sentence("changes.more", count=len(version.changes) - SHOWN), Tone.QUIET))
    return parts


def _clause(change: ClauseChange, title: str) -> list[Quote]:
    place = sentence("changes.place", title=title, heading=change.heading) if change.heading else title
    before, after = sentence("changes.before"), sentence("changes.after")
    if not change.before:
        return [Quote(change.after, place, label=sentence("changes.added"))]
    if not change.after:
        return [Quote(change.before, place, label=sentence("changes.removed"))]
    return [Quote(change.before, place, label=before), Quote(change.after, place, label=after)]


def _plain(text: str) -> Message:
    return Message(text, (Text(text),))
