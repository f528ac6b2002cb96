"""The vector of a window, made of the vectors of its clauses where they are few: its own text would be read twice.

A clause's vector holds the section's heading; what stands above it, title and upper headings, is encoded once for
all that stand below. Against encoding every window whole this finds and refuses alike (measured: `docs/retrieval.md`),
for half the work of a reading. But the mean of many clauses says too little: windows of many are encoded whole, each
clause by its first words, so that none falls behind what the encoder reads of a text.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.search.encoder import WIDTH, Vector, unit
from knowledge.search.vector_store import Kept
from knowledge.search.weights import Weights
from knowledge.search.windows import Window


def window_texts(windows: Sequence[Window], weights: Weights) -> list[str]:
    """What has to be encoded for windows besides their clauses, each text once."""
    return list(dict.fromkeys(text for window in windows if (text := _text(window, weights))))


def window_vectors(windows: Sequence[Window], clauses: Kept, texts: Kept, weights: Weights) -> Vector:
    """One vector a window, of length 1; rows of `clauses` follow the windows' clauses, those of `texts` `window_texts`.

    Long clauses count more than short ones, as they would in the text of the whole window; what stands above counts
    `weights.above` beside them.
    """
    found = np.zeros((len(windows), WIDTH), dtype=np.float32)
    places = {text: row for row, text in enumerate(window_texts(windows, weights))}
    start = 0
    for row, window in enumerate(windows):
        end = start + len(window.clauses)
        text = _text(window, weights)
        own = texts[places[text]].astype(np.float32) if text else None
        is_whole = _is_whole(window, weights)
        found[row] = own if is_whole else _pooled(window, clauses[start:end], own, weights.above)
        start = end
    return found


def _is_whole(window: Window, weights: Weights) -> bool:
    return len(window.clauses) >= weights.whole_from


def _text(window: Window, weights: Weights) -> str:
    return window.gist(weights.whole_words) if _is_whole(window, weights) else window.above


def _pooled(window: Window, clauses: Kept, above: Vector | None, share: float) -> Vector:
    lengths = np.array([len(clause.text) + 1 for clause in window.clauses], dtype=np.float32)
    mean = lengths @ clauses.astype(np.float32) / lengths.sum()
    return unit(mean if above is None else mean + np.float32(share) * above)
