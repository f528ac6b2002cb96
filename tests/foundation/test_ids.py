"""References that people type: none is drawn that could be a word or a telephone number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.references import reference_in
from foundation.ids import SPOKEN, new_reference


@pytest.mark.parametrize("unsure", ["493664", "PAYDAY", "MAY773"])
def test_a_reference_that_could_be_a_word_or_a_telephone_number_is_drawn_again(
    unsure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: Iterator[str] = iter(f"{unsure}K4M7TR")
    monkeypatch.setattr("foundation.ids.secrets.choice", lambda _: next(drawn))
    assert new_reference() == "K4M-7TR"


def test_every_reference_is_found_alone_and_beside_any_words() -> None:
    for _ in range(2_000):
        reference = new_reference()
        assert set(reference.replace("-", "")) <= set(SPOKEN)
        assert reference_in(reference) == reference
        assert reference_in(f"requests {reference.lower()} please") == reference
