"""What is broken between us and a platform is waited for and shouted about; nobody is passed over for it (D20)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.words import sentence
from tests.scenarios.house import CAO, DANA, PRIYA, SAM, House
from tests.scenarios.person import reports
from tests.scenarios.test_across_platforms import ENDED
from tests.scenarios.test_escalation import counts
from tests.standins.slack_api import Fault

METHODS = (
    "chat.postMessage",
    "chat.update",
    "conversations.open",
    "conversations.history",
    "users.lookupByEmail",
)
Break = Callable[[House], Callable[[], None]]


def slack(fault: Fault) -> Break:
    """Slack answers everything the bot sends with this."""

    def breaks(it: House) -> Callable[[], None]:
        for method in METHODS:
            it.vendors.slack.fail(method, fault, times=1000)
        return it.vendors.slack._faults.clear

    return breaks


def teams(path: str, **how: object) -> Break:
    """Microsoft answers what goes to this path so; the bot has to log in again."""

    def breaks(it: House) -> Callable[[], None]:
        login = it.teams._connector._login
        login.forget(login._token)
        it.vendors.teams.fail(path, times=1000, **how)
        return it.vendors.teams.faults.clear

    return breaks


FAULTS = {
    "token_revoked": ("slack", slack(Fault(error="token_revoked")), "slack token_revoked"),
    "missing_scope": ("slack", slack(Fault(error="missing_scope")), "slack missing_scope"),
    "a word of next year": ("slack", slack(Fault(error="not_today")), "slack not_today"),
    "a proxy's 404": ("slack", slack(Fault(status=404)), "slack http_404"),
    "a proxy's page": ("slack", slack(Fault(page=True)), "slack http_200"),
    "a wrong secret": (
        "teams",
        teams("/oauth2/", status=401, code="invalid_client"),
        "teams invalid_client",
    ),
    "a proxy's 403 before Teams": ("teams", teams("/activities", status=403, page=True), "teams http_403"),
    "a proxy's page before Teams": ("teams", teams("/activities", status=200, page=True), "teams http_200"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_while_it_lasts_nobody_is_passed_over_and_afterwards_the_head_is_asked_first(
    it: House, fault: tuple[str, Break, str]
) -> None:
    platform, breaks, reason = fault
    other = {"slack": "teams", "teams": "slack"}[platform]
    for one in (PRIYA, DANA, CAO):
        await (await it.person(platform, one)).writes("hello")
    sam = await it.person(other, SAM)
    mend = breaks(it)
    await reports(sam, ENDED)
    for _ in range(8):
        await it.pass_time(minutes=6)
    assert counts(it) == (0, 0, 0)
    status, health = await it.get("/healthz")
    assert status == 503
    assert reason in f"{health}"
    assert "portmaribel" not in f"{health}"
    assert [text for text in sam.told if sentence("notice.held") in text], "the reporter can call somebody"
    mend()
    await it.pass_time(seconds=30)
    assert counts(it) == (1, 0, 0)
    assert await it.get("/healthz") == (200, {"ok": True, "reasons": []})
    await it.pass_time(minutes=9)
    assert counts(it) == (1, 0, 0)
    await it.pass_time(minutes=1)
    assert counts(it) == (1, 1, 0)


async def test_who_is_on_the_other_platform_too_is_told_there(it: House) -> None:
    sam = await it.person("teams", SAM)
    on_teams = await it.person("teams", PRIYA)
    await on_teams.writes("hello")
    await (await it.person("slack", PRIYA)).writes("hello")
    slack(Fault(error="token_revoked"))(it)
    await reports(sam, ENDED)
    assert counts(it)[0] == 1
    assert [text for text in on_teams.told if "Sam Okafor" in text]
