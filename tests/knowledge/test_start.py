"""A first start is short: the sample brings its vectors, and the line is fitted once the program is up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.settings import SAMPLE
from knowledge.library import Library
from knowledge.search.confidence import Judge
from knowledge.search.encoder import Encoder, Vector
from knowledge.search.index import Index

ENCODED = 60
"""Texts a first start encodes at most; the sample's windows and clauses alone are five times as many."""


def test_a_first_start_of_the_sample_encodes_little_and_fits_the_line_at_the_first_refresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where this fails after the sample or its reading changed: CONTRIBUTING says how its vectors are made again."""
    encoded: list[str] = []
    encode = Encoder.encode

    def counting(self: Encoder, text: str) -> Vector:
        encoded.append(text)
        return encode(self, text)

    monkeypatch.setattr(Encoder, "encode", counting)
    library = Library.open([SAMPLE / "policies"], tmp_path / "cache", fit_later=True)
    assert len(encoded) <= ENCODED
    assert library.judge.threshold == library.index.weights.standard
    assert library.ask("can I hang up on an abusive caller").answered
    assert not library.ask("how do I claim overtime").answered

    def fitting(index: Index, cache: Path | None = None) -> Judge:
        return replace(library.judge, threshold=-0.46)

    monkeypatch.setattr("knowledge.snapshot.judge_for", fitting)
    library.refresh()
    assert (library.judge.threshold, library.stats.threshold) == (-0.46, -0.46)
    monkeypatch.undo()
    library.refresh()
    assert library.judge.threshold == -0.46, "once"
