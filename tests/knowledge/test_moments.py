"""Danger, a contact just ended and distress are recognised in words that no list foresaw."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.flows.situations import Situation, is_told, situation
from knowledge.search.encoder import load_encoder
from knowledge.search.urgency import HEAD, as_head_reads, moment, moment_texts, shipped_head
from knowledge.text.language import LANGUAGE

CORPUS = Path(__file__).resolve().parents[2] / "knowledge/model/training/corpus"

DANGER = """this guy has a bat and is yelling
someone is getting beaten up in the lobby
he won't let go of my wrist
a lady passed out in line
someone's not breathing
i'm locked in the bathroom he's outside
he jumped the counter
my coworker is being attacked
he's got me cornered
he is trashing the office
he said he'll wait for me after work
she has a screwdriver and is waving it
he put his hands around my neck
a customer is hitting the clerk next to me
he is pushing his way into our office
she keeps banging her fists on the glass and screaming that she'll get me
an elderly man just dropped to the floor
he told me to watch my back tonight
he swung his cane at me"""
ENDED = """just got off the phone with an abusive caller, cut him off
told him to get out and he left
had security remove someone
cut the call, he was screaming
i refused to continue and closed the meeting
i threw him out
i slammed the phone down
put the receiver down on her, she would not stop cursing
made him leave the office
i finally disconnected her"""
DISTRESS = """that guy made me cry
i can't handle this anymore
i'm crying in the break room
i'm scared to come to work
i'm losing it
i'm exhausted by these people
i had nightmares about it
that was awful
my legs are still weak from that
i can't face another caller today
i feel so small after how he spoke to me
i'm a nervous wreck"""
ORDINARY = """a customer is crying
he keeps yelling at me
she called me an idiot
caller hung up before i could answer
he swears at me every day
i closed the ticket
a resident reports a house fire damage claim
he threatened to sue
i asked her to wait
a customer attacked our website on facebook
the caller is drunk
a resident is scared of coyotes
i can't reach the department head
employee wants to quit the union
the pool is closed because a pump broke
somebody keeps parking in my spot
he wants his money back
i need a new chair
a caller asks about the fireworks permit
she sent me twelve e-mails today"""


def _found(text: str) -> str:
    """As the bot decides it: by cues, then by the head."""
    seen = situation(text)
    if seen is Situation.QUESTION and is_told(text):
        return moment(text, load_encoder())
    return "" if seen is Situation.QUESTION else str(seen)


@pytest.mark.parametrize(
    ("kind", "said", "share"),
    [("danger", DANGER, 0.9), ("ended", ENDED, 0.9), ("distress", DISTRESS, 0.75), ("", ORDINARY, 0.95)],
)
def test_p36_d20_d43_nearly_every_telling_is_understood(kind: str, said: str, share: float) -> None:
    texts = said.splitlines()
    missed = {text: _found(text) for text in texts if _found(text) != kind}
    assert len(missed) <= (1 - share) * len(texts) + 1e-9, missed


def test_no_sentence_of_the_test_is_an_example() -> None:
    tried = {
        text.casefold().rstrip(".!") for text in f"{DANGER}\n{ENDED}\n{DISTRESS}\n{ORDINARY}".splitlines()
    }
    assert not tried & {text.casefold() for text in moment_texts()}
    said = (
        json.loads(line) for file in CORPUS.glob("*.jsonl") for line in file.read_text("utf-8").splitlines()
    )
    assert not tried & {one["q"].casefold().rstrip(".!") for one in said if one["t"] == "m"}


def test_a_head_that_cannot_be_read_or_is_for_another_encoder_is_none(tmp_path: Path) -> None:
    path = LANGUAGE.folder / HEAD
    assert shipped_head(path) is not None
    assert shipped_head(tmp_path / "none.npz") is None
    whole = path.read_bytes()
    turned = whole[:5000] + bytes(one ^ 0xFF for one in whole[5000:5100]) + whole[5100:]
    for number, content in enumerate((b"", whole[:1000], turned)):
        (tmp_path / f"damaged{number}.npz").write_bytes(content)
        assert shipped_head(tmp_path / f"damaged{number}.npz") is None
    with np.load(path, allow_pickle=False) as kept:
        np.savez(tmp_path / "other.npz", **{**kept, "encoder": "0" * 64})
    assert shipped_head(tmp_path / "other.npz") is None


def test_the_shipped_head_was_trained_on_the_sentences_that_are_there() -> None:
    """`python -m knowledge.model.training.moments` was run since they changed."""
    encoder, head = load_encoder(), shipped_head(LANGUAGE.folder / HEAD)
    assert encoder
    assert head
    corpus = (json.loads(line) for line in (CORPUS / "moments.jsonl").read_text("utf-8").splitlines()[::60])
    for text in [*moment_texts()[::40], *(one["q"] for one in corpus)]:
        assert float((head.said @ encoder.encode(as_head_reads(text))).max()) > 0.99


@pytest.mark.parametrize("text", ["", " ", "." * 50, "x" * 5_000, "🙂"])
def test_what_tells_nothing_is_no_moment(text: str) -> None:
    assert moment(text, load_encoder()) == ""


def test_without_an_encoder_cues_alone_decide() -> None:
    assert moment("he grabbed me", load_encoder()) == "danger"
    assert moment("he grabbed me", None) == ""
