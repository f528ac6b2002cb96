"""Notices: delivered once as far as anybody can tell, to the person alone, and failing in words that help."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.slack.calls import CallFailed
from adapters.slack.failures import FAILURES, conclude
from bot.adapter import Delivery, Failure, SendFailed
from bot.messages import Button, Buttons, Message, Text
from bot.people import Place, ReplyTarget
from tests.adapters.slack.town import MARTA, SAM, Script, town
from tests.standins.slack_api import BOT_TOKEN, TEAM, Fault
from tests.standins.slack_client import words

ALERT = Message(
    "A report needs you.",
    (Text("A report needs you."), Buttons((Button("Acknowledge", "notice.acknowledge", "r1"),))),
)
SEEN = Message("Sam acknowledged.", (Text("Sam acknowledged."),))
KEY = "notify:r1:0:sam.okoye@lakeview.example"
TO_SAM = ReplyTarget.to_person("slack", "sam.okoye@lakeview.example")


async def test_a_person_known_by_email_gets_the_notice_in_their_direct_conversation() -> None:
    async with town(Script()) as lakeview:
        lakeview.api.users[SAM]["profile"]["email"] = "sam.okoye@lakeview.example"
        receipt = await lakeview.adapter.send(TO_SAM, Delivery(ALERT, KEY))
        (notice,) = lakeview.person(SAM).messages
        assert "A report needs you." in words(notice)
        assert notice["metadata"] == {"event_type": "counterpoise_notice", "event_payload": {"key": KEY}}
        assert (receipt.target.conversation, receipt.target.tenant) == ("D0SAM", TEAM)
        assert ReplyTarget.from_json(receipt.target.to_json()) == receipt.target
        assert not receipt.repeated


async def test_a_target_that_names_only_an_account_is_opened() -> None:
    async with town(Script()) as lakeview:
        await lakeview.adapter.send(ReplyTarget("slack", TEAM, "", route={"user": SAM}), Delivery(ALERT, KEY))
        assert len(lakeview.person(SAM).messages) == 1


async def test_after_a_lost_answer_the_notice_is_found_and_not_sent_again() -> None:
    """Section 5.5 of the design: from the second attempt the conversation is searched for the key."""
    async with town(Script()) as lakeview:
        target = ReplyTarget("slack", TEAM, "D0SAM", route={"user": SAM})
        lakeview.api.fail("chat.postMessage", Fault(lost="after"))
        with pytest.raises(SendFailed) as failed:
            await lakeview.adapter.send(target, Delivery(ALERT, KEY))
        assert (failed.value.failure, failed.value.code) == (Failure.RETRY, "connection_lost")
        receipt = await lakeview.adapter.send(target, Delivery(ALERT, KEY, attempt=2))
        assert receipt.repeated
        assert len(lakeview.person(SAM).messages) == 1


async def test_after_a_call_that_never_arrived_the_second_attempt_sends() -> None:
    async with town(Script()) as lakeview:
        target = ReplyTarget("slack", TEAM, "D0SAM", route={"user": SAM})
        lakeview.api.fail("chat.postMessage", Fault(lost="before"))
        with pytest.raises(SendFailed):
            await lakeview.adapter.send(target, Delivery(ALERT, KEY))
        assert not (await lakeview.adapter.send(target, Delivery(ALERT, KEY, attempt=2))).repeated
        assert len(lakeview.person(SAM).messages) == 1


async def test_a_dropped_connection_is_one_call_and_never_two() -> None:
    """T7: the SDK's own retry would post twice."""
    async with town(Script()) as lakeview:
        lakeview.api.fail("chat.postMessage", Fault(lost="after"), times=5)
        with pytest.raises(SendFailed):
            await lakeview.adapter.send(ReplyTarget("slack", TEAM, "D0SAM"), Delivery(ALERT, KEY))
        assert len(lakeview.api.called("chat.postMessage")) == 1


async def test_an_update_changes_the_earlier_message_and_pings_nobody() -> None:
    async with town(Script()) as lakeview:
        first = await lakeview.adapter.send(ReplyTarget("slack", TEAM, "D0SAM"), Delivery(ALERT, KEY))
        second = await lakeview.adapter.send(first.target, Delivery(SEEN, "ack:r1", replaces=first.target))
        assert [words(one) for one in lakeview.person(SAM).messages] == ["Sam acknowledged."]
        assert second.target == first.target


async def test_an_update_of_a_deleted_message_is_sent_as_a_new_one() -> None:
    async with town(Script()) as lakeview:
        first = await lakeview.adapter.send(ReplyTarget("slack", TEAM, "D0SAM"), Delivery(ALERT, KEY))
        lakeview.api.messages.clear()
        await lakeview.adapter.send(first.target, Delivery(SEEN, "ack:r1", replaces=first.target))
        assert [words(one) for one in lakeview.person(SAM).messages] == ["Sam acknowledged."]


async def test_a_rate_limit_is_handed_to_the_outbox_with_its_waiting_time() -> None:
    async with town(Script()) as lakeview:
        lakeview.api.fail("chat.postMessage", Fault(error="ratelimited", status=429, retry_after=17))
        with pytest.raises(SendFailed) as failed:
            await lakeview.adapter.send(ReplyTarget("slack", TEAM, "D0SAM"), Delivery(ALERT, KEY))
        assert (failed.value.failure, failed.value.retry_after) == (Failure.RETRY, 17.0)


async def test_a_direct_target_is_never_widened_to_a_channel() -> None:
    """T17."""
    async with town(Script()) as lakeview:
        target = ReplyTarget("slack", TEAM, "C0FRONTDESK", place=Place.DIRECT, route={"user": SAM})
        await lakeview.adapter.send(target, Delivery(ALERT, KEY))
        assert lakeview.api.in_channel("C0FRONTDESK") == []
        assert len(lakeview.person(SAM).messages) == 1


async def test_a_notice_does_not_hide_in_a_thread_somebody_once_wrote_in() -> None:
    async with town(Script()) as lakeview:
        target = ReplyTarget("slack", TEAM, "D0SAM", "1763800000.000001", route={"user": SAM})
        await lakeview.adapter.send(target, Delivery(ALERT, KEY))
        assert lakeview.person(SAM).messages[0]["thread_ts"] is None


async def test_a_guest_is_no_supervisor() -> None:
    async with town(Script()) as lakeview:
        lakeview.api.add_user("U0GUEST", "Guest", "guest@elsewhere.example", is_restricted=True)
        with pytest.raises(SendFailed) as failed:
            await lakeview.adapter.send(
                ReplyTarget.to_person("slack", "guest@elsewhere.example"), Delivery(ALERT, KEY)
            )
        assert (failed.value.failure, failed.value.code) == (Failure.NEXT_CONTACT, "guest_account")


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Fault(error="cannot_dm_bot"), Failure.NEXT_CONTACT),
        (Fault(error="is_archived"), Failure.NEXT_CONTACT),
        (Fault(error="token_revoked"), Failure.OPERATOR),
        (Fault(error="missing_scope"), Failure.OPERATOR),
        (Fault(error="fatal_error", status=500), Failure.RETRY),
        (Fault(status=503), Failure.RETRY),
        (Fault(status=502), Failure.RETRY),
        (Fault(error="a_word_of_next_year"), Failure.OPERATOR),
        (Fault(error="messages_tab_disabled"), Failure.OPERATOR),
        (Fault(status=404), Failure.OPERATOR),
        (Fault(status=407), Failure.OPERATOR),
        (Fault(status=200, page=True), Failure.OPERATOR),
    ],
    ids=lambda value: value.error or str(value.status) if isinstance(value, Fault) else value,
)
async def test_what_slack_says_decides_what_happens_next(fault: Fault, failure: Failure) -> None:
    async with town(Script()) as lakeview:
        lakeview.api.fail("chat.postMessage", fault)
        with pytest.raises(SendFailed) as failed:
            await lakeview.adapter.send(ReplyTarget("slack", TEAM, "D0SAM"), Delivery(ALERT, KEY))
        assert failed.value.failure is failure


async def test_a_conversation_that_is_not_ours_any_more_is_opened_anew() -> None:
    """After the app was installed anew every remembered conversation is gone, and nobody is."""
    async with town(Script()) as lakeview:
        target = ReplyTarget("slack", TEAM, "D0BEFORE", route={"user": SAM})
        lakeview.api.fail("chat.postMessage", Fault(error="channel_not_found"))
        receipt = await lakeview.adapter.send(target, Delivery(ALERT, KEY))
        assert receipt.target.conversation == "D0SAM"
        assert len(lakeview.person(SAM).messages) == 1


async def test_nobody_behind_an_address_leads_to_the_next_contact() -> None:
    async with town(Script()) as lakeview:
        with pytest.raises(SendFailed) as failed:
            await lakeview.adapter.send(
                ReplyTarget.to_person("slack", "x@lakeview.example"), Delivery(ALERT, KEY)
            )
        assert (failed.value.failure, failed.value.code) == (Failure.NEXT_CONTACT, "users_not_found")


WRITTEN_TABLE = {
    Failure.RETRY: "ratelimited message_limit_exceeded internal_error fatal_error service_unavailable "
    "request_timeout connection_lost team_added_to_org http_408 http_429 http_500 http_502 http_503 http_504",
    Failure.NEXT_CONTACT: "users_not_found user_not_found user_disabled user_not_visible channel_not_found "
    "not_in_channel is_archived cannot_dm_bot guest_account invalid_user_combination",
    Failure.OPERATOR: "account_inactive token_revoked token_expired invalid_auth not_authed missing_scope "
    "no_permission access_denied org_login_required invalid_blocks metadata_too_large restricted_action "
    "messages_tab_disabled certificate_refused anything_new http_302 http_400 http_403 http_404 http_407 http_410",
}


@pytest.mark.parametrize(
    ("code", "failure"),
    [(code, failure) for failure, codes in WRITTEN_TABLE.items() for code in codes.split()],
)
def test_every_code_of_the_written_table_is_classed(code: str, failure: Failure) -> None:
    """Trust check 10: at least 25 codes, all classed."""
    assert conclude(CallFailed(code)).failure is failure


def test_no_code_is_classed_twice() -> None:
    assert len(FAILURES) >= 25
    assert set(FAILURES.values()) == set(Failure)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/commands/T/1/a",
        "https://hooks.slack.com.evil.example/commands/T/1/a",
        "https://hooks.slack.com@evil.example/",
        "https://user:pw@hooks.slack.com/x",
        "https://evil.example/hooks.slack.com",
        "https://hooks.slack.com:8443/x",
        "https://169.254.169.254/latest/meta-data",
        "http://127.0.0.1/hooks/1",
        "http://[::1]:80/",
        "file:///etc/passwd",
        "//hooks.slack.com/x",
        "https://[bad",
        "",
    ],
)
async def test_a_reply_address_that_is_not_slacks_is_never_called(url: str) -> None:
    """Trust row 7."""
    async with town(Script()) as lakeview:
        calls = lakeview.adapter._calls
        assert calls is not None
        assert not calls.is_hook(url)
        with pytest.raises(CallFailed, match="foreign_response_url"):
            await calls.hook(url, {})


async def test_slacks_own_reply_addresses_are_known() -> None:
    async with town(Script()) as lakeview:
        calls = lakeview.adapter._calls
        assert calls is not None
        assert calls.is_hook("https://hooks.slack.com/commands/T/1/a")
        assert calls.is_hook("https://hooks.slack-gov.com/commands/T/1/a")
        assert calls.is_hook(lakeview.api.hook("C", MARTA))


async def test_a_person_is_looked_up_once_in_ten_minutes_and_stays_the_same_when_slack_hiccups() -> None:
    script = Script()
    async with town(script) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.write("one")
        await marta.write("two")
        assert len(lakeview.api.called("users.info")) == 1
        lakeview.clock.advance(timedelta(minutes=11))
        lakeview.api.fail("users.info", Fault(status=503))
        await marta.write("three")
        lakeview.api.add_user(MARTA, "Marta New", "marta.new@lakeview.example")
        await marta.write("four")
    assert [event.who.person for event in script.events] == [
        *["marta.novak@lakeview.example"] * 3,
        "marta.new@lakeview.example",
    ]


async def test_every_call_carries_the_bot_token_and_nothing_else_does() -> None:
    async with town(Script()) as lakeview:
        await lakeview.adapter.send(ReplyTarget("slack", TEAM, "D0SAM"), Delivery(ALERT, KEY))
        assert BOT_TOKEN not in repr(lakeview.api.calls)
