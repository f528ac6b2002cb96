"""What leaves as a link: https, tel and mailto, on every surface and for every part that carries an address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.drawing import draw as draw_in_terminal
from adapters.platforms import TeamsLook
from adapters.slack.render import draw as draw_for_slack
from adapters.teams.render import OWN_PICTURE
from adapters.teams.render import draw as draw_for_teams
from bot.messages import Image, Link, Links, Message, Part, Quote

ALLOWED = ("https://", "tel:", "mailto:")
BAD = (
    *("javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)"),
    *("vbscript:x", "data:text/html,<script>x</script>", "file:///etc/passwd", "http://town.example/"),
    *("ftp://x", "//evil.example", "intent://x", "ms-word:ofe|u|x", "slack://user", "https:javascript:x", ""),
)
PARTS: dict[str, Callable[[str], Part]] = {
    "a quotation": lambda url: Quote(text="words", citation="Policy 4.3", url=url),
    "a list of links": lambda url: Links((Link("here", url),)),
    "a picture": lambda url: Image(url, "a map"),
}
RENDERERS: dict[str, Callable[[Message], Any]] = {
    "Slack": draw_for_slack,
    "Teams": lambda message: draw_for_teams(message, ""),
    "the local page": TeamsLook().draw,
}


def addresses(drawn: Any) -> Iterator[str]:
    """Every address in a drawing that somebody can be led to."""
    if isinstance(drawn, list):
        for one in drawn:
            yield from addresses(one)
    elif isinstance(drawn, dict):
        if drawn.get("type") == "mrkdwn":
            yield from re.findall(r"<([^|>]*)[|>]", drawn["text"])
        for name, value in drawn.items():
            if name in ("url", "image_url") and isinstance(value, str):
                yield value
            else:
                yield from addresses(value)


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("url", BAD)
def test_no_other_scheme_leaves_as_a_link(renderer: str, part: str, url: str) -> None:
    drawn = RENDERERS[renderer](Message("x", (PARTS[part](url),)))
    assert list(addresses(drawn)) == []


@pytest.mark.parametrize("renderer", RENDERERS)
def test_the_control_what_is_allowed_does_leave(renderer: str) -> None:
    links = tuple(Link("here", f"{scheme}town.example") for scheme in ALLOWED)
    quoted = Quote(text="words", citation="Policy 4.3", url="https://town.example/p")
    drawn = RENDERERS[renderer](Message("x", (Links(links), quoted)))
    assert sorted(addresses(drawn)) == sorted([*(link.url for link in links), quoted.url])


@given(st.sampled_from(sorted(RENDERERS)), st.sampled_from(sorted(PARTS)), st.text(max_size=40))
def test_nothing_anybody_could_write_leaves_as_another_link(renderer: str, part: str, url: str) -> None:
    drawn = RENDERERS[renderer](Message("x", (PARTS[part](url),)))
    assert all(found.startswith((*ALLOWED, OWN_PICTURE)) for found in addresses(drawn))
    json.dumps(drawn)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("url", [*BAD, "https://town.example/"])
def test_the_terminal_makes_no_links_at_all(part: str, url: str) -> None:
    assert "\x1b]8" not in draw_in_terminal(Message("x", (PARTS[part](url),)), [], width=80)
