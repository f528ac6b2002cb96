"""What Slack said of our credentials holds until something shows that it is mended."""

from __future__ import annotations

import pytest

from adapters.slack.standing import BELIEVED_SECONDS, SlackStanding


@pytest.mark.parametrize("word", ["users_not_found", "expired_trigger_id", "channel_not_found"])
def test_a_scope_is_there_again_when_the_method_says_anything_else(word: str) -> None:
    standing = SlackStanding()
    standing.failed("views.open", "missing_scope")
    standing.worked("chat.postMessage")
    assert standing.code == "missing_scope"
    standing.failed("views.open", word)
    assert standing.code == ""


@pytest.mark.parametrize("word", ["", "ratelimited", "internal_error"])
def test_what_says_nothing_of_the_credentials_mends_nothing(word: str) -> None:
    standing = SlackStanding()
    standing.failed("chat.postMessage", "token_revoked")
    standing.failed("chat.postMessage", word)
    assert standing.code == "token_revoked"


def test_a_method_that_is_never_called_again_keeps_nobody_awake_for_ever() -> None:
    now = [0.0]
    standing = SlackStanding(lambda: now[0])
    standing.failed("views.open", "missing_scope")
    standing.failed("chat.postMessage", "token_revoked")
    now[0] = BELIEVED_SECONDS
    assert standing.code == "token_revoked", "no call at all works: that is for somebody to mend"
    standing.worked("auth.test")
    assert standing.code == ""
