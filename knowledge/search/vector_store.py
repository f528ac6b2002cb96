"""Vectors of texts kept between runs: a text that was encoded once is never encoded again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from foundation.atomic_files import keep
from foundation.fingerprint import constants, fingerprint
from knowledge.search.encoder import LONGEST, SUMS, WIDTH, Vector
from knowledge.text import tokenizer

Progress = Callable[[str, int, int], None]
Kept = npt.NDArray[np.float16]
KEY = 16  # bytes of a text's hash
# Raise when texts are encoded in another way. The code itself does not count here: the vectors that are shipped
# would have to be made again whenever a comment changed.
RELEASE = "2"
CUT = "knowledge.tokenizer"  # A label under which vectors were kept before, wherever the tokenizer lies now.


def encoded_by() -> str:
    """A hash over what makes a vector besides its text: model, vocabulary, and how a text is cut into pieces."""
    cut = (f"{CUT}.{constant}" for constant in constants(tokenizer))
    return fingerprint([RELEASE, repr(sorted(SUMS.items())), f"{LONGEST} {WIDTH}", *cut])


def key_of(text: str) -> bytes:
    """What a text's vector is kept under; another encoder gives other keys."""
    return _key(text, encoded_by())


def _key(text: str, by: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=KEY, key=by.encode()).digest()


class VectorStore:
    """Two files of a cache folder: keys and vectors (16-bit, mapped when read). Without a folder: nothing is kept.

    With `keeps` false, what lies there is used and left as it is. `besides` is a folder with two such files that
    came with the texts: what is there need not be encoded, and is kept like the rest.
    """

    def __init__(self, folder: Path | None, *, keeps: bool = True, besides: Path | None = None) -> None:
        self._keeps = keeps
        self._besides = VectorStore(besides, keeps=False) if besides else None
        self._keys = folder / "vectors.keys" if folder else None
        self._values = folder / "vectors.npy" if folder else None

    def vectors(
        self, texts: Sequence[str], encode: Callable[[str], Vector], progress: Progress | None = None
    ) -> Kept:
        """One vector a text, in order; only those not seen before are encoded, then all are kept."""
        by = encoded_by()
        keys = [_key(text, by) for text in texts]
        old, values = self._read()
        unique = list(dict.fromkeys(zip(keys, texts, strict=True)))
        rows = {key: row for row, (key, _) in enumerate(unique)}
        result = np.empty((len(unique), WIDTH), dtype=np.float16)
        known = [(row, old[key]) for row, (key, _) in enumerate(unique) if key in old]
        if known:
            result[[row for row, _ in known]] = values[[place for _, place in known]]
        fresh = [(row, text) for row, (key, text) in enumerate(unique) if key not in old]
        if fresh and self._besides:
            encode = self._besides.known(encode)
        for done, (row, text) in enumerate(fresh, start=1):
            result[row] = encode(text)
            if progress:
                progress("embedding", done, len(fresh))
        if fresh or len(unique) != len(old):
            self._write([key for key, _ in unique], result)
        return result[[rows[key] for key in keys]]

    def known(self, encode: Callable[[str], Vector]) -> Callable[[str], Vector]:
        """The same, but what is kept here is looked up."""
        (old, values), by = self._read(), encoded_by()

        def looked_up(text: str) -> Vector:
            place = old.get(_key(text, by))
            return encode(text) if place is None else values[place].astype(np.float32)

        return looked_up

    def _read(self) -> tuple[dict[bytes, int], Kept]:
        nothing: Kept = np.empty((0, WIDTH), dtype=np.float16)
        if not (self._keys and self._values and self._keys.exists() and self._values.exists()):
            return {}, nothing
        try:
            raw = self._keys.read_bytes()
            values = np.load(self._values, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return {}, nothing
        keys = [raw[at : at + KEY] for at in range(0, len(raw), KEY)]
        if values.shape != (len(keys), WIDTH) or values.dtype != np.float16 or not self._still(raw):
            return {}, nothing  # Written by somebody else, just now or in part: encode again.
        return {key: place for place, key in enumerate(keys)}, values

    def _still(self, raw: bytes) -> bool:
        """Whether no other process has written meanwhile; whoever writes takes the keys away first."""
        try:
            return self._keys is not None and self._keys.read_bytes() == raw
        except OSError:
            return False

    def _write(self, keys: list[bytes], values: Kept) -> None:
        if not (self._keeps and self._keys and self._values):
            return
        # Keys last: while they do not fit the values, nothing is believed.
        try:
            self._keys.unlink(missing_ok=True)
        except OSError:
            return
        if keep(self._values, lambda file: np.save(file, values, allow_pickle=False)):
            keep(self._keys, lambda file: file.write(b"".join(keys)))
