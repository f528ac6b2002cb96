"""Several people ask at once, each in a thread of their own: everybody gets what they would get alone."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from knowledge.directory.directory import load_directory
from knowledge.text import stems
from knowledge.text.language import known_words
from knowledge.text.terms import terms

ROOT = Path(__file__).resolve().parents[2]
THREADS = 4
T = TypeVar("T")
ASKED = (
    "who handles parking permits",
    "my water bill is wrong",
    "there is a pothole on the road",
    "library opening",
    "noise complaint about neighbours",
    "who do I call about garbage collection",
    "building permits inspections",
    "snow removal sidewalks",
    "dog licence renewals",
)


@pytest.fixture(autouse=True)
def _threads_take_turns_often() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def in_threads(work: Callable[[], T]) -> list[T]:
    """What each of several threads made of the same work, begun together."""
    start = Barrier(THREADS)

    def begin() -> T:
        start.wait()
        return work()

    with ThreadPoolExecutor(THREADS) as pool:
        return [one.result() for one in [pool.submit(begin) for _ in range(THREADS)]]


def test_p29_two_people_who_ask_at_once_each_get_the_contact_they_would_get_alone() -> None:
    directory = load_directory(ROOT / "organisation" / "directory.yaml")
    alone = [directory.refer(text) for text in ASKED]

    def ask() -> Sequence[object]:
        stems.stem.cache_clear()
        return [directory.refer(text) for _ in range(30) for text in ASKED]

    assert in_threads(ask) == [alone * 30] * THREADS


def test_words_stemmed_in_several_threads_are_stemmed_as_in_one() -> None:
    words = list(known_words())[:4000]
    stems.stem.cache_clear()
    alone = [stems.stem(word) for word in words]
    stems.stem.cache_clear()
    assert in_threads(lambda: [stems.stem(word) for word in words]) == [alone] * THREADS


def test_a_text_is_cut_into_the_same_terms_in_every_thread() -> None:
    text = " ".join(list(known_words())[4000:8000])
    alone = terms(text)
    stems.stem.cache_clear()
    assert in_threads(lambda: terms(text)) == [alone] * THREADS


def test_nobody_but_the_helper_of_each_side_holds_a_stemmer() -> None:
    """Of the policies `knowledge/text/stems.py`, of records `incidents/rules/words.py`: both take care of threads."""
    folders = ("adapters", "bot", "foundation", "incidents", "knowledge", "manifest")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    holders = [
        file.name for file in files if re.search(r"\b(?:import|from) Stemmer\b", file.read_text("utf-8"))
    ]
    assert sorted(holders) == ["stems.py", "words.py"]
    others = "snowballstemmer"  # The same in Python: twenty times as long for a word.
    assert not any(
        others in file.read_text("utf-8") for folder in folders for file in (ROOT / folder).rglob("*.py")
    )
