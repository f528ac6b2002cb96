"""Files on Slack and Teams, from real payloads to bytes that come back: fetched, added, opened, and by whom."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from bot.people import People
from bot.people import Person as Listed
from bot.words import sentence
from incidents.escalation import Escalation
from incidents.rules.file_limits import LARGEST, MOST_AT_ONCE
from tests.fixtures.a_file import PDF, a_picture
from tests.scenarios.house import PRIYA, SAM, House, Start, Vendors
from tests.scenarios.person import OnSlack, OnTeams, Person, reports
from tests.scenarios.test_across_platforms import ENDED, both_ways
from tests.scenarios.test_canary import logs
from tests.scenarios.test_council_call import CALL
from tests.scenarios.test_messages import CALLUM
from tests.scenarios.test_requests import INGRID, number_in
from tests.standins.slack_api import BOT_TOKEN
from tests.standins.slack_api import Fault as SlackFault

__all__ = ["logs"]

WEN = "wen.zhao@portmaribel.example"
NAME = "Casey Quill at the counter.jpg"
ADD_TO = re.compile(r"Add to [0-9A-Z]{3}-[0-9A-Z]{3}")
on_each = pytest.mark.parametrize("platform", ["slack", "teams"])


def files_below(folder: Path) -> list[bytes]:
    """What the program wrote."""
    return [one.read_bytes() for one in folder.rglob("*") if one.is_file()]


async def with_report(it: House, platform: str) -> tuple[Person, str]:
    """Somebody who filed a report, and its reference."""
    sam = await it.person(platform, SAM)
    await reports(sam, ENDED)
    return sam, (await it.record()).reference


@both_ways
async def test_a_photo_goes_from_the_author_to_the_head_and_what_comes_back_is_what_was_sent(
    it: House, here: str, there: str
) -> None:
    priya = await it.person(there, PRIYA)
    sam, reference = await with_report(it, here)
    photo = a_picture(size=(900, 700))
    await sam.sends_files({NAME: photo})
    assert sentence("attachment.which") in sam.told[-1]
    await sam.presses(sentence("attachment.add_to", reference=reference))
    assert sentence("attachment.added", count=1, reference=reference) in sam.told[-1]
    assert sentence("notice.added", reference=reference) in priya.told[-1]
    await priya.writes(f"reports {reference}")
    await priya.presses(sentence("act.more"))
    await priya.presses(sentence("attachment.with_paper"))
    assert "Casey" not in priya.told[-1], "names are on no card"
    await priya.presses(sentence("attachment.open_one", number=1))
    assert await priya.takes_file() == photo
    await priya.presses(sentence("notice.read"))
    assert "Casey Quill at the counter.jpg" in priya.form


@both_ways
async def test_r02_a_photo_of_what_is_to_be_done_goes_to_those_who_see_to_the_request(
    it: House, here: str, there: str
) -> None:
    sam, ingrid = await it.person(here, SAM), await it.person(there, INGRID)
    await sam.writes("request a pothole")
    await sam.presses(sentence("core.open_form_button"))
    await sam.fills(CALL)
    await sam.sends()
    reference, photo = number_in(sam), a_picture(size=(900, 700))
    await sam.sends_files({NAME: photo}, f"photo for {reference}")
    assert sentence("attachment.added", count=1, reference=reference) in sam.told[-1]
    assert sentence("request.news_file", reference=reference) in ingrid.told[-1]
    assert "Casey" not in "".join(ingrid.told), "a notice is read over shoulders"
    await ingrid.writes(f"requests {reference}")
    await ingrid.presses(sentence("act.more"))
    await ingrid.presses(sentence("attachment.files"))
    await ingrid.presses(sentence("attachment.open_one", number=1))
    assert await ingrid.takes_file() == photo


@both_ways
async def test_a09_what_was_handed_over_for_a_colleague_comes_with_the_message(
    it: House, here: str, there: str
) -> None:
    sam, callum = await it.person(here, SAM), await it.person(there, CALLUM)
    await sam.writes("message for Callum Byrne")
    await sam.presses(sentence("core.open_form_button"))
    await sam.fills(
        {"message_caller": "Rita Hollis", "message_number": "555-0177", "message_words": "About the culvert"}
    )
    await sam.sends()
    await sam.presses(sentence("act.attach"))
    await sam.sends_files({NAME: a_picture()})
    (label,) = set(ADD_TO.findall(sam.told[-1]))
    await sam.presses(label)
    reference = label.split()[-1]
    told = sentence("message.told_attached", name="Sam Okafor", reference=reference)
    assert told in callum.told[-1]
    await callum.writes(reference)
    await callum.presses(sentence("attachment.button", number=1))
    await callum.presses(sentence("attachment.open_one", number=1))
    assert await callum.takes_file() == a_picture()


@on_each
async def test_a_right_that_ended_before_the_file_was_opened_gives_none(it: House, platform: str) -> None:
    priya = await it.person(platform, PRIYA)
    sam, reference = await with_report(it, platform)
    await sam.sends_files({NAME: PDF}, f"for report {reference}")
    assert sentence("attachment.added", count=1, reference=reference) in sam.told[-1]
    await priya.writes(f"reports {reference}")
    await priya.presses(sentence("act.more"))
    await priya.presses(sentence("attachment.with_paper"))
    before = len(it.vendors.slack.files) + len(it.vendors.teams.files)
    listed = it.core.folder.people
    others = [one for one in listed.by_key.values() if one.key != PRIYA]
    it.core.desk.use(Escalation(it.core.folder.ladder, People.of((*others, Listed(PRIYA, "Priya", PRIYA)))))
    await priya.presses(sentence("attachment.open_one", number=1))
    assert sentence("notice.nothing_to_show") in priya.told[-1]
    assert len(it.vendors.slack.files) + len(it.vendors.teams.files) == before


@on_each
async def test_a_colleague_who_knows_the_reference_adds_nothing(it: House, platform: str) -> None:
    _, reference = await with_report(it, platform)
    wen = await it.person(platform, WEN)
    await wen.sends_files({"a.pdf": PDF}, f"report {reference}")
    assert sentence("notice.nothing_to_show") in wen.told[-1]
    assert (await it.record()).files == ()


@on_each
async def test_the_token_goes_to_the_platform_alone_and_no_redirect_is_followed(
    it: House, platform: str
) -> None:
    sam, _ = await with_report(it, platform)
    slack, teams = it.vendors.slack, it.vendors.teams
    for url in (
        "https://evil.example/letter.pdf",
        f"{slack.url.replace('127.0.0.1', 'localhost')}/files-pri/F0/x",
        "https://files.slack.com.evil.example/x",
        "https://files.slack.com@evil.example/x",
        "https://town.sharepoint.com.evil.example/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[",
        f"{slack.url}/files-pri/F0/a b",
        "",
    ):
        told = (
            {"url_private_download": url, "url_private": url} if platform == "slack" else {"downloadUrl": url}
        )
        await sam.sends_files({"letter.pdf": PDF}, **told)
        assert sentence("attachment.not_read", name="letter.pdf") in sam.told[-1]
    assert slack.taken == []
    assert not [one for one in teams.calls if "/sent/" in one.path]
    slack._faults["file"].append(SlackFault(status=302))
    teams.fail("/sent/", status=302, headers={"Location": f"{teams.url}/sent/other"})
    await sam.sends_files({"letter.pdf": PDF})
    assert sentence("attachment.not_read", name="letter.pdf") in sam.told[-1]
    assert len(slack.taken) + len([one for one in teams.calls if "/sent/" in one.path]) == 1


@on_each
async def test_the_right_token_comes_along_where_the_platform_wants_one(it: House, platform: str) -> None:
    sam, _ = await with_report(it, platform)
    if isinstance(sam, OnTeams):
        await sam.client.pastes_picture(a_picture("PNG"))
        fetched = [one.token for one in it.vendors.teams.calls if "/attachments/" in one.path]
        assert fetched == [f"token-{it.vendors.teams.logins}"]
    else:
        await sam.sends_files({"a.png": a_picture("PNG")})
        assert {token for _, token in it.vendors.slack.taken} == {BOT_TOKEN}
    assert sentence("attachment.which") in sam.told[-1]


async def test_a_pasted_picture_from_elsewhere_gets_no_token(it: House) -> None:
    sam, _ = await with_report(it, "teams")
    assert isinstance(sam, OnTeams)
    await sam.client.pastes_picture(a_picture("PNG"), contentUrl="https://evil.example/x.png")
    assert sentence("attachment.not_read", name="file") in sam.told[-1]


@on_each
async def test_more_than_is_taken_is_cut_off_whatever_was_announced(it: House, platform: str) -> None:
    sam, _ = await with_report(it, platform)
    told: dict[str, Any] = {"size": 10} if platform == "slack" else {}
    await sam.sends_files({"film.mp4": bytes(2 * LARGEST)}, **told)
    assert sentence("attachment.too_large", name="film.mp4", size="20 MB") in sam.told[-1]


async def test_what_slack_says_is_too_large_is_not_even_fetched(it: House) -> None:
    sam, _ = await with_report(it, "slack")
    await sam.sends_files({"film.mp4": b"x"}, size=LARGEST + 1)
    assert it.vendors.slack.taken == []
    assert sentence("attachment.too_large", name="film.mp4", size="20 MB") in sam.told[-1]


@on_each
async def test_what_is_beyond_the_files_taken_at_once_is_told_and_not_fetched(
    it: House, platform: str
) -> None:
    sam, _ = await with_report(it, platform)
    await sam.sends_files({f"{number}.txt": b"words" for number in range(MOST_AT_ONCE + 1)})
    assert sentence("attachment.left_out", count=1, most=MOST_AT_ONCE) in "\n".join(sam.told)
    assert list((await it.core.desk.attaching.waiting(SAM)).values()) == [MOST_AT_ONCE]
    fetched = len(it.vendors.slack.taken) or len(
        [one for one in it.vendors.teams.calls if "/sent/" in one.path]
    )
    assert fetched == MOST_AT_ONCE


@on_each
async def test_a_page_to_log_in_is_no_file(it: House, platform: str) -> None:
    sam, _ = await with_report(it, platform)
    it.vendors.slack._faults["file"].append(SlackFault(page=True))
    it.vendors.teams.fail("/sent/", status=200, page=True)
    await sam.sends_files({"letter.pdf": PDF})
    assert sentence("attachment.not_read", name="letter.pdf") in sam.told[-1]


async def test_a_file_slack_tells_of_twice_waits_once(it: House) -> None:
    sam, _ = await with_report(it, "slack")
    assert isinstance(sam, OnSlack)
    event = sam.client.event_with_files({"a.pdf": PDF})
    for _ in range(2):
        await sam.client.line(event)
        await it.settle()
    assert list((await it.core.desk.attaching.waiting(SAM)).values()) == [1]


async def test_no_name_and_no_byte_of_a_file_leaves_a_trace(
    logs: io.StringIO, start: Start, around: Vendors, tmp_path: Path
) -> None:
    name, words = "canary-of-a-name.txt", b"canary of a letter, word for word"
    async with start() as it:
        sam, reference = await with_report(it, "slack")
        await sam.sends_files({name: words}, f"report {reference}")
        assert (await it.record()).files
        await sam.sends_files({"canary-refused.exe": b"MZ canary" + bytes(90)})
        await sam.sends_files({"canary-lost.txt": words}, url_private_download="https://evil.example/canary")
        evidence = files_below(tmp_path)
    evidence += files_below(tmp_path)
    assert any(b"attachments" in one for one in evidence), "the database was looked at"
    assert not any(b"canary" in one for one in evidence)
    assert "canary" not in logs.getvalue()
