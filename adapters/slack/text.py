"""Text on its way to Slack and back: nothing a person typed may become a mention, a link or a hidden mark.

Escaping: docs.slack.dev/messaging/formatting-message-text#escaping
"""

from __future__ import annotations

import re
from collections.abc import Iterator

CUT = " …"

# Direction overrides and isolates can make a name read as another (Trojan Source, CVE-2021-42574), and
# Slack refuses some control characters: all are shown as what they are.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MARKUP = re.compile(
    r"<(?P<target>[@#!][^<>|]{1,200}|(?:https?|mailto|tel):[^<>|]{1,3000})(?:\|(?P<label>[^<>]*))?>"
)


def visible(text: str) -> str:
    """The text with hidden characters spelled out as `\\u202e`; line breaks and tabs stay."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", unix)


def escape(text: str) -> str:
    """The text for a mrkdwn field: `&`, `<` and `>` become entities, so no markup can start."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What `escape` made, undone; Slack returns texts and button values escaped (bolt-python issue 513)."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str) -> str:
    """A message as Slack sends it, as plain text: links become their label or address, mentions `@name`."""
    return unescape(_MARKUP.sub(_spoken, text)).strip()


def without_mention(text: str, user: str) -> str:
    """The text without the bot's own mention; it may stand anywhere."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>[:,]?\s*", "", text, count=1)


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, the cut marked visibly."""
    return text if len(text) <= limit else text[: limit - len(CUT)].rstrip() + CUT


def chunks(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most `limit`, broken at line ends or blanks where there are any."""
    while len(text) > limit:
        cut = max(text.rfind("\n", limit // 2, limit), text.rfind(" ", limit // 2, limit)) + 1 or limit
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def _spoken(found: re.Match[str]) -> str:
    target, label = found["target"], found["label"]
    if target[0] in "@#":
        return target[0] + (label or target[1:])
    if target[0] == "!":
        return "@" + (label or target[1:].split("^")[0]).lstrip("@")
    return label or target.removeprefix("mailto:").removeprefix("tel:")
