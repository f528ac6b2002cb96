"""Vectors of the questions that come with the program: made once, so that no start has to wait for them.

They are read here and made in `make_vectors`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.search.encoder import Encoder, Vector
from knowledge.search.vector_store import VectorStore
from knowledge.text.language import LANGUAGE


def shipped_vectors(texts: Sequence[str], encoder: Encoder) -> Vector:
    """One vector a text; a text that is not among the shipped ones is encoded here and now."""
    return VectorStore(LANGUAGE.folder, keeps=False).vectors(texts, encoder.encode).astype(np.float32)
