"""E-mail addresses and telephone numbers, as far as a mistake in one can be seen."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 254  # characters of an address that any mail system takes
_LOCAL = re.compile(r"[^\s@,;:<>()\[\]\"\\]+")
_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address, such as name@town.example, and nothing besides."""
    local, at, domain = text.rpartition("@")
    labels = domain.split(".")
    return (
        bool(at)
        and len(text) <= LONGEST
        and bool(_LOCAL.fullmatch(local))
        and not (local.startswith(".") or local.endswith(".") or ".." in local)
        and len(labels) >= 2
        and all(map(_LABEL.fullmatch, labels))
        and not labels[-1].isdigit()
        and not any(unicodedata.category(one).startswith("C") for one in text)
    )


def is_number(text: str) -> bool:
    """Whether a text can be dialled: it holds a digit; words such as "ext." may stand beside."""
    return any(one.isdecimal() for one in text)
