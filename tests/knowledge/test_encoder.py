"""The encoder that ships: its pieces are BERT's, its vectors the model's, and a changed file is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import unicodedata
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_info, threadpool_limits

from knowledge.search import encoder as encoding
from knowledge.search.encoder import (
    LONGEST,
    SUMS,
    WIDTH,
    Encoder,
    EncoderMissing,
    encoder_status,
    load_encoder,
)
from knowledge.search.reranker import SUM
from knowledge.text import tokenizer
from knowledge.text.tokenizer import Tokenizer, words_of

MODEL = Path(str(resources.files("knowledge"))) / "model"
PIECES = (MODEL / "vocab.txt").read_text("utf-8").split("\n")
TOKENIZER = Tokenizer(PIECES)

# What the original tokenizer gives for these texts.
KNOWN = {
    "How do I handle an abusive caller?": [101, 2129, 2079, 1045, 5047, 2019, 20676, 20587, 1029, 102],
    "Café naïve Ångström — “quoted” it’s": [
        101, 7668, 15743, 17076, 15687, 1517, 1523, 9339, 1524, 2009, 1521, 1055, 102,
    ],
    "3.1.2 Front-Desk: $5.00 & 100% (e.g., foo_bar)": [
        101, 1017, 1012, 1015, 1012, 1016, 2392, 1011, 4624, 1024, 1002, 1019, 1012, 4002, 1004, 2531, 1003, 1006,
        1041, 1012, 1043, 1012, 1010, 29379, 1035, 3347, 1007, 102,
    ],
    "unaffable electroencephalographically": [
        101, 14477, 20961, 3468, 16175, 10127, 21890, 21197, 20721, 3973, 102,
    ],
    "中文 and English 東京": [101, 1746, 1861, 1998, 2394, 1879, 1755, 102],
    "tabs\tand\nnewlines  here": [101, 21628, 2015, 1998, 2047, 12735, 2182, 102],
    "x" * 101 + " ok": [101, 100, 7929, 102],
    "#hash @at ^caret `tick`": [101, 1001, 23325, 1030, 2012, 1034, 2729, 2102, 1036, 16356, 1036, 102],
    "": [101, 102],
    "ﬁne ligature ½": [101, 1984, 2638, 8018, 11244, 1092, 102],
}  # fmt: skip


@pytest.mark.parametrize("text", KNOWN)
def test_word_pieces_are_those_of_the_original_tokenizer(text: str) -> None:
    assert TOKENIZER.ids(text, LONGEST) == KNOWN[text]


def test_what_a_character_is_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up, category = list[str](), unicodedata.category

    def noting(sign: str) -> str:
        looked_up.append(sign)
        return category(sign)

    monkeypatch.setattr(tokenizer, "_signs", tokenizer._Signs())
    monkeypatch.setattr(unicodedata, "category", noting)
    said = "“Café”, “café” — it’s 東京"
    assert words_of(said) == ["“", "cafe", "”", ",", "“", "cafe", "”", "—", "it", "’", "s", "東", "京"]
    assert words_of(f"{said} {said}") == 2 * words_of(said)
    assert len(looked_up) == len(set(looked_up)) == len(set(unicodedata.normalize("NFD", said.lower())))


@given(st.text(max_size=400), st.integers(min_value=2, max_value=40))
def test_any_text_gives_at_most_so_many_ids_of_the_vocabulary_between_the_marks(
    text: str, longest: int
) -> None:
    ids = TOKENIZER.ids(text, longest)
    assert 2 <= len(ids) <= longest
    assert (ids[0], ids[-1]) == (101, 102)
    assert all(0 <= number < len(PIECES) for number in ids)


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=80))
def test_pieces_put_together_again_are_the_words(text: str) -> None:
    pieces = [PIECES[number] for number in TOKENIZER.ids(text, 10_000)[1:-1]]
    assert "".join(piece.removeprefix("##") if piece != "##" else piece for piece in pieces).replace(
        "#", ""
    ) == "".join(words_of(text)).replace("#", "")


def test_vectors_agree_with_the_same_weights_in_32_bits() -> None:
    encoder = load_encoder()
    assert encoder is not None
    first = {
        "How do I handle an abusive caller?": [0.0356, 0.0568, -0.0070, 0.0182, -0.0691, -0.0084, 0.0173, 0.0140],
        "Employees may end a call when a customer is abusive.": [
            -0.0092, 0.0396, 0.0453, -0.0504, -0.0796, -0.0427, 0.0224, -0.0114,
        ],
    }  # fmt: skip
    for text, wanted in first.items():
        vector = encoder.encode(text)
        assert vector.shape == (WIDTH,)
        assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)
        assert np.abs(vector[:8] - np.array(wanted)).max() < 0.02


def test_meaning_decides_not_the_words() -> None:
    encoder = load_encoder()
    assert encoder is not None
    asked = encoder.encode("someone is cussing me out")
    near, far = (
        encoder.encode("A customer is verbally abusive."),
        encoder.encode("The printer is out of paper."),
    )
    assert asked @ near > asked @ far + 0.2


def test_the_longest_text_counts_only_to_its_end_of_256_pieces() -> None:
    encoder = load_encoder()
    assert encoder is not None
    long = "policy " * 300
    assert len(encoder.tokens(long)) == LONGEST
    assert np.allclose(encoder.encode(long), encoder.encode(long + "zebra " * 50), atol=1e-6)


@pytest.mark.parametrize("name", SUMS)
def test_a_changed_or_missing_model_file_is_refused(tmp_path: Path, name: str) -> None:
    for file in SUMS:
        shutil.copy(MODEL / file, tmp_path / file)
    content = bytearray((tmp_path / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(EncoderMissing, match="not the file that was shipped"):
        Encoder(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(EncoderMissing, match="cannot be read"):
        Encoder(tmp_path)


def test_without_onnxruntime_the_status_says_what_that_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    encoding._load.cache_clear()
    try:
        assert load_encoder() is None
        status = encoder_status()
        assert "onnxruntime is not installed" in status
        assert "wrongly refused" in status
    finally:
        encoding._load.cache_clear()


def test_products_of_vectors_run_on_one_thread_too() -> None:
    encoding._load.cache_clear()
    with threadpool_limits(limits=2, user_api="blas"):
        assert load_encoder() is not None
        assert {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"} <= {1}


def test_with_the_encoder_the_status_names_it() -> None:
    assert "all-MiniLM-L6-v2" in encoder_status()


def test_what_ships_stays_below_50_megabytes_and_has_its_licence() -> None:
    assert sum(file.stat().st_size for file in MODEL.iterdir()) < 50_000_000
    assert "Apache License" in (MODEL / "LICENSE").read_text("utf-8")
    source = (MODEL / "SOURCE.md").read_text("utf-8")
    assert "sentence-transformers/all-MiniLM-L6-v2" in source
    assert all(wanted in source for wanted in (*SUMS.values(), SUM))


def test_the_encoder_never_asks_the_network() -> None:
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from knowledge.search.encoder import load_encoder\n"
        "assert load_encoder().encode('a question').shape == (384,)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(MODEL.parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
