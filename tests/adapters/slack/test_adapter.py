"""Starting, stopping and surviving: settings, a Slack that is down, a connection that is lost, silent logs."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
import structlog

from adapters.configuration import HalfConfigured
from adapters.slack.adapter import SlackAdapter
from adapters.slack.bolt import quiet_logger
from adapters.slack.settings import SlackSettings
from bot.adapter import Adapter, Delivery, Failure, SendFailed
from bot.events import Event, FormSubmitted
from bot.forms import Form, TextField
from bot.messages import Message, Text
from bot.people import ReplyTarget
from bot.replies import CloseForm, OpenForm, Reply, Say
from tests.adapters.slack.town import MARTA, Script, settings, town, until
from tests.fakes.clock import FakeClock
from tests.standins.slack_api import BOT_TOKEN, SECRET, TEAM, Fault, SlackApi

HELLO = Message("Hello.", (Text("Hello."),))


def of(**values: str) -> SlackSettings:
    """Settings with nothing from the environment of this machine."""
    return SlackSettings(**values)  # type: ignore[arg-type]  # texts become secrets


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "SIGNING_SECRET", "APP_TOKEN", "API_URL", "TEAMS"):
        monkeypatch.delenv(f"SLACK_{name}", raising=False)


def test_with_nothing_set_slack_is_off() -> None:
    assert not of().configured


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({"bot_token": "xoxb-1"}, ("SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN)",)),
        ({"signing_secret": "s"}, ("SLACK_BOT_TOKEN",)),
        ({"app_token": "xapp-1"}, ("SLACK_BOT_TOKEN",)),
    ],
)
def test_half_of_the_settings_is_refused_and_the_missing_half_named(
    values: dict[str, str], missing: tuple[str, ...]
) -> None:
    with pytest.raises(HalfConfigured) as refused:
        _ = of(**values).configured
    assert refused.value.missing == missing


def test_settings_come_from_the_environment_and_hide_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s3cr3t")
    monkeypatch.setenv("SLACK_TEAMS", "T1, T2")
    monkeypatch.setenv("COUNTERPOISE_CA_BUNDLE", "/etc/ca.pem")
    found = SlackSettings()
    assert found.configured
    assert found.allowed_teams == {"T1", "T2"}
    assert str(found.ca_bundle) == "/etc/ca.pem"
    assert "s3cr3t" not in repr(found)
    assert "xoxb-secret" not in repr(found)


def test_the_adapter_keeps_the_contract() -> None:
    adapter: Adapter = SlackAdapter(settings("http://127.0.0.1:9/api/"), FakeClock())
    assert adapter.platform == "slack"
    assert adapter.capabilities.forms


async def test_a_token_slack_refuses_calls_the_operator_and_holds_nothing_else_up() -> None:
    async with SlackApi() as api:
        api.fail("auth.test", Fault(error="token_revoked"))
        adapter = SlackAdapter(settings(api.api_url), FakeClock())
        await adapter.start(Script())
        target = ReplyTarget("slack", TEAM, "D0MARTA")
        with pytest.raises(SendFailed) as failed:
            await adapter.send(target, Delivery(HELLO, "k"))
        assert (failed.value.failure, failed.value.code) == (Failure.OPERATOR, "token_revoked")
        await until(lambda: len(api.called("auth.test")) == 2)
        await asyncio.sleep(0.05)
        await adapter.send(target, Delivery(HELLO, "k"))
        await adapter.close()


async def test_a_slack_that_is_down_at_the_start_is_reached_later() -> None:
    async with SlackApi() as api:
        api.fail("auth.test", Fault(status=503))
        adapter = SlackAdapter(settings(api.api_url), FakeClock())
        await adapter.start(Script())
        target = ReplyTarget("slack", TEAM, "D0MARTA")
        with pytest.raises(SendFailed) as failed:
            await adapter.send(target, Delivery(HELLO, "k"))
        assert failed.value.failure is Failure.RETRY
        await until(lambda: len(api.called("auth.test")) == 2)
        await asyncio.sleep(0.05)
        await adapter.send(target, Delivery(HELLO, "k"))
        await adapter.close()


async def test_closing_waits_for_replies_that_are_under_way() -> None:
    def answer(event: Event) -> list[Reply]:
        return [CloseForm((Say(HELLO),))] if isinstance(event, FormSubmitted) else [OpenForm(form)]

    form = Form("report", "New report", (TextField("what", "What?"),), "Send", "d")
    async with town(Script(answer)) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        lakeview.api.fail("chat.postMessage", Fault(seconds=0.4))
        await marta.submit(what="x")
        assert marta.messages == []
        await lakeview.adapter.close()
        assert marta.last_words == "Hello."


async def test_closing_waits_for_an_event_the_bot_is_still_at_work_on() -> None:
    async def slow(event: Event) -> list[Reply]:
        await asyncio.sleep(0.3)
        return [Say(HELLO)]

    async with town(slow) as lakeview:
        writing = asyncio.create_task(lakeview.person(MARTA).write("hello"))
        await asyncio.sleep(0.1)
        await lakeview.adapter.close()
        assert lakeview.person(MARTA).last_words == "Hello."
        await writing


async def test_an_envelope_is_acknowledged_only_after_the_bot_has_finished() -> None:
    """Trust check 30: what must not be lost is committed before Slack is told."""
    finished: list[str] = []

    async def slow(event: Event) -> list[Reply]:
        await asyncio.sleep(0.2)
        finished.append(event.id)
        return []

    async with town(slow, socket_mode=True) as lakeview:
        writing = asyncio.create_task(lakeview.person(MARTA).write("hello"))
        await asyncio.sleep(0.1)
        assert not writing.done()
        assert finished == []
        await writing
        assert len(finished) == 1


async def test_a_lost_connection_is_opened_again_and_nothing_is_missed() -> None:
    script = Script(lambda _: [Say(HELLO)])
    async with town(script, socket_mode=True) as lakeview:
        lakeview.api.connected.clear()
        await lakeview.api._sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})
        await asyncio.wait_for(lakeview.api.connected.wait(), 20)
        await lakeview.person(MARTA).write("still there?")
        assert lakeview.person(MARTA).last_words == "Hello."


async def test_socket_mode_opens_no_door() -> None:
    adapter = SlackAdapter(settings("http://127.0.0.1:9/api/", socket_mode=True), FakeClock())
    assert adapter.routes() == []


async def test_bolt_uses_our_one_client_for_every_request() -> None:
    """Bolt builds a client a request otherwise: a quarter of its time (platforms.md 1b)."""
    seen: list[object] = []

    async def keep(event: Event) -> list[Reply]:
        return []

    async with town(keep) as lakeview:
        connected, calls = lakeview.adapter._connected, lakeview.adapter._calls
        assert connected is not None
        assert calls is not None

        async def look(client: object, next_: object) -> None:
            seen.append(client)
            await next_()  # type: ignore[operator]  # Bolt passes a function

        connected.app.middleware(look)
        await lakeview.person(MARTA).write("x")
        assert seen == [calls.quick]


CANARY = "canary7f3"


@pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])
async def test_no_word_somebody_wrote_and_no_secret_reaches_a_log(
    socket_mode: bool, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """T2, trust row 27: with every logger at DEBUG, in success and in every kind of failure."""
    caplog.set_level(logging.DEBUG)
    structlog.reset_defaults()

    def answer(event: Event) -> list[Reply]:
        if isinstance(event, FormSubmitted):
            raise RuntimeError(CANARY)  # noqa: TRY004 - any bug of a flow, whose words may quote a record
        words = Message(CANARY, (Text(CANARY),))
        form = Form("report", "New report", (TextField("what", "What?", initial=CANARY),), "Send", "d", "c")
        return [Say(words), OpenForm(form)]

    async with town(Script(answer), socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        for fault in (None, Fault(error="invalid_blocks"), Fault(lost="after"), Fault(status=500)):
            if fault:
                lakeview.api.fail("chat.postMessage", fault)
                lakeview.clock.advance(timedelta(minutes=11))
                lakeview.api.fail("users.info", fault)
            await marta.write(CANARY)
        await marta.command("/incident", CANARY)
        await marta.submit(what=CANARY)
        if not socket_mode:
            await lakeview.adapter.send(
                ReplyTarget("slack", TEAM, "D0MARTA"), Delivery(Message(CANARY, ()), CANARY)
            )
    printed = capsys.readouterr()
    everything = caplog.text + printed.out + printed.err
    assert "slack_connected" in everything, "the control: logs are being caught"
    for secret in (CANARY, BOT_TOKEN, SECRET, "xapp-stand-in", "marta.novak@"):
        assert secret not in everything


def test_what_the_sdk_would_log_loses_its_words_but_not_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    logger = quiet_logger()
    try:
        int(CANARY)
    except ValueError:
        logger.exception("Failed to run %s", CANARY)
    logger.warning(CANARY)
    assert CANARY not in caplog.text
    assert "ValueError" in caplog.text
