"""The way out: one token for all, one retry policy, and what every refusal of the vendor means."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.teams.connector import Connector
from adapters.teams.failures import LONGEST_WAIT, code_in, refused
from adapters.teams.http import Http
from adapters.teams.post import activity_of
from bot.adapter import Failure, SendFailed
from bot.messages import Message, Text
from bot.people import Place, ReplyTarget
from tests.fakes.clock import MORNING, FakeClock
from tests.standins.teams_api import TENANT, TeamsApi, TeamsUser

MAYA = TeamsUser("29:maya", "Maya Okafor", "maya@town.example")
HELLO = activity_of(Message("Hello.", (Text("Hello."),)))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[TeamsApi]:
    async with TeamsApi(clock) as running:
        running.add(MAYA, "19:desk@thread.tacv2")
        yield running


@pytest.fixture
async def http() -> AsyncIterator[Http]:
    http = Http()
    await http.open()
    yield http
    await http.close()


@pytest.fixture
def connector(api: TeamsApi, http: Http, clock: FakeClock) -> Connector:
    return Connector(api.settings(), http, clock)


def chat(api: TeamsApi, **changes: str) -> ReplyTarget:
    route = {"service_url": api.service_url, "user": MAYA.id, **changes}
    return ReplyTarget("teams", TENANT, MAYA.chat, route=route)


async def failure(call: object) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await call  # type: ignore[misc]  # any awaitable
    return failed.value


async def test_a_message_goes_into_the_thread_it_answers(api: TeamsApi, connector: Connector) -> None:
    where = ReplyTarget("teams", TENANT, "19:desk@thread.tacv2", "177", Place.CHANNEL, chat(api).route)
    sent = await connector.send(where, HELLO)
    (posted,) = api.posted
    assert (posted.id, posted.conversation) == (sent, "19:desk@thread.tacv2;messageid=177")
    assert api.calls[0].path == "/teams/v3/conversations/19:desk@thread.tacv2;messageid=177/activities"


async def test_one_token_serves_everybody_until_shortly_before_it_ends(
    api: TeamsApi, connector: Connector, clock: FakeClock
) -> None:
    await asyncio.gather(*(connector.send(chat(api), HELLO) for _ in range(20)))
    assert api.logins == 1
    clock.advance(timedelta(minutes=54))
    await connector.send(chat(api), HELLO)
    assert api.logins == 1
    clock.advance(timedelta(minutes=2))
    await connector.send(chat(api), HELLO)
    assert api.logins == 2


async def test_a_token_that_was_withdrawn_is_renewed_once(api: TeamsApi, connector: Connector) -> None:
    await connector.send(chat(api), HELLO)
    api.logins += 1  # Every token given out before is worth nothing now.
    await connector.send(chat(api), HELLO)
    assert len(api.posted) == 2
    api.fail("activities", status=401, code="Unauthorized", times=2)
    assert (await failure(connector.send(chat(api), HELLO))).failure is Failure.OPERATOR


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "invalid_client", Failure.OPERATOR),
        (400, "unauthorized_client", Failure.OPERATOR),
        (400, "invalid_scope", Failure.OPERATOR),
        (403, "access_denied", Failure.OPERATOR),
        (404, "", Failure.OPERATOR),
        (429, "", Failure.RETRY),
        (500, "", Failure.RETRY),
        (503, "temporarily_unavailable", Failure.RETRY),
    ],
)
async def test_a_refused_login_is_the_operator_s_matter_unless_it_passes(
    status: int, code: str, expected: Failure, api: TeamsApi, connector: Connector
) -> None:
    api.fail("/oauth2/", status=status, code=code)
    failed = await failure(connector.send(chat(api), HELLO))
    assert (failed.failure, failed.code) == (expected, code or f"http_{status}")
    assert api.calls == [], "nothing is sent without a token"
    await connector.send(chat(api), HELLO)


TAXONOMY = [
    (400, "BadSyntax", Failure.OPERATOR),
    (400, "BadArgument", Failure.OPERATOR),
    (400, "InvalidUser", Failure.NEXT_CONTACT),
    (400, "", Failure.OPERATOR),
    (401, "Unauthorized", Failure.OPERATOR),
    (402, "", Failure.OPERATOR),
    (403, "MessageWritesBlocked", Failure.NEXT_CONTACT),
    (403, "BotNotInConversationRoster", Failure.NEXT_CONTACT),
    (403, "ConversationBlockedByUser", Failure.NEXT_CONTACT),
    (403, "ForbiddenOperationException", Failure.NEXT_CONTACT),
    (403, "NotEnoughPermissions", Failure.OPERATOR),
    (403, "AWordOfNextYear", Failure.OPERATOR),
    (403, "BotDisabledByAdmin", Failure.OPERATOR),
    (403, "InvalidBotApiHost", Failure.OPERATOR),
    (403, "", Failure.OPERATOR),
    (404, "ConversationNotFound", Failure.NEXT_CONTACT),
    (404, "ActivityNotFoundInConversation", Failure.NEXT_CONTACT),
    (404, "", Failure.OPERATOR),
    (407, "", Failure.OPERATOR),
    (405, "MethodNotAllowed", Failure.OPERATOR),
    (408, "", Failure.RETRY),
    (409, "Conflict", Failure.RETRY),
    (410, "Gone", Failure.NEXT_CONTACT),
    (410, "", Failure.OPERATOR),
    (412, "PreconditionFailed", Failure.RETRY),
    (413, "MessageSizeTooBig", Failure.OPERATOR),
    (415, "", Failure.OPERATOR),
    (429, "Throttled", Failure.RETRY),
    (500, "ServiceError", Failure.RETRY),
    (502, "BotFrameworkServiceError", Failure.RETRY),
    (503, "ServiceUnavailable", Failure.RETRY),
    (504, "GatewayTimeout", Failure.RETRY),
    (302, "", Failure.OPERATOR),
]


@pytest.mark.parametrize(("status", "code", "expected"), TAXONOMY)
async def test_every_refusal_leads_somewhere(
    status: int, code: str, expected: Failure, api: TeamsApi, connector: Connector
) -> None:
    api.fail("activities", status=status, code=code, times=2, headers={"Retry-After": "7"})
    failed = await failure(connector.send(chat(api), HELLO))
    assert (failed.failure, failed.code) == (expected, code or f"http_{status}")
    assert failed.retry_after == (7.0 if expected is Failure.RETRY else 0.0)


async def test_a_broken_connection_or_a_long_silence_may_work_later(
    api: TeamsApi, http: Http, connector: Connector
) -> None:
    await connector.send(chat(api), HELLO)
    api.fail("activities", drop=True)
    assert (await failure(connector.send(chat(api), HELLO))).failure is Failure.RETRY
    gone = ReplyTarget("teams", TENANT, "x", route={"service_url": "http://127.0.0.1:9/"})
    settings = api.settings(service_hosts="127.0.0.1:9")
    assert (await failure(Connector(settings, http, FakeClock()).send(gone, HELLO))).failure is Failure.RETRY


async def test_before_the_session_is_open_nothing_is_sent(api: TeamsApi, clock: FakeClock) -> None:
    unopened = Connector(api.settings(), Http(), clock)
    assert (await failure(unopened.send(chat(api), HELLO))).code == "not_started"


async def test_a_redirect_is_not_followed_with_the_token(api: TeamsApi, connector: Connector) -> None:
    api.fail("activities", status=307, headers={"Location": f"{api.url}/teams/v3/elsewhere"})
    assert (await failure(connector.send(chat(api), HELLO))).failure is Failure.OPERATOR
    assert not any("elsewhere" in call.path for call in api.calls)


@pytest.mark.parametrize(
    "service_url", ["", "https://evil.example/", "https://smba.trafficmanager.net.evil.example/"]
)
async def test_the_token_goes_to_listed_hosts_only(
    service_url: str, api: TeamsApi, connector: Connector
) -> None:
    assert (
        await failure(connector.send(chat(api, service_url=service_url), HELLO))
    ).code == "unknown_service"
    assert (api.logins, api.calls) == (0, [])


async def test_ids_with_odd_characters_stay_one_piece_of_the_path(
    api: TeamsApi, connector: Connector
) -> None:
    odd = ReplyTarget("teams", TENANT, "a:x/../../keys?y=#z%2F", route=chat(api).route)
    await failure(connector.update(odd, "1/2 3", HELLO))
    assert api.calls[0].path == "/teams/v3/conversations/a:x/../../keys?y=#z%2F/activities/1/2 3"
    assert api.key_fetches == 0


async def test_a_member_is_looked_up_and_a_chat_opened(api: TeamsApi, connector: Connector) -> None:
    assert (await connector.member(chat(api), MAYA.id))["email"] == MAYA.email
    assert await connector.open_chat(chat(api)) == MAYA.chat
    assert (await failure(connector.open_chat(chat(api, user="29:nobody")))).failure is Failure.NEXT_CONTACT
    api.fail("v3/conversations", status=400, code="BadArgument")
    assert (await failure(connector.open_chat(chat(api)))).failure is Failure.NEXT_CONTACT


@pytest.mark.parametrize("status", [200, 201, 202])
async def test_a_page_in_place_of_an_answer_is_no_delivery(
    status: int, api: TeamsApi, connector: Connector
) -> None:
    """A proxy that asks somebody to log in says 200."""
    api.fail("activities", status=status, page=True, times=2)
    for call in (connector.send(chat(api), HELLO), connector.update(chat(api), "1", HELLO)):
        failed = await failure(call)
        assert (failed.failure, failed.code) == (Failure.OPERATOR, f"http_{status}")
    await connector.send(chat(api), HELLO)
    assert len(api.posted) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0.0), ("", 0.0), ("5", 5.0), ("99999", LONGEST_WAIT), ("-5", 0.0), ("soon", 0.0), ("NaN", 0.0),
        ("Mon, 02 Mar 2026 09:00:30 GMT", 30.0), ("Mon, 02 Mar 2026 08:00:00 GMT", 0.0), ("٣", 3.0),
        ("9" * 400, LONGEST_WAIT),
    ],
)  # fmt: skip
def test_the_wait_is_read_from_seconds_or_a_date(header: str | None, seconds: float) -> None:
    assert refused(429, None, header, MORNING).retry_after == seconds


@pytest.mark.parametrize(
    "body",
    [
        None,
        "x",
        [],
        {"error": {"code": 5}},
        {"error": "two words"},
        {"error": {"code": "a" * 61}},
        {"error": {"code": "x\n"}},
    ],
)
def test_only_a_plain_word_is_taken_for_a_code(body: object) -> None:
    assert code_in(body) == ""
    assert refused(500, body, None, datetime.now(UTC)).code == "http_500"


def test_codes_are_found_where_the_vendor_puts_them() -> None:
    assert code_in({"error": {"code": "MessageWritesBlocked"}}) == "MessageWritesBlocked"
    assert code_in({"error": "invalid_client", "error_description": "secret"}) == "invalid_client"
    assert code_in({"errorCode": 209, "subCode": "MessageWritesBlocked"}) == "MessageWritesBlocked"
