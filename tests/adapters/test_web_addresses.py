"""Addresses that are set are looked at whole: an exact host, sealed, and nothing besides where they lead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError

from adapters.configuration import CannotStart
from adapters.platforms import configured_channels, configured_platforms
from adapters.settings import Settings, read_settings
from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from tests.fakes.clock import FakeClock
from tests.fixtures.sample import no_settings

__all__ = ["no_settings"]

NO_ADDRESSES = [
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://localhost@evil.example",
    "https://localhost@evil.example",
    "https://user:word@bot.town.example",
    "https://",
    "https:///w",
    "https://:443",
    "https:// bot.town.example",
    "https://bot.town.example/a b",
    "https://bot.town.example\n",
    "\thttps://bot.town.example",
    "https://bot.town.example\\@evil.example",
    "https://bot.town.example#w",
    "https://bot.town.example:99999",
    "https://bot.town.example:no",
    "https://-bot.town.example",
    "https://bot..town.example",
    "https://bot.t\u00f6wn.example",
    "https://[::1",
    "ftp://bot.town.example",
    "bot.town.example",
]


@pytest.mark.parametrize("said", [*NO_ADDRESSES, "https://bot.town.example?to=", "http://bot.town.example"])
def test_links_of_e_mails_lead_to_an_exact_host_over_https_and_nowhere_else(said: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        Settings(public_url=said)


@pytest.mark.parametrize(
    ("said", "stands"),
    [
        ("https://bot.town.example/", "https://bot.town.example"),
        ("https://bot.town.example:8443/counterpoise/", "https://bot.town.example:8443/counterpoise"),
        ("HTTPS://Bot.Town.Example", "HTTPS://Bot.Town.Example"),
        ("https://192.0.2.7", "https://192.0.2.7"),
        ("http://localhost:3978", "http://localhost:3978"),
        ("http://127.0.0.1:3978", "http://127.0.0.1:3978"),
        ("http://[::1]:3978", "http://[::1]:3978"),
        ("", ""),
    ],
)
def test_an_address_of_a_host_stands_without_a_slash_at_its_end(said: str, stands: str) -> None:
    assert Settings(public_url=said).public_url == stands


@pytest.mark.parametrize(
    "said", [one for one in NO_ADDRESSES if "@" not in one and not one.startswith("http:")]
)
def test_the_address_of_audit_heads_is_one(said: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        Settings(audit_head_url=said)


def test_a_password_in_the_address_of_audit_heads_never_goes_in_the_clear() -> None:
    with pytest.raises(ValidationError, match="password"):
        Settings(audit_head_url="http://town:word@log.town.example/heads?key=7")
    for said in ("https://town:word@log.town.example/heads?key=7", "http://log.town.example:9000/heads"):
        assert Settings(audit_head_url=said).audit_head_url == said


@pytest.mark.parametrize("said", ["http://slack.example/api/", "https://town@slack.example", "slack.example"])
def test_what_carries_our_tokens_leads_to_an_exact_host_over_https(said: str) -> None:
    for settings, name in (
        (SlackSettings, "api_url"),
        (TeamsSettings, "login_url"),
        (TeamsSettings, "openid_url"),
    ):
        with pytest.raises(ValidationError, match="https://"):
            settings.model_validate({name: said})


@pytest.mark.usefixtures("no_settings")
def test_who_starts_the_program_reads_which_variable_is_wrong_and_never_what_stands_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong: dict[str, Callable[[], object]] = {
        "COUNTERPOISE_PUBLIC_URL": read_settings,
        "COUNTERPOISE_SMTP_PORT": configured_channels,
        "COUNTERPOISE_SMTP_FROM": configured_channels,
        "SLACK_API_URL": lambda: configured_platforms(FakeClock()),
        "TEAMS_OPENID_URL": lambda: configured_platforms(FakeClock()),
    }
    for name, start in wrong.items():
        monkeypatch.setenv(name, "zyxqsecret://nowhere")
        with pytest.raises(CannotStart, match=name) as caught:
            start()
        assert "zyxqsecret" not in str(caught.value)
        monkeypatch.delenv(name)
