"""Vectors of the questions that come with the program: made once, so that no start has to wait for them.

`python -m knowledge.shipped` makes them again after `elsewhere.txt`, `intents.yaml` or `moments.yaml` changed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.encoder import Encoder, Vector, load_encoder
from knowledge.text.english import FOLDER
from knowledge.vectors import VectorStore


def shipped_vectors(texts: Sequence[str], encoder: Encoder) -> Vector:
    """One vector a text; a text that is not among the shipped ones is encoded here and now."""
    return VectorStore(FOLDER, keeps=False).vectors(texts, encoder.encode).astype(np.float32)


def main() -> None:
    """Make the shipped vectors again."""
    from knowledge.confidence import elsewhere
    from knowledge.intents import intent_texts
    from knowledge.moments import moment_texts

    encoder = load_encoder()
    if encoder is None:
        raise SystemExit("The encoder cannot be used here.")
    VectorStore(FOLDER).vectors([*elsewhere(), *intent_texts(), *moment_texts()], encoder.encode)


if __name__ == "__main__":
    main()
