"""Chat is down: whoever is asked gets an e-mail that says that something waits, and can acknowledge by its link."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from email import message_from_string, policy
from pathlib import Path

import pytest

from bot.words import sentence
from incidents.records import DeliveryState
from knowledge.library import Library
from tests.scenarios.canary import CANARIES, has_canary
from tests.scenarios.house import DANA, PRIYA, SAM, House, Vendors, house
from tests.scenarios.person import reports
from tests.scenarios.test_across_platforms import ENDED
from tests.scenarios.test_installation_faults import slack
from tests.standins.mail_server import MailServer
from tests.standins.slack_api import Fault

PUBLIC = "https://bot.portmaribel.example"
VIOLENT = {**ENDED, "behaviours": ("violence_person",)}
DOWN = slack(Fault(error="service_unavailable"))


@pytest.fixture
async def mail(tmp_path: Path) -> AsyncIterator[MailServer]:
    async with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
async def it(
    around: Vendors, tmp_path: Path, database_url: str, library: Library, mail: MailServer
) -> AsyncIterator[House]:
    """The program with a mail server, and a public address for links."""
    data = tmp_path / "data"
    async with house(around, data, database_url, library, mail=mail, public_url=PUBLIC) as running:
        yield running


async def waits(it: House, minutes: float) -> None:
    """Time passes as a worker sees it that looks every second: in small steps."""
    for _ in range(int(minutes * 2)):
        await it.pass_time(seconds=30)


def link_in(raw: str) -> str:
    """The path of the link in an e-mail."""
    words = message_from_string(raw, policy=policy.default).get_content()
    (path,) = re.findall(re.escape(PUBLIC) + r"(/[wh]/\S+)", words)
    return str(path)


async def opens(it: House, path: str, method: str = "GET") -> tuple[int, str]:
    async with it.vendors.session.request(method, it.address + path) as answer:
        assert "no-store" in answer.headers.get("Cache-Control", "")
        return answer.status, await answer.text()


async def test_d20_a_violent_report_that_chat_cannot_bring_is_mailed_within_two_minutes(
    it: House, mail: MailServer
) -> None:
    sam = await it.person("teams", SAM)
    await it.person("slack", PRIYA)
    DOWN(it)
    await reports(
        sam,
        {
            **VIOLENT,
            **{name: CANARIES[name] for name in ("customer", "happened", "warning_note")},
            "behaviours": ("violence_person",),
        },
    )
    await waits(it, 1.5)
    assert mail.taken == []
    await waits(it, 0.5)
    (raw,) = mail.to(PRIYA)
    record = await it.record()
    parsed = message_from_string(raw, policy=policy.default)
    assert parsed["Subject"] == sentence("mail.subject", reference=record.reference)
    everything = raw + parsed.get_content()
    assert not has_canary(everything.encode())
    for word in (*CANARIES.values(), "Sam", "Okafor", "violence", "threat", "Priya Raman"):
        assert word not in everything
    await waits(it, 1)
    assert len(mail.to(PRIYA)) == 1, "one e-mail for one notice"


async def test_a_report_without_danger_is_mailed_after_ten_and_the_ladder_climbs_all_the_same(
    it: House, mail: MailServer
) -> None:
    sam = await it.person("teams", SAM)
    await it.person("teams", DANA)
    await it.person("slack", PRIYA)
    DOWN(it)
    await reports(sam, ENDED)
    await it.pass_time(minutes=9)
    assert mail.taken == []
    await waits(it, 1)
    assert len(mail.to(PRIYA)) == 1
    assert it.alerts(DANA), "the next one was asked in chat"
    assert mail.to(DANA) == [], "no e-mail where chat delivered"
    assert ("mailed", PRIYA) in [(one.kind, one.detail) for one in (await it.record()).timeline]


async def test_no_mail_where_chat_is_back_in_time(it: House, mail: MailServer) -> None:
    sam = await it.person("teams", SAM)
    await it.person("slack", PRIYA)
    mends = DOWN(it)
    await reports(sam, VIOLENT)
    await waits(it, 1)
    mends()
    await waits(it, 5)
    assert it.alerts(PRIYA)
    assert mail.taken == []


async def test_the_link_acknowledges_by_its_button_once_and_by_nothing_else(
    it: House, mail: MailServer
) -> None:
    sam = await it.person("teams", SAM)
    await it.person("slack", PRIYA)
    DOWN(it)
    await reports(sam, VIOLENT)
    await waits(it, 2)
    path, record = link_in(mail.to(PRIYA)[0]), await it.record()
    for method in ("HEAD", "GET", "GET"):
        status, page = await opens(it, path, method)
        assert status == 200
    assert record.reference in page
    assert sentence("mail.page_button", reference=record.reference) in page
    assert not re.search("Priya|Sam|Okafor|shout|violen", page)
    assert (await it.record()).acknowledged_at is None, "a scanner of mail acknowledges nothing"
    status, page = await opens(it, path, "POST")
    assert status == 200
    assert sentence("mail.page_done", reference=record.reference) in page
    acknowledged = await it.record()
    assert acknowledged.acknowledged_by == PRIYA
    await it.settle()
    assert "Priya Raman acknowledged" in sam.told[-1]
    (row,) = [one for one in acknowledged.deliveries if one.recipient == PRIYA]
    assert row.state is DeliveryState.ACKNOWLEDGED
    status, page = await opens(it, path, "POST")
    assert sentence("mail.page_already", reference=record.reference) in page
    forged = path[:-4] + ("AAAA" if not path.endswith("AAAA") else "BBBB")
    status, page = await opens(it, forged, "POST")
    assert status == 404
    assert record.reference not in page


async def test_a_mail_server_that_is_down_delays_nothing_in_chat_and_is_tried_until_it_is_back(
    it: House, mail: MailServer
) -> None:
    sam = await it.person("teams", SAM)
    await it.person("teams", DANA)
    await it.person("slack", PRIYA)
    DOWN(it)
    await mail.break_down()
    await reports(sam, VIOLENT)
    await waits(it, 2.5)
    await it.pass_time(minutes=8)
    assert it.alerts(DANA), "the ladder climbed on time"
    _, health = await it.get("/healthz")
    assert "E-mail cannot be sent (smtp_no_answer)." in str(health)
    await mail.begin(mail.port)
    await waits(it, 1)
    assert len(mail.to(PRIYA)) == 1
    _, health = await it.get("/healthz")
    assert "E-mail" not in str(health)


async def test_without_a_public_address_the_mail_says_to_open_the_bot_and_there_is_no_page(
    around: Vendors, tmp_path: Path, database_url: str, library: Library, mail: MailServer
) -> None:
    async with house(around, tmp_path / "data", database_url, library, mail=mail) as it:
        sam = await it.person("teams", SAM)
        await it.person("slack", PRIYA)
        DOWN(it)
        await reports(sam, VIOLENT)
        await waits(it, 2)
        (raw,) = mail.to(PRIYA)
        words = message_from_string(raw, policy=policy.default).get_content()
        assert "http" not in words
        assert sentence("mail.open") in words
        assert (await it.get("/readyz"))[0] == 200
        async with around.session.get(it.address + "/w/" + "0" * 32 + "-1-" + "a" * 43) as answer:
            assert answer.status == 404


async def test_d41_a_call_that_chat_cannot_bring_is_mailed_and_the_page_says_where_to_go_once_pressed(
    it: House, mail: MailServer
) -> None:
    sam = await it.person("teams", SAM)
    await it.person("slack", PRIYA)
    DOWN(it)
    await sam.writes("I need somebody here now")
    await waits(it, 2.5)
    (raw,) = mail.to(PRIYA)
    words = raw + str(message_from_string(raw, policy=policy.default).get_content())
    for word in ("Sam", "Okafor", "Front counter", "Priya Raman"):
        assert word not in words
    path = link_in(raw)
    for method in ("HEAD", "GET"):
        status, page = await opens(it, path, method)
        assert status == 200
    assert sentence("call_mail.page_button") in page
    assert "Front counter" not in page
    assert "Priya Raman is on the way" not in "".join(sam.told), "a scanner of mail says nothing"
    status, page = await opens(it, path, "POST")
    assert status == 200
    assert sentence("call_mail.page_where", place="Front counter, Town Hall") in page
    await it.settle()
    assert "Priya Raman is on the way to you" in sam.told[-1]
    _, page = await opens(it, path)
    (taken_back,) = re.findall(r'formaction="(\?pressed=\w+)"', page)
    status, page = await opens(it, path + taken_back, "POST")
    assert (status, sentence("call_mail.page_left") in page) == (200, True)
    assert "Front counter" not in page
    await it.settle()
    assert any("Priya Raman is not coming after all" in one for one in sam.told)
    status, page = await opens(it, path[:-4] + ("AAAA" if not path.endswith("AAAA") else "BBBB"), "POST")
    assert status == 404
    assert "Front counter" not in page
