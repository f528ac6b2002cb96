"""Word statistics and the fitted threshold kept between runs, under a hash of all that they were made from."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from foundation.atomic_files import keep
from knowledge.search.lexicon import Lexicon
from knowledge.search.weights import Weights
from knowledge.text.synonyms import Group


@dataclass(frozen=True, slots=True)
class Counted:
    """The lexicon of an index, how often each of its words occurs, and the abbreviations it explains itself."""

    lexicon: Lexicon
    vocabulary: Counter[str]
    abbreviations: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptFit:
    """What a judge was fitted to (see `confidence.Judge`)."""

    threshold: float
    shares: list[float]
    wrongly_answered: float | None = None
    wrongly_refused: float | None = None


class IndexCache:
    """A few files of a cache folder, believed only while their key fits. Without a folder: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def counted(self, key: str, weights: Weights) -> Counted | None:
        """What was kept under the key, which knows the weights; the numbers are mapped, not read."""
        plain = self._read("words.json", key)
        if plain is None or self._folder is None:
            return None
        try:
            places = np.load(self._folder / f"places-{key}.npy", mmap_mode="r", allow_pickle=False)
            worths = np.load(self._folder / f"worths-{key}.npy", mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        ends = np.cumsum(plain["counts"]).tolist()
        spans = zip(plain["terms"], [0, *ends][: len(ends)], ends, strict=True)
        postings = {term: (places[start:end], worths[start:end]) for term, start, end in spans}
        abbreviations = tuple(map(tuple, plain["abbreviations"]))
        return Counted(Lexicon(plain["size"], postings, weights), Counter(plain["vocabulary"]), abbreviations)

    def keep_counted(self, key: str, found: Counted) -> None:
        """Keep it, and forget what was kept under other keys."""
        if self._folder is None:
            return
        rows = list(found.lexicon.postings.values())
        arrays = {
            "places": np.concatenate([places for places, _ in rows]) if rows else np.empty(0, np.int32),
            "worths": np.concatenate([worths for _, worths in rows]) if rows else np.empty(0, np.float32),
        }
        for name, values in arrays.items():
            keep(self._folder / f"{name}-{key}.npy", lambda file, v=values: np.save(file, v))  # type: ignore[misc]
        self._write(
            "words.json",
            key,
            size=found.lexicon.size,
            terms=list(found.lexicon.postings),
            counts=[len(places) for places, _ in rows],
            vocabulary=found.vocabulary,
            abbreviations=found.abbreviations,
        )
        for old in (*self._folder.glob("places-*.npy"), *self._folder.glob("worths-*.npy")):
            if key not in old.name:
                with suppress(OSError):
                    old.unlink()

    def fitted(self, key: str) -> KeptFit | None:
        """What is kept of a judge under the key."""
        plain = self._read("judge.json", key)
        return KeptFit(**{one.name: plain[one.name] for one in fields(KeptFit)}) if plain else None

    def keep_fitted(self, key: str, fit: KeptFit) -> None:
        """Keep what a judge was fitted to."""
        if self._folder is not None:
            self._write("judge.json", key, **asdict(fit))

    def _read(self, name: str, key: str) -> dict[str, Any] | None:
        if self._folder is None:
            return None
        try:
            plain: dict[str, Any] = json.loads((self._folder / name).read_bytes())
        except (OSError, ValueError):
            return None
        return plain if plain.get("key") == key else None

    def _write(self, name: str, key: str, **values: object) -> None:
        if self._folder is not None:
            content = json.dumps({"key": key, **values}).encode()
            keep(self._folder / name, lambda file: file.write(content))
