"""Posting one message: the arguments every posting call shares, and what to do when Slack refuses its layout."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from adapters.slack.blocks import Json
from adapters.slack.calls import CallFailed
from adapters.slack.failures import BLOCKS_REFUSED
from adapters.slack.parse import SHARED_FROM
from adapters.slack.render import draw, in_words, summary
from bot.messages import Message

LOG = structlog.get_logger(__name__)

QUIET: Json = {
    "parse": "none",
    "link_names": False,
    "unfurl_links": False,
    "unfurl_media": False,
    "mrkdwn": False,
}
"""Slack must not make mentions, links or previews of words in the fallback text."""

Post = Callable[[Json], Awaitable[Mapping[str, Any]]]


async def post(send: Post, message: Message, *, about: str = "") -> Mapping[str, Any]:
    """Call `send` with `text` and `blocks`; if Slack refuses the blocks, once more in words alone.

    `about` is the thread this message was asked in, for buttons that may share it there later. Raises
    CallFailed.
    """
    content: Json = {"text": summary(message), "blocks": _marked(draw(message), about)}
    try:
        return await send(content)
    except CallFailed as failed:
        if failed.code not in BLOCKS_REFUSED:
            raise
        LOG.warning("slack_blocks_refused", code=failed.code)
        return await send({"text": in_words(message), "blocks": []})


def _marked(blocks: list[Json], about: str) -> list[Json]:
    if not about:
        return blocks
    return [
        {**block, "block_id": f"{SHARED_FROM}{about}#{index}"} if block["type"] == "actions" else block
        for index, block in enumerate(blocks)
    ]
