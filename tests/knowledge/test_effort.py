"""What a question and a reading cost, counted in texts and pieces given to the models and never in time."""

from __future__ import annotations

import pytest

from knowledge.search.encoder import Encoder, Vector, load_encoder
from tests.knowledge.town import town


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text the encoder really reads."""
    texts, tokens = list[str](), Encoder.tokens
    town()  # Built once a worker, whichever test needs it first.

    def noting(self: Encoder, text: str) -> Vector:
        texts.append(text)
        return tokens(self, text)

    if encoder := load_encoder():
        encoder.forget()
    monkeypatch.setattr(Encoder, "tokens", noting)
    return texts


def test_a_question_is_encoded_as_asked_and_with_other_words_and_never_twice(encoded: list[str]) -> None:
    asked = "what can I say to an angry caller"
    library = town()
    assert library.ask(asked).phrases, "what fits is chosen by the same vector"
    assert encoded[0] == f"{asked}?"
    assert len(encoded) == 2
    library.ask(asked)
    assert len(encoded) == 2


def test_a_vector_at_hand_cannot_be_changed_by_who_uses_it() -> None:
    encoder = load_encoder()
    assert encoder is not None
    with pytest.raises(ValueError, match="read-only"):
        encoder.encode("a question")[0] = 1.0
