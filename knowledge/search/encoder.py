"""Turn text into vectors with the encoder that ships in this package; nothing is ever downloaded.

all-MiniLM-L6-v2, trained further on what staff ask of policies, in 8 bits (see `model/SOURCE.md`), one text at a
time, on one thread, without the memory arena: batches and the arena cost up to a gigabyte and gain nothing on a CPU.
"""

from __future__ import annotations

import hashlib
import threading
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from knowledge.text.tokenizer import Tokenizer

Vector = npt.NDArray[np.float32]

SUMS = {
    "encoder.onnx": "1443ec59e1624f75d3bcc5dd93cbf7917eaa22d5317e2ba62b323423f0d2d47b",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
WIDTH = 384
LONGEST = 256
REMEMBERED = 64
"""Texts whose vectors stay at hand: what one question asks for more than once, and questions that come again."""
LOADED = "all-MiniLM-L6-v2 trained further on staff's questions, 8-bit, checked and loaded."
FALLBACK = (
    "The encoder is not available ({reason}). Search works by words alone: of the "
    "questions it was measured on, it wrongly refused a third to more than half."
)


class EncoderMissing(Exception):
    """The encoder cannot be used here; the message says why in a few words."""


class Encoder:
    """Texts to vectors of 384 numbers and length 1. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        for name, wanted in SUMS.items():
            check_sum(folder / name, wanted)
        try:
            import onnxruntime
        except ImportError as error:
            raise EncoderMissing("onnxruntime is not installed") from error
        self._tokenizer = tokenizer(folder / "vocab.txt")
        self._session = session(onnxruntime, folder / "encoder.onnx")
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._encoded)

    def tokens(self, text: str) -> Vector:
        """One vector for each word piece of the text, the start and stop marks included; (pieces, 384)."""
        ids = np.array(self._tokenizer.ids(text, LONGEST), dtype=np.int64)
        found: Vector = self._session.run(None, {"ids": ids})[0]
        return found

    def encode(self, text: str) -> Vector:
        """The vector of a text, not to be written to; only its first 256 word pieces count."""
        return self._remembered(text)

    def forget(self) -> None:
        """Encode every text anew from here on, as measuring wants it."""
        self._remembered.cache_clear()

    def _encoded(self, text: str) -> Vector:
        vector = unit(self.tokens(text).sum(axis=0))  # As their mean, at length 1.
        vector.flags.writeable = False
        return vector


@cache
def tokenizer(vocabulary: Path) -> Tokenizer:
    """What cuts texts by a vocabulary, once for all models that read by it."""
    return Tokenizer(vocabulary.read_text("utf-8").split("\n"))


def check_sum(path: Path, wanted: str) -> None:
    """Refuse a file that is missing or is not the one we shipped."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EncoderMissing(f"{path.name} cannot be read") from error
    if found != wanted:
        raise EncoderMissing(f"{path.name} is not the file that was shipped")


def session(onnxruntime: Any, path: Path) -> Any:
    """An inference session on one thread that gives its memory back."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def unit(vector: Vector) -> Vector:
    """The vector at length 1; a zero vector stays zero."""
    length = float(np.linalg.norm(vector))
    return vector / length if length else vector


_LOADING = threading.Lock()


def load_encoder() -> Encoder | None:
    """The shipped encoder, loaded once; None where it cannot be used (`encoder_status` says why)."""
    with _LOADING:
        return _load()[0]


def encoder_status() -> str:
    """One sentence for people: which encoder is in use, or why none is and what that costs."""
    with _LOADING:
        encoder, reason = _load()
    return LOADED if encoder else FALLBACK.format(reason=reason)


@cache
def _load() -> tuple[Encoder | None, str]:
    # Products of vectors too: numpy's threads wait for one another, up to 35 times as long where a core is busy.
    threadpool_limits(limits=1, user_api="blas")
    try:
        return Encoder(Path(str(resources.files("knowledge") / "model"))), ""
    except EncoderMissing as problem:
        return None, str(problem)
