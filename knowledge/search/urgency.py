"""Moments that plain cues miss: danger, a contact just ended, distress, told by a small head over the encoder.

The head is a kernel classifier: a sentence is like the sentences it was trained on, and each of them speaks for or
against each moment. `<language>/moments.npz` holds it, made by `knowledge.model.training.moments` from the sentences
of `moments.yaml` and of the corpus. For danger less is enough: a miss costs more than a card too many.
"""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from foundation.datafile import parse_data
from knowledge.search.encoder import SUMS, Encoder, Vector
from knowledge.search.weights import Weights
from knowledge.text.language import LANGUAGE, shipped_text

OTHER = "other"
DANGER = "danger"
MOMENTS = (OTHER, DANGER, "ended", "distress")
HEAD = "moments.npz"
LONGEST = 300  # characters: who tells more than a few sentences is not in the middle of it


@dataclass(frozen=True, slots=True)
class MomentHead:
    """`said` are vectors of sentences; a row of `pull` is how much being like one speaks for each of `MOMENTS`.

    `width` is the kernel's: likeness is exp(-width * squared distance).
    """

    said: Vector
    pull: Vector
    width: float

    def scores(self, text: Vector) -> Vector:
        """For each of `MOMENTS`, about 1 where a text is plainly of it and -1 where it is not."""
        likeness: Vector = np.exp(-2 * self.width * (1 - np.clip(self.said @ text, -1, 1)))
        return likeness @ self.pull

    def of(self, text: Vector, weights: Weights) -> str:
        """ "danger", "ended", "distress", or empty."""
        scores = dict(zip(MOMENTS, self.scores(text).tolist(), strict=True))
        if scores[DANGER] >= weights.danger_from:
            return DANGER
        best = max(scores, key=lambda one: scores[one])
        return best if best != OTHER and scores[best] >= weights.moment_from else ""


def as_head_reads(text: str) -> str:
    """A text as the head was trained to read it."""
    return text.strip().rstrip(".!")


def moment(text: str, encoder: Encoder | None, weights: Weights | None = None) -> str:
    """The moment a text is written from: "danger", "ended", "distress", or empty; empty without encoder or head."""
    plain = as_head_reads(text)
    head = shipped_head(LANGUAGE.folder / HEAD)
    if encoder is None or head is None or not 0 < len(plain) <= LONGEST:
        return ""
    return head.of(encoder.encode(plain), weights or Weights())


@lru_cache(maxsize=2)
def shipped_head(path: Path) -> MomentHead | None:
    """The head of a language; None where there is none, or one for another encoder than the shipped one."""
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["encoder"]) != SUMS["encoder.onnx"]:
                return None
            return MomentHead(kept["said"].astype(np.float32), kept["pull"], float(kept["width"]))
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error):
        return None


def moment_texts() -> list[str]:
    """Every sentence of `moments.yaml`."""
    return [one for _, said in shipped_moments() for one in said]


@cache
def shipped_moments() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each moment with its own sentences."""
    name = "moments.yaml"
    data = parse_data(shipped_text(name), name)
    return tuple((one.text("moment", required=True), one.texts("said")) for one in data.entries("moments"))
