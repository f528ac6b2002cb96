"""Files on the local page: sent to the bot alone, bounded at the door, and shown small to whoever was given them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import FormData

from adapters.web import guard
from bot.events import FileShared, FileTrouble, MessageReceived
from bot.people import Place
from bot.replies import Upload
from bot.words import sentence
from incidents.rules.file_limits import MOST_AT_ONCE
from tests.adapters.web.browser_stand_in import EMPLOYEE, HEAD, Browser, local_page
from tests.fakes.script import ScriptedBot
from tests.fixtures.a_file import PDF, a_picture


def form(*files: tuple[str, bytes], field: str = "file") -> FormData:
    """What the page sends for files somebody chose."""
    made = FormData(quote_fields=False)
    for name, content in files:
        made.add_field(field, content, filename=name, content_type="application/octet-stream")
    return made


@pytest.fixture
async def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
async def browser(bot: ScriptedBot) -> AsyncIterator[Browser]:
    async with Browser(local_page(), bot) as browser:
        await browser.enters()
        yield browser


def shared(bot: ScriptedBot) -> FileShared:
    """The one event with files."""
    (event,) = bot.heard(FileShared)
    assert isinstance(event, FileShared)
    return event


async def test_files_reach_the_bot_as_the_person_of_the_session_and_directly(
    browser: Browser, bot: ScriptedBot
) -> None:
    answer = await browser.post_files(form(("a b.pdf", PDF), ("c.jpg", b"\xff\xd8\xff")))
    assert answer.status == 200
    event = shared(bot)
    assert (event.who.person, event.where.place) == (EMPLOYEE.key, Place.DIRECT)
    assert [(one.name, one.content) for one in event.files] == [("a b.pdf", PDF), ("c.jpg", b"\xff\xd8\xff")]
    (entry,) = (await browser.state())["entries"]
    assert entry["text"] == sentence("page.sent_files", names="a b.pdf, c.jpg")


async def test_a_file_that_is_too_large_is_cut_off_and_those_behind_it_arrive(
    browser: Browser, bot: ScriptedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LARGEST", 100_000)
    await browser.post_files(form(("big.pdf", PDF + bytes(300_000)), ("small.pdf", PDF)))
    big, small = shared(bot).files
    assert (big.content, big.trouble) == (b"", FileTrouble.TOO_LARGE)
    assert (small.content, small.trouble) == (PDF, None)


async def test_a_body_beyond_all_limits_is_refused_before_it_is_read(
    browser: Browser, bot: ScriptedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "LARGEST", 1_000)
    answer = await browser.post_files(form(("big.pdf", bytes(1_000 * MOST_AT_ONCE))))
    assert answer.status == 413
    assert (await answer.json())["error"] == sentence("page.refused_files")
    assert bot.heard(FileShared) == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=b", 400),
        (b"--b\r\nnothing", "multipart/form-data; boundary=b", 400),
        (b"--b\r\n\r\nno name\r\n--b--\r\n", "multipart/form-data; boundary=b", 400),
        (b"--b--\r\n", "multipart/form-data; boundary=b", 400),
        (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.7 cut off',
            "multipart/form-data; boundary=b",
            400,
        ),
        (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Length: 99\r\n\r\n%PDF-',
            "multipart/form-data; boundary=b",
            400,
        ),
    ],
)
async def test_a_malformed_upload_is_refused(
    browser: Browser, bot: ScriptedBot, body: bytes, kind: str, status: int
) -> None:
    answer = await browser.post_bytes("/local/upload", body, kind)
    assert answer.status == status
    assert bot.heard(FileShared) == []


async def test_of_more_files_than_are_taken_at_once_the_first_arrive_and_the_others_are_named(
    browser: Browser, bot: ScriptedBot
) -> None:
    files = [(f"{number}.pdf", PDF) for number in range(MOST_AT_ONCE + 2)]
    assert (await browser.post_files(form(*files))).status == 200
    came = shared(bot).files
    assert [one.name for one in came] == [name for name, _ in files]
    assert [one.content for one in came] == [PDF] * MOST_AT_ONCE + [b""] * 2
    assert {one.trouble for one in came[MOST_AT_ONCE:]} == {FileTrouble.TOO_MANY}


async def test_more_files_than_anybody_chooses_are_refused(
    browser: Browser, bot: ScriptedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "MOST_PARTS", 3)
    assert (await browser.post_files(form(*[("a.pdf", PDF)] * 4))).status == 400
    assert bot.heard(FileShared) == []


async def test_another_page_and_another_browser_upload_nothing(browser: Browser, bot: ScriptedBot) -> None:
    files = form(("a.pdf", PDF))
    assert (await browser.post_files(files, origin="https://evil.example")).status == 403
    browser.forget()
    assert (await browser.post_files(form(("a.pdf", PDF)))).status == 403
    assert bot.heard(FileShared) == []


async def test_a_small_picture_is_shown_to_whoever_was_given_the_file_alone(
    browser: Browser, bot: ScriptedBot
) -> None:
    small = a_picture(size=(30, 20))
    bot.script[MessageReceived] = [
        Upload("K4M-7TR-1.jpg", "image/jpeg", a_picture(), "File 1", preview=small)
    ]
    await browser.post("/local/message", {"text": "open it"})
    entry = (await browser.state())["entries"][1]
    assert entry["preview"] is True
    got = await browser.get(f"/local/previews/{entry['id']}")
    assert (await got.read(), got.content_type) == (small, "image/jpeg")
    await browser.post("/local/persona", {"key": HEAD.key})
    assert (await browser.get(f"/local/previews/{entry['id']}")).status == 404


async def test_what_is_no_picture_has_no_small_one(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[MessageReceived] = [Upload("K4M-7TR-1.pdf", "application/pdf", PDF, "File 1")]
    await browser.post("/local/message", {"text": "open it"})
    entry = (await browser.state())["entries"][1]
    assert entry["preview"] is False
    assert (await browser.get(f"/local/previews/{entry['id']}")).status == 404
