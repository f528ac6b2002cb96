"""How a link reads: a number or an address stays readable where nothing can be pressed, and to a screen reader."""

from __future__ import annotations

import re

from bot.messages import Link
from bot.words import sentence

LOCAL_DIGITS = 7


def readable(link: Link) -> str:
    """The words of a link; of one that dials or writes, with the number or address where the label lacks it."""
    scheme, _, rest = link.url.partition(":")
    if scheme not in ("tel", "mailto") or rest in link.label or _names(link.label, rest):
        return link.label
    return sentence("core.link_number", label=link.label, address=rest)


def _names(label: str, address: str) -> bool:
    """Whether the digits of a number stand in the label, maybe without the code of the country."""
    said, dialled = (re.sub(r"\D", "", text) for text in (label, address))
    return bool(dialled) and (dialled in said or (len(said) >= LOCAL_DIGITS and dialled.endswith(said)))
