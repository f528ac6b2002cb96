"""The vector of a window, made of the vectors of its clauses: its own text would be read twice.

A clause's vector holds the section's heading; what stands above it, title and upper headings, is encoded once for
all that stand below. Against encoding the whole window this finds and refuses alike (measured: `docs/retrieval.md`),
for half the work of a reading.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.search.encoder import WIDTH, Vector, unit
from knowledge.search.vector_store import Kept
from knowledge.search.windows import Window


def window_vectors(windows: Sequence[Window], clauses: Kept, above: Kept, share: float) -> Vector:
    """One vector a window, of length 1; rows of `clauses` follow the windows' clauses, those of `above` `above_all`.

    Long clauses count more than short ones, as they would in the text of the whole window; what stands above counts
    `share` beside them.
    """
    found = np.zeros((len(windows), WIDTH), dtype=np.float32)
    places = {text: row for row, text in enumerate(above_all(windows))}
    start = 0
    for row, window in enumerate(windows):
        rows = clauses[start : start + len(window.clauses)].astype(np.float32)
        lengths = np.array([len(clause.text) + 1 for clause in window.clauses], dtype=np.float32)
        mean = lengths @ rows / lengths.sum()
        if window.above:
            mean = mean + np.float32(share) * above[places[window.above]].astype(np.float32)
        found[row] = unit(mean)
        start += len(rows)
    return found


def above_all(windows: Sequence[Window]) -> list[str]:
    """What stands above the headings of the windows, each text once."""
    return list(dict.fromkeys(window.above for window in windows if window.above))
