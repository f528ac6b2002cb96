"""The words orders are made of: what people call the bot's things, and whom an order may be about.

A row of the tables is one kind of order. `order` is matched against what follows "please", "can you" or "I want
to"; `wish` only where such words stood there, for what alone may name a subject ("file a complaint"); `asks`
against the whole text, for questions about the bot's own things ("was my report read?"). `does` names the command
that does it; where none can, `near` names what comes nearest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.typed import TYPED


@dataclass(frozen=True, slots=True)
class Order:
    """One kind of order; `near` are names in `WAYS` of `orders`. `named` hands the name in the order to `does`, after
    the word `before`; `keeps` hands on the whole text.
    """

    name: str
    order: re.Pattern[str] | None = None
    asks: re.Pattern[str] | None = None
    wish: re.Pattern[str] | None = None
    does: str = ""
    named: bool = False
    near: tuple[str, ...] = ()
    before: str = ""
    keeps: bool = False


END = TYPED.text("order_words.end")


NO_NAMES = frozenset(TYPED.words("order_words.no_names"))
"""Words in capitals that begin no name."""


def whole(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern}){END}[ ?!.,]*\Z" for pattern in patterns))


def begins(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{pattern})(?!\w)" for pattern in patterns))
