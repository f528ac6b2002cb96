"""Read a question and a clause together: whether this clause answers it, not only whether both are alike.

The encoder places each text by itself and so cannot see which of two clauses about the same matter answers. This
model can, at about twice the encoder's time a pair, so it reads only what the encoder has found.
"""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

import numpy as np

from knowledge.search.encoder import SUMS, EncoderMissing, check_sum, session, tokenizer

SUM = "006442f5ff70ac7dc5302237ab1dba1450ea0e3c1db43a107b8ab7a3d23759ff"
FILE = "reranker.onnx"
LONGEST = 192  # word pieces of question and clause together, as it was trained
LONGEST_QUESTION = 96
MISSING = "The reranker is not available ({reason}): of a hundred questions the right clause is first for four fewer."


class Reranker:
    """How well clauses answer a question, as numbers from about -10 to 10. Safe to use from several threads.

    It is loaded with the first pair, or by `ready`: no reading of policies needs it.
    """

    def __init__(self, folder: Path) -> None:
        check_sum(folder / FILE, SUM)
        check_sum(folder / "vocab.txt", SUMS["vocab.txt"])
        try:
            import onnxruntime
        except ImportError as error:
            raise EncoderMissing("onnxruntime is not installed") from error
        cut = tokenizer(folder / "vocab.txt").ids
        self._session = cache(lambda: session(onnxruntime, folder / FILE))
        self._stop = cut("", 2)[-1]
        self._clauses = lru_cache(maxsize=4_000)(lambda text: tuple(cut(text, LONGEST)[1:-1]))
        self._questions = lru_cache(maxsize=4)(lambda text: tuple(cut(text, LONGEST_QUESTION)))

    def ready(self) -> None:
        """Load it, so that the first pair need not wait."""
        self._session()

    def output(self, question: str, clause: str) -> float:
        """How well a clause answers, given as `Window.clause_path` writes it."""
        first, pieces = self._questions(question), self._clauses(clause)
        ids = np.array([*first, *pieces[: LONGEST - len(first) - 1], self._stop], dtype=np.int64)
        segments = np.zeros(len(ids), dtype=np.int64)
        segments[len(first) :] = 1
        return float(self._session().run(None, {"ids": ids, "segments": segments})[0][0])


_LOADING = threading.Lock()


def load_reranker() -> Reranker | None:
    """The shipped reranker, loaded once; None where it cannot be used (`reranker_status` says why)."""
    with _LOADING:
        return _load()[0]


def reranker_status() -> str:
    """One sentence for people on why it is not in use and what that costs; empty where it is."""
    with _LOADING:
        reranker, reason = _load()
    return "" if reranker else MISSING.format(reason=reason)


@cache
def _load() -> tuple[Reranker | None, str]:
    try:
        return Reranker(Path(str(resources.files("knowledge") / "model"))), ""
    except EncoderMissing as problem:
        return None, str(problem)
