"""Every number that decides what is found, how sure an answer is and what a text tells of, as one frozen value.

An index carries the value it was made with, so two of them can be asked side by side; what is kept between runs
is kept under its hash. `counterpoise eval --set name=value` measures another one. "Measured" means a row of
`docs/retrieval.md`, which `make figures` repeats.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches

from foundation.fingerprint import fingerprint


class BadWeight(Exception):
    """A weight cannot be set like this; the message is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What search, confidence, urgency and answers weigh with; made without arguments it is what ships."""

    # Words: BM25 with the usual numbers; words of the heading path count twice, as they say what a rule is about.
    k1: float = 1.2
    b: float = 0.75
    heading: int = 2
    synonym: float = 0.6  # What a synonym counts against the asked word: 0.5 to 0.7 measured alike.
    other_words: int = 8  # Synonyms the question is encoded with besides; 0 leaves it as it was asked.
    repair: int = 2  # Letters at most that are repaired in a word; 0 leaves typing errors as they are.

    # Meaning.
    encoder: bool = True  # False searches by words alone, as where the model cannot be loaded.
    words: float = 0.8  # BM25's share beside the cosine: 0.7 gives less on scifact, 0.9 on covidfaq.
    above: float = 0.2  # Title and upper headings beside a window's clauses: 0.1 to 0.3 measured alike.
    whole_from: int = 6  # Clauses from which a window is encoded whole: 2 to 6 measured alike, 8 lose.
    whole_words: int = 16  # Of each clause then: finds as well as all of them for four fifths of the work.
    looked_into: int = 100  # Windows whose clauses are compared, to bound the time.
    examined: int = 10  # Windows an answer is chosen from.
    phrases: float = 0.2  # Taken off sentences to be said where no words are asked for (measured).
    frames: float = 0.1  # Taken off what frames a document and rules nothing, where it is not asked for.
    frame_wanted: float = 0.15  # Added where a question wants nothing but that kind: 0.1 finds one fewer.
    same_question: float = 0.6  # Cosine from which an attached question stands for its passage and clause.
    earlier: float = 0.3  # What the earlier turns of a conversation count: mtragun 0.840 to 0.896.

    # Reading question and clause together (`rereading`), set on eight libraries of the corpus.
    reread: int = 10  # Windows at most whose best clause is read; 0 reads nothing.
    reread_within: float = 0.12  # How far behind the best they may be: up to 0.2 alike, at twice the time.
    reread_ahead: float = (
        2.0  # How much more another clause's output must be than that of the one the encoder chose.
    )
    # The most an output is counted on to say: one pair in a hundred says more. Of 900 questions none has another first
    # passage than where all is read; with 7 three have.
    reread_most: float = 8.0
    reread_close: float = (
        0.15  # How far another clause's cosine may be behind: none that was further answered.
    )
    reread_clauses: int = 4  # More clauses of the first window that are read: four gave all that eight did.
    # What the output, -10 to 10, adds to a window's score (0.01 and 0.06 give less), and to the logit of the
    # confidence, where from 0.5 on it is worse than nothing.
    reread_order: float = 0.02
    reread_sure: float = 0.15
    # What it says outright counts more: as many near misses are answered, fewer questions that look like one refused.
    reread_certain: float = 7.0
    reread_outright: float = 1.5

    # Intents: cosine to a way to ask from which one counts, and counts fully; above 0.4 they lose.
    intent_near: float = 0.35
    intent_same: float = 0.7
    intent: float = 0.4

    # Confidence: what makes the margin, set on the libraries ld. There, and on everything held out, how far the best
    # window leads and how many of the question's rare words it holds only do harm beside these.
    coverage_by_words: float = 0.3
    inside: float = 0.5  # Nearness to a way to ask of `intents`: 0.2 to 0.6 measured alike.
    outside: float = 2.0  # Nearness to an outside matter (measured).
    shared: float = 0.45  # How much of that nearness the passage may share before it counts.
    not_there: float = 0.45  # Taken off where an exact thing was asked for and is not there (measured).
    looked_through: int = 3  # Passages in which it must be found.
    unknown: float = 0.36  # What is less like any clause or outside matter than this is nothing anybody asks.
    # Cosine of an outside question to the nearest clause at which it counts fully, and no more at all.
    uncovered: float = 0.45
    covered: float = 0.65

    # The threshold: where nothing is known about an index, and how far an index may move it. On eight libraries of the
    # corpus 3 to 5 % are refused wrongly; each 0.04 more refuses half as many again.
    standard: float = -0.44
    standard_by_words: float = 0.38
    room: float = 0.02
    refused: float = 0.83  # Share of the outside questions that must be refused, each judged as unknown.
    let_through: float = 0.9  # Share of the owner's example questions that must not be.
    fitted_on: int = 160  # Outside questions the line is drawn by, spread evenly: all of them take too long.
    # How far from where the line may lie one of them is still encoded with other words, which moves a margin by 0.03
    # and seldom by more than this: a third of them, for the same line.
    fitted_near: float = 0.13
    fewest: int = 8  # Questions of a kind below which a share of them says nothing.
    steepness: float = 12.0  # Makes a margin a confidence; 0.5 stays where it is whatever this is.

    # Moments (`urgency`): set where 97 of 100 held-out sentences of danger are recognised, with the cues
    # (`python -m knowledge.model.training.moments --measure`). The scores reach from -1 to 1.
    danger_from: float = -0.11
    moment_from: float = -0.2

    # Differing policies (`quantities`), set on the sample and the pairs of the suite.
    close: float = 0.75  # A passage this close to the best one's score speaks of the same matter,
    near: float = 0.6  # and so does one less close,
    alike: float = 0.45  # where the two clauses have this cosine besides.
    same_matter: float = 0.55  # Cosine from which another clause of the passage is set against the first.

    # Sentences to say come with an answer where their section has this share of the best passage's score.
    phrases_near: float = 0.6

    @property
    def hash(self) -> str:
        """What tells one value from another in the key of everything kept."""
        return fingerprint(f"{name}={value!r}" for name, value in asdict(self).items())

    def having(self, settings: Iterable[str]) -> Weights:
        """The same with some set anew, each written `name=value`; raises BadWeight."""
        known = {field.name: type(field.default) for field in fields(self)}
        changed: dict[str, float] = {}
        for setting in settings:
            name, _, value = setting.partition("=")
            if name not in known:
                nearest = get_close_matches(name, known, n=1, cutoff=0)[0]
                raise BadWeight(f"There is no weight “{name}”; the name nearest to it is “{nearest}”.")
            changed[name] = _number(name, value, known[name])
        return replace(self, **changed)  # type: ignore[arg-type]  # each has the type of its field


def _number(name: str, value: str, kind: type) -> float:
    wanted = {bool: "0 or 1", int: "a whole number from 0 on", float: "a number"}[kind]
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    whole = math.isfinite(number) and number >= 0 and number == int(number)
    if not math.isfinite(number) or (kind is not float and not whole) or (kind is bool and number > 1):
        raise BadWeight(f"The weight “{name}” is {wanted}, not “{value}”.")
    return float(number) if kind is float else kind(int(number))
