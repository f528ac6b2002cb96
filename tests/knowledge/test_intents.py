"""What staff mean: everyday ways to ask reach the words of policies, and nothing of it is ever shown."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.search.confidence import elsewhere
from knowledge.search.encoder import WIDTH, load_encoder
from knowledge.search.index import build_index
from knowledge.search.intents import intent_texts, intents, shipped_intents
from knowledge.search.ranking import asking, search
from knowledge.search.shipped_vectors import shipped_vectors
from knowledge.search.vector_store import KEY, key_of
from knowledge.search.weights import Weights
from knowledge.search.windows import windows_of
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

POLICY = """# Staff Rules

## 1. Misuse

Suspected misappropriation of public funds is referred to the internal auditor.

## 2. Violence

An employee under attack leaves the premises and dials the emergency number.

## 3. Wages

Wages are paid on the last day of each month.

## 4. Counselling

The assistance programme is open to every employee.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "rules.md").write_text(POLICY, "utf-8")
    return Library.open([folder])


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("my co-worker pockets the parking money", "1. Misuse"),
        ("he chucked a stapler at my head", "2. Violence"),
        ("where do I get help coping with stress", "4. Counselling"),
    ],
)
def test_words_that_share_nothing_with_the_policy_reach_it(
    library: Library, asked: str, heading: str
) -> None:
    assert library.ask(asked).passages[0].heading == heading


@pytest.mark.parametrize(
    ("asked", "means"),
    [
        ("this man rambles on, may I break in", "Listen to the customer"),
        ("may I tell a resident that he has it all wrong", "Do not argue"),
        ("the planning office made the error, can I mention that", "Take ownership"),
        ("is it my job to hold a violent visitor down", "Employees are not expected"),
        ("I need to give a family bad news on Monday", "Prepare for a difficult"),
        ("how do I round off a phone call", "At the end of a call"),
        ("may I turn my ringer off", "Staff stay reachable"),
        ("can I start a mail with a first name", "Use the customer's name"),
        ("is the start page of our site good enough as a link", "Give the customer a direct link"),
        ("does my guest find the way out alone", "At the end of an appointment"),
        ("may my team meet at the counter", "No meetings are held"),
        ("why is this form so long", "Processes, instructions"),
        ("may we deviate from the procedure", "This section is guidance"),
        # What sounds like these and is another matter.
        ("can I talk about a case at the counter", "Confidential matters"),
        ("should I see him alone in a meeting", "Employees should meet difficult people"),
        ("the website is down", "Web pages must be kept"),
        ("somebody wants to leave a parcel in the lobby", "Deliveries"),
        ("he left a message yesterday", "Phone messages and calls"),
        ("who must leave by the emergency exit", "Entrances, exits"),
        ("he wants to appeal the decision", "A customer who is not satisfied"),
    ],
)
def test_each_matter_of_serving_people_is_known_and_told_from_its_neighbours(asked: str, means: str) -> None:
    encoder = load_encoder()
    assert encoder is not None
    meant = intents(encoder).nearest(encoder.encode(asking(asked)), Weights())
    assert meant is not None
    assert meant.means.startswith(means)


def test_a_question_like_none_of_them_is_searched_as_it_was_asked(library: Library) -> None:
    encoder = load_encoder()
    assert encoder is not None
    assert library.index.intents.nearest(encoder.encode("how tall is the moon?"), Weights()) is None
    bare = build_index([window for one in library.documents for window in windows_of(one)], encoder)
    for asked in ("how tall is the moon", "boil an egg"):
        assert [hit.score for hit in search(bare, asked, reread=False).hits] == [
            hit.score for hit in search(library.index, asked, reread=False).hits
        ]


def test_the_very_words_of_a_way_to_ask_count_fully() -> None:
    encoder = load_encoder()
    found, weights = intents(encoder), Weights()
    for means, ways in shipped_intents()[:20]:
        assert encoder is not None
        meant = found.nearest(encoder.encode(ways[0]), weights)
        assert meant is not None
        assert meant.weight == pytest.approx(weights.intent, abs=0.01)
        assert meant.means == means


def test_without_an_encoder_there_are_none() -> None:
    assert not len(intents(None).asked)
    assert intents(None).nearest(np.ones(WIDTH, np.float32), Weights()) is None


def test_every_intent_has_ways_to_ask_and_no_way_belongs_to_two() -> None:
    shipped = shipped_intents()
    ways = [normal(way) for _, ways in shipped for way in ways]
    assert len(shipped) >= 80
    assert all(len(ways) >= 3 for _, ways in shipped)
    assert len(ways) == len(set(ways))


def test_no_intent_is_ever_shown(library: Library) -> None:
    """Answers come from the organisation's own policies alone."""
    for means, ways in shipped_intents()[::8]:
        for passage in library.ask(ways[0]).passages:
            assert means not in passage.text
            assert passage.text in POLICY


def test_every_shipped_vector_is_that_of_its_text() -> None:
    """`python -m knowledge.search.make_vectors` was run since the texts changed."""
    encoder = load_encoder()
    assert encoder is not None
    texts = [*elsewhere(), *intent_texts()]
    stored = (LANGUAGE.folder / "vectors.keys").read_bytes()
    assert {stored[at : at + KEY] for at in range(0, len(stored), KEY)} == {key_of(text) for text in texts}
    for text, vector in list(zip(texts, shipped_vectors(texts, encoder), strict=True))[::10]:
        assert float(encoder.encode(text) @ vector) > 0.99


def test_a_text_that_was_not_shipped_is_encoded_and_nothing_is_written() -> None:
    encoder = load_encoder()
    assert encoder is not None
    before = (LANGUAGE.folder / "vectors.keys").read_bytes()
    [vector] = shipped_vectors(["a sentence nobody shipped"], encoder)
    assert float(encoder.encode("a sentence nobody shipped") @ vector) > 0.99
    assert (LANGUAGE.folder / "vectors.keys").read_bytes() == before
