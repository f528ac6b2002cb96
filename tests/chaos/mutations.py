"""Ways to spoil a request: bytes that are not what was sent, and JSON that is not what was meant."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

Json = dict[str, Any]
Spoil = Callable[[Random, bytes], bytes]


def flipped(chance: Random, body: bytes) -> bytes:
    """One bit is another."""
    place = chance.randrange(len(body))
    return body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]


def cut(chance: Random, body: bytes) -> bytes:
    """The end is missing."""
    return body[: chance.randrange(len(body))]


def doubled(chance: Random, body: bytes) -> bytes:
    """A piece is there twice."""
    place = chance.randrange(1, len(body))
    return body[:place] + body


def inserted(chance: Random, body: bytes) -> bytes:
    """A few bytes too many."""
    place = chance.randrange(len(body))
    return body[:place] + chance.randbytes(chance.randint(1, 9)) + body[place:]


def noise(chance: Random, body: bytes) -> bytes:
    """Nothing but bytes."""
    return chance.randbytes(len(body))


BYTES: tuple[Spoil, ...] = (flipped, cut, doubled, inserted, noise)

BROKEN: tuple[bytes, ...] = (
    *(b"", b" ", b"null", b"5", b'"text"', b"[]", b"{", b"{]", b"\x00", b"\xff\xfe", b"{}{}", b"[" * 5000),
    *(b'{"a":' * 40 + b"1" + b"}" * 40, b'{"a":NaN}', b'{"a":' + b"9" * 5000 + b"}", b'{"a":"\xed\xa0\x80"}'),
)
"""Bodies that are no JSON object within the bounds."""

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**63, 10**300, 1.5, 1e308, "", " ", "x" * 5000, "\ud800", "\0", "<@U0>"),
    *([], {}, [[]], [None], [{}], {"id": None}, {"": ""}, ["U0SAM"], {"a": {"a": {"a": []}}}),
)


def changed(chance: Random, data: Json) -> Json:
    """The payload with one to three things taken away, put in another's place or replaced by something odd."""
    made = copy.deepcopy(data)
    for _ in range(chance.randint(1, 3)):
        holder, key = _somewhere(chance, made)
        if holder is None:
            break
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1:
                holder[key] = [holder[key]]
            case 2:
                holder[key] = {"value": holder[key]}
            case _:
                holder[key] = copy.deepcopy(chance.choice(ODD))
    return made


def _somewhere(chance: Random, node: Any) -> tuple[Any, Any]:
    """A place in nested JSON: its holder and its key or position there."""
    holder, key = None, None
    while isinstance(node, dict | list) and node:
        holder = node
        key = chance.choice(sorted(node)) if isinstance(node, dict) else chance.randrange(len(node))
        node = holder[key]
        if chance.random() < 0.3:
            break
    return holder, key


def encoded(data: Json) -> bytes:
    """JSON as it travels; half characters are written out."""
    return json.dumps(data).encode()
