"""E-mail through a real mail server: sealed or not at all, what answers mean, and what stands in the raw message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from email import message_from_string, policy
from pathlib import Path

import pytest

from adapters.configuration import CannotStart, HalfConfigured
from adapters.console.checks import CheckState
from adapters.console.doctor_mail import second_way
from adapters.mail.channel import MailChannel
from adapters.mail.settings import MailSecurity, MailSettings, read_mail_settings
from adapters.settings import Settings
from bot.adapter import CustomerMail, CustomerPost, Failure, Memo, SendFailed
from bot.people import Person
from foundation.outbox.sending import within_lease
from tests.fakes.clock import MORNING
from tests.fixtures.sample import no_settings
from tests.standins.mail_server import PASSWORD, SENDER, USER, MailServer

__all__ = ["no_settings"]

PRIYA = Person("priya@portmaribel.example", "Priya Raman", "priya@portmaribel.example")
MEMO = Memo("ab12cd", "Report K4M-7TR waits for you", "Something waits – open the bot.\n", MORNING)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[MailServer]:
    async with MailServer(tmp_path) as running:
        yield running


async def failure(channel: MailChannel) -> tuple[Failure, str]:
    with pytest.raises(SendFailed) as caught:
        await channel.tell(PRIYA, MEMO)
    return caught.value.failure, caught.value.code


async def test_a_message_goes_out_sealed_with_headers_that_name_nobody(server: MailServer) -> None:
    channel = MailChannel(server.settings())
    await channel.tell(PRIYA, MEMO)
    (raw,) = server.to(PRIYA.email)
    assert "Message-ID: <ab12cd@portmaribel.example>" in raw
    assert f"From: {SENDER}" in raw
    assert "Auto-Submitted: auto-generated" in raw
    assert "Priya" not in raw.replace(PRIYA.email, "")
    assert channel.trouble() == ""


async def test_nothing_is_sent_where_the_server_knows_no_tls_or_shows_a_certificate_nobody_knows(
    server: MailServer,
) -> None:
    stranger = MailChannel(server.settings(ca_bundle=None))
    assert await failure(stranger) == (Failure.OPERATOR, "tls_refused")
    direct = MailChannel(server.settings(security=MailSecurity.TLS))
    assert (await failure(direct))[1] == "tls_refused"
    await server.break_down()
    server.tls = False
    await server.begin()
    plain = MailChannel(server.settings())
    assert await failure(plain) == (Failure.OPERATOR, "tls_refused")
    assert "tls_refused" in plain.trouble()
    assert server.attempts == []


@pytest.mark.parametrize(
    ("answer", "means"),
    [
        ("550 5.1.1 no such mailbox", (Failure.NEXT_CONTACT, "smtp_550")),
        ("451 4.7.1 try again", (Failure.RETRY, "smtp_451")),
        ("552 5.2.2 mailbox full", (Failure.RETRY, "smtp_552")),
        ("554 5.7.1 relay denied", (Failure.OPERATOR, "smtp_554")),
        ("550 no such user", (Failure.NEXT_CONTACT, "smtp_550")),
        ("550 5.1.10 recipient not found", (Failure.NEXT_CONTACT, "smtp_550")),
        ("550 5.2.1 mailbox disabled", (Failure.NEXT_CONTACT, "smtp_550")),
        ("551 5.1.6 user has moved", (Failure.NEXT_CONTACT, "smtp_551")),
        ("550 5.7.54 SMTP; unable to relay", (Failure.OPERATOR, "smtp_550")),
        ("553 5.7.1 sender address rejected: not owned by user", (Failure.OPERATOR, "smtp_553")),
        ("550 5.1.8 sender address rejected", (Failure.OPERATOR, "smtp_550")),
        ("550 5.7.1 your address is on a list", (Failure.OPERATOR, "smtp_550")),
    ],
)
async def test_what_a_server_answers_is_classed_like_the_words_of_the_chat_platforms(
    server: MailServer, answer: str, means: tuple[Failure, str]
) -> None:
    server.answers["*"] = answer
    assert await failure(MailChannel(server.settings())) == means


async def test_what_the_server_took_is_sent_and_not_tried_again_however_it_takes_leave(
    server: MailServer,
) -> None:
    server.deaf_to_quit, server.pause = True, 0.6
    channel = MailChannel(server.settings())
    await within_lease(channel.tell(PRIYA, MEMO))
    assert len(server.taken) == 1
    assert channel.trouble() == ""


async def test_a_slow_server_has_a_time_for_the_whole_message_and_not_for_each_answer(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.mail.channel.SECONDS", 1.0)
    server.pause = 0.8
    channel = MailChannel(server.settings())
    assert await failure(channel) == (Failure.RETRY, "smtp_no_answer")
    assert channel.trouble()
    assert server.taken == []


async def test_a_wrong_password_calls_the_operator_and_a_server_that_is_down_waits(
    server: MailServer,
) -> None:
    wrong = MailChannel(server.settings(password="wrong"))
    assert await failure(wrong) == (Failure.OPERATOR, "smtp_535")
    channel = MailChannel(server.settings())
    await server.break_down()
    assert await failure(channel) == (Failure.RETRY, "smtp_no_answer")
    assert channel.trouble()
    await server.begin(server.port)
    await channel.tell(PRIYA, MEMO)
    assert channel.trouble() == "", "it is well again once one went out"


@pytest.mark.usefixtures("no_settings")
def test_half_of_the_settings_is_refused_and_no_password_goes_in_the_clear(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert not read_mail_settings().configured
    monkeypatch.setenv("COUNTERPOISE_SMTP_HOST", "mail.portmaribel.example")
    with pytest.raises(HalfConfigured, match="COUNTERPOISE_SMTP_FROM"):
        assert read_mail_settings().configured
    monkeypatch.setenv("COUNTERPOISE_SMTP_FROM", SENDER)
    assert read_mail_settings().configured
    assert read_mail_settings().at == 587
    secret = tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n", encoding="utf-8")
    monkeypatch.setenv("COUNTERPOISE_SMTP_PASSWORD_FILE", str(secret))
    with pytest.raises(HalfConfigured, match="COUNTERPOISE_SMTP_USER"):
        assert read_mail_settings().configured
    monkeypatch.setenv("COUNTERPOISE_SMTP_USER", USER)
    assert read_mail_settings().secret == PASSWORD
    monkeypatch.setenv("COUNTERPOISE_SMTP_SECURITY", "none")
    with pytest.raises(CannotStart, match="in the clear"):
        assert read_mail_settings().configured
    monkeypatch.setenv("COUNTERPOISE_SMTP_FROM", "nobody")
    with pytest.raises(CannotStart, match="e-mail address"):
        read_mail_settings()


@pytest.mark.usefixtures("no_settings")
async def test_the_doctor_says_whether_the_server_takes_us_and_sends_nothing(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Settings()
    assert (await second_way(given)).state is CheckState.OFF
    known: MailSettings = server.settings()
    for name, value in {
        "SMTP_HOST": known.host,
        "SMTP_PORT": str(known.port),
        "SMTP_FROM": SENDER,
        "SMTP_USER": USER,
        "SMTP_PASSWORD": PASSWORD,
        "CA_BUNDLE": str(server.certificate),
    }.items():
        monkeypatch.setenv(f"COUNTERPOISE_{name}", value)
    noted = await second_way(given)
    assert noted.state is CheckState.NOTE
    assert "COUNTERPOISE_PUBLIC_URL" in noted.mend
    linked = Settings.model_validate({"public_url": "https://bot.portmaribel.example/"})
    assert (await second_way(linked)).state is CheckState.FINE
    monkeypatch.setenv("COUNTERPOISE_SMTP_PASSWORD", "wrong")
    check = await second_way(linked)
    assert check.state is CheckState.MEND
    assert "smtp_535" in check.says
    assert PASSWORD not in check.says
    assert server.taken == []


async def test_r04_an_e_mail_to_a_customer_is_a_persons_own_and_the_same_by_its_id_at_every_attempt(
    server: MailServer,
) -> None:
    channel = MailChannel(server.settings())
    mail = CustomerMail(
        id="ef34",
        to="casey@customer.example",
        subject="Town: your request\n696-RTA",
        text="Dear Casey, the pothole is filled – thank you.",
        at=MORNING,
        reply_to="requests@portmaribel.example",
    )
    assert isinstance(channel, CustomerPost)
    for _ in range(2):
        await channel.post(mail)
    first, second = (message_from_string(raw, policy=policy.default) for raw in server.to(mail.to))
    assert first["Message-ID"] == second["Message-ID"] == "<ef34@portmaribel.example>"
    assert first["Subject"] == "Town: your request 696-RTA", "no line break makes another header"
    assert first["Reply-To"] == mail.reply_to
    assert first["From"] == SENDER
    assert "Auto-Submitted" not in first, "a person confirmed it"
    assert first.get_content().strip() == mail.text


@pytest.mark.parametrize(
    ("answer", "means", "is_trouble"),
    [
        ("550 5.1.1 no such mailbox", (Failure.NEXT_CONTACT, "smtp_550"), False),
        ("552 5.2.2 mailbox full", (Failure.RETRY, "smtp_552"), False),
        ("554 5.7.1 relay denied", (Failure.OPERATOR, "smtp_554"), True),
    ],
)
async def test_a_customers_mailbox_is_no_trouble_of_the_installation(
    server: MailServer, answer: str, means: tuple[Failure, str], is_trouble: bool
) -> None:
    server.answers["*"] = answer
    channel = MailChannel(server.settings())
    with pytest.raises(SendFailed) as caught:
        await channel.post(CustomerMail("a", "casey@customer.example", "S", "T", MORNING))
    assert (caught.value.failure, caught.value.code) == means
    assert bool(channel.trouble()) == is_trouble
