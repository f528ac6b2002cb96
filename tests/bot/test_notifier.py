"""Notices: to where the person wrote last, never to a channel, and the truth about what failed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapter import Delivery, Failure, Handle, Receipt, SendFailed
from bot.capabilities import Capabilities
from bot.delivery.notifier import ALL_WAYS_SECONDS, HANDED_ON_ATTEMPTS, ChatNotifier
from bot.messages import Message, Text
from bot.people import Identity, Place, ReplyTarget
from bot.services import Services
from foundation.outbox.jobs import SEND_SECONDS
from foundation.outbox.sending import Delivered, NotDelivered
from incidents.notices import Notice, NoticeKind
from incidents.records import Channel, Record, Report, State
from tests.fakes.clock import MORNING
from tests.fakes.conversation import CHAT
from tests.fakes.services import HEAD, services

REPORT = Report(
    "ana@example.org", "Transit", MORNING, "America/Halifax", Channel.PHONE, "He shouted.", ended=True
)
RECORD = Record("r1", "K4M-7TR", REPORT, State.SUBMITTED, MORNING)
ALERT = Notice(NoticeKind.ALERT, "notify:r1:0:hal", HEAD.key, RECORD)


class FakeAdapter:
    """Implements `bot.adapter.Adapter`; writes down what it sends, or raises `fault`."""

    def __init__(self, platform: str) -> None:
        self.platform = platform
        self.capabilities: Capabilities = CHAT
        self.sent: list[tuple[ReplyTarget, Delivery]] = []
        self.tried = 0
        self.fault: Exception | None = None
        self.hangs = False

    async def start(self, handle: Handle) -> None:
        """Nothing to receive."""

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        self.tried += 1
        if self.hangs:
            await asyncio.sleep(60)
        if self.fault:
            raise self.fault
        self.sent.append((target, delivery))
        return Receipt(replace(target, route={**target.route, "message": f"m{len(self.sent)}"}))

    async def close(self) -> None:
        """Nothing to close."""


class Post:
    """Two platforms, and a head of department who is met where a test says."""

    def __init__(self) -> None:
        self.services: Services = services()
        self.slack, self.teams = FakeAdapter("slack"), FakeAdapter("teams")
        self.notifier = ChatNotifier({"slack": self.slack, "teams": self.teams}, self.services)

    async def met(self, platform: str, minutes: int = 0, place: Place = Place.DIRECT) -> ReplyTarget:
        who = Identity(platform, "T1", "U1", "Hal", HEAD.email)
        target = ReplyTarget(platform, "T1", f"D-{platform}", place=place)
        await self.services.memory.meet(who, target, MORNING + timedelta(minutes=minutes))
        return target

    async def refused(self, notice: Notice = ALERT) -> NotDelivered:
        with pytest.raises(NotDelivered) as caught:
            await self.notifier.deliver(notice)
        return caught.value


@pytest.fixture
def post() -> Post:
    return Post()


async def test_a_notice_goes_where_the_person_wrote_last(post: Post) -> None:
    await post.met("slack")
    await post.met("teams", minutes=1)
    delivered = await post.notifier.deliver(ALERT)
    assert delivered.platform == "teams"
    [(target, delivery)] = post.teams.sent
    assert target.conversation == "D-teams"
    assert (delivery.key, delivery.attempt, delivery.replaces) == (ALERT.key, 1, None)
    assert post.slack.tried == 0


async def test_the_attempt_travels_along_so_that_an_adapter_can_look_before_it_sends_again(
    post: Post,
) -> None:
    await post.met("slack")
    await post.notifier.deliver(replace(ALERT, attempt=2))
    assert post.slack.sent[0][1].attempt == 2


async def test_an_update_goes_to_the_card_itself_and_nowhere_else(post: Post) -> None:
    await post.met("slack")
    first = await post.notifier.deliver(ALERT)
    await post.met("teams", minutes=1)
    await post.notifier.deliver(replace(ALERT, kind=NoticeKind.CLIMBED, updates=first.address))
    target, delivery = post.slack.sent[1]
    assert target.route["message"] == "m1"
    assert delivery.replaces == target
    assert post.teams.tried == 0


async def test_an_update_that_fails_is_not_sent_as_a_new_message_elsewhere(post: Post) -> None:
    await post.met("slack")
    first = await post.notifier.deliver(ALERT)
    await post.met("teams", minutes=1)
    post.slack.fault = SendFailed(Failure.NEXT_CONTACT, "message_not_found")
    refusal = await post.refused(replace(ALERT, updates=first.address))
    assert (refusal.again, refusal.code) == (False, "message_not_found")
    assert post.teams.tried == 0


async def test_somebody_we_never_met_is_looked_for_by_email(post: Post) -> None:
    post.slack.fault = SendFailed(Failure.NEXT_CONTACT, "users_not_found")
    assert (await post.notifier.deliver(ALERT)).platform == "teams"
    assert post.teams.sent[0][0] == ReplyTarget.to_person("teams", HEAD.email)


async def test_who_cannot_be_reached_on_one_platform_is_tried_on_the_next_before_giving_up(
    post: Post,
) -> None:
    await post.met("slack", minutes=1)
    await post.met("teams")
    post.slack.fault = SendFailed(Failure.NEXT_CONTACT, "cannot_dm_bot")
    assert (await post.notifier.deliver(ALERT)).platform == "teams"


async def test_nothing_is_ever_sent_to_a_place_that_is_not_direct(post: Post) -> None:
    """T17."""
    await post.met("slack", place=Place.CHANNEL)
    post.teams.fault = SendFailed(Failure.NEXT_CONTACT, "not_found")
    assert (await post.notifier.deliver(ALERT)).platform == "slack"
    assert [target for target, _ in post.slack.sent] == [ReplyTarget.to_person("slack", HEAD.email)]
    public = ReplyTarget("slack", "T1", "C1", place=Place.CHANNEL)
    stored = (await post.notifier.deliver(ALERT)).address.replace("direct", "channel")
    refusal = await post.refused(replace(ALERT, updates=stored))
    assert refusal.code == "no_way"
    assert public not in [target for target, _ in post.slack.sent]


async def test_an_account_on_a_platform_of_another_process_is_left_to_it_for_a_while(post: Post) -> None:
    await post.met("teams")
    alone = ChatNotifier({"slack": post.slack}, post.services)
    post.slack.fault = SendFailed(Failure.NEXT_CONTACT, "users_not_found")
    for attempt, again in ((1, True), (HANDED_ON_ATTEMPTS - 1, True), (HANDED_ON_ATTEMPTS, False)):
        with pytest.raises(NotDelivered) as refused:
            await alone.deliver(replace(ALERT, attempt=attempt))
        assert (refused.value.code, refused.value.again) == ("platform_not_here", again)
    assert (await post.notifier.deliver(replace(ALERT, attempt=2))).platform == "teams"


async def test_a_card_on_a_platform_of_another_process_is_brought_up_to_date_there(post: Post) -> None:
    await post.met("teams")
    first = await post.notifier.deliver(ALERT)
    update = replace(ALERT, kind=NoticeKind.CLIMBED, updates=first.address)
    with pytest.raises(NotDelivered) as refused:
        await ChatNotifier({"slack": post.slack}, post.services).deliver(update)
    assert refused.value.again
    assert post.slack.tried == 0


async def test_who_is_found_here_by_email_need_not_wait_for_another_process(post: Post) -> None:
    await post.met("teams")
    delivered = await ChatNotifier({"slack": post.slack}, post.services).deliver(ALERT)
    assert delivered.platform == "slack"


async def test_a_stranger_without_email_has_no_way(post: Post) -> None:
    refusal = await post.refused(replace(ALERT, recipient="slack:T1:U9"))
    assert (refusal.code, refusal.again) == ("no_way", False)


RETRY = SendFailed(Failure.RETRY, "ratelimited", retry_after=30)
NEXT = SendFailed(Failure.NEXT_CONTACT, "blocked")
OPERATOR = SendFailed(Failure.OPERATOR, "token_revoked")


@pytest.mark.parametrize(
    ("slack", "teams", "expected"),
    [
        (RETRY, RETRY, ("ratelimited", True, False)),
        (RETRY, NEXT, ("ratelimited", True, False)),
        (RETRY, OPERATOR, ("ratelimited", True, True)),
        (NEXT, NEXT, ("blocked", False, False)),
        (NEXT, OPERATOR, ("token_revoked", False, True)),
    ],
)
async def test_of_several_failures_the_hopeful_one_decides(
    post: Post, slack: SendFailed, teams: SendFailed, expected: tuple[str, bool, bool]
) -> None:
    await post.met("slack")
    await post.met("teams")
    post.slack.fault, post.teams.fault = slack, teams
    refusal = await post.refused()
    assert (refusal.code, refusal.again, refusal.operator) == expected
    held = f"{refusal.platform} token_revoked"
    assert refusal.held == (held if expected[0] == "token_revoked" else "")
    assert refusal.retry_after == (30 if refusal.again else 0)


async def test_a_guess_does_not_hold_up_the_next_contact(post: Post) -> None:
    """Blocked where we know the person: a platform where we only looked by e-mail says nothing about that."""
    await post.met("slack")
    post.slack.fault, post.teams.fault = NEXT, RETRY
    refusal = await post.refused()
    assert (refusal.code, refusal.again, refusal.platform) == ("blocked", False, "slack")


async def test_a_fault_in_one_adapter_does_not_hide_the_other(post: Post) -> None:
    await post.met("slack", minutes=1)
    await post.met("teams")
    post.slack.fault = KeyError("a bug")
    assert (await post.notifier.deliver(ALERT)).platform == "teams"
    post.teams.fault = NEXT
    refusal = await post.refused()
    assert (refusal.code, refusal.again) == ("KeyError", True)


async def test_a_platform_that_hangs_leaves_time_for_the_next(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker gives up a notice after SEND_SECONDS: what hangs as long as that would hide every other way."""
    assert ALL_WAYS_SECONDS < SEND_SECONDS
    monkeypatch.setattr("bot.delivery.notifier.ALL_WAYS_SECONDS", 0.1)
    await post.met("slack", minutes=1)
    await post.met("teams")
    post.slack.hangs = True
    assert (await post.notifier.deliver(ALERT)).platform == "teams"


async def test_a_long_report_is_fitted_to_the_platform(post: Post) -> None:
    await post.met("slack")
    post.slack.capabilities = replace(CHAT, part_characters=200, message_characters=1_200)
    long = replace(RECORD, report=replace(REPORT, happened="He shouted. " * 5_000))
    delivered = await post.notifier.deliver(replace(ALERT, record=long))
    assert isinstance(delivered, Delivered)


async def test_new_people_are_used_from_the_next_notice_on(post: Post) -> None:
    fresh = replace(post.services, people=type(post.services.people).of(()))
    post.notifier.use(fresh)
    assert (await post.refused()).code == "no_way"


async def test_any_other_message_goes_the_same_ways(post: Post) -> None:
    await post.met("slack", minutes=1)
    await post.met("teams")
    post.slack.fault = SendFailed(Failure.NEXT_CONTACT, "cannot_dm_bot")
    message = Message("Hello", (Text("Hello"),))
    delivered = await post.notifier.send(HEAD.key, message, "question:K4M-7TR:hal", 2)
    assert delivered.platform == "teams"
    [(target, delivery)] = post.teams.sent
    assert target.conversation == "D-teams"
    assert (delivery.message, delivery.key, delivery.attempt) == (message, "question:K4M-7TR:hal", 2)


async def test_what_was_met_before_must_still_have_the_address_of_who_is_meant(post: Post) -> None:
    """The adapter looks who has the address today; an update of a card is meant for the same person."""
    await post.met("slack")
    delivered = await post.notifier.deliver(ALERT)
    news = replace(ALERT, kind=NoticeKind.CLIMBED, key="climbed:r1:0:hal", updates=delivered.address)
    await post.notifier.deliver(news)
    assert [target.route["email"] for target, _ in post.slack.sent] == [HEAD.email, HEAD.email]
