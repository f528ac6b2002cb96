"""Which language a question is in: sure or silent, and never a reason to hide what policies in it do say."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.search.confidence import elsewhere
from knowledge.search.intents import intent_texts
from knowledge.text.languages import SMALL_WORDS, language_of
from tests.knowledge.town import town


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("¿Cómo trato a un cliente grosero?", "es"),
        ("Comment traiter un client agressif ?", "fr"),
        ("como lido com um cliente agressivo", "pt"),
        ("Wie gehe ich mit einem wütenden Kunden um?", "de"),
        ("come devo trattare un cliente arrabbiato", "it"),
        ("hoe ga ik om met een boze klant", "nl"),
        ("как мне вести себя с грубым клиентом", "other"),
        ("ساعات العمل", "other"),
        ("客户骂我怎么办", "other"),
        ("the customer only says que pasa, what do I do", ""),
        ("what does je ne sais pas mean", ""),
        ("ok danke", ""),
        ("🙂 12345", ""),
        ("", ""),
    ],
)
def test_another_language_is_told_by_its_small_words(question: str, language: str) -> None:
    assert language_of(question) == language


def test_no_way_to_ask_in_english_is_taken_for_another_language() -> None:
    assert [text for text in (*intent_texts(), *elsewhere()) if language_of(text)] == []


def test_a_question_in_a_language_the_policies_are_not_written_in_is_not_answered() -> None:
    found = town().ask("¿Cómo trato a un cliente grosero?")
    assert (found.answered, found.language) == (False, "es")
    assert town().ask("how do I deal with a rude caller").language == ""


def test_policies_in_another_language_answer_questions_in_it(tmp_path: Path) -> None:
    text = (
        "# Accueil\n\n## Téléphone\n\nLe personnel doit répondre au téléphone avant la quatrième sonnerie.\n"
    )
    (tmp_path / "accueil.md").write_text(text, "utf-8")
    found = Library.open([tmp_path]).ask("quand est-ce que le personnel doit répondre au téléphone ?")
    assert found.language == ""
    assert found.passages[0].clause.startswith("Le personnel doit répondre")


def test_every_language_has_its_small_words() -> None:
    assert all(len(words.split()) >= 20 for words in SMALL_WORDS.values())
