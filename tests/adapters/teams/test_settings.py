"""Nothing set means off, half set is refused with the names that are missing, everything can be pointed elsewhere."""

from __future__ import annotations

import pytest

from adapters.configuration import HalfConfigured
from adapters.teams.settings import SERVICE_HOSTS, TeamsSettings

NEEDED = {"TEAMS_APP_ID": "app", "TEAMS_TENANT_ID": "Tenant-1", "TEAMS_APP_SECRET": "s3same"}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        *NEEDED,
        "TEAMS_TENANTS",
        "TEAMS_SERVICE_HOSTS",
        "TEAMS_LOGIN_URL",
        "COUNTERPOISE_CA_BUNDLE",
    ):
        monkeypatch.delenv(name, raising=False)


def test_nothing_set_means_off() -> None:
    assert not TeamsSettings().configured


@pytest.mark.parametrize(
    "present", [("TEAMS_APP_ID",), ("TEAMS_APP_SECRET",), ("TEAMS_TENANT_ID", "TEAMS_APP_SECRET")]
)
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_half_set_is_refused_with_what_is_missing(
    present: tuple[str, ...], nothing: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in NEEDED.items():
        if name in present:
            monkeypatch.setenv(name, value)
        elif nothing is not None:
            monkeypatch.setenv(name, nothing)
    with pytest.raises(HalfConfigured) as half:
        _ = TeamsSettings().configured
    assert set(half.value.missing) == set(NEEDED) - set(present)


def test_everything_can_be_pointed_at_another_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        **NEEDED,
        "TEAMS_LOGIN_URL": "https://login.microsoftonline.us/",
        "TEAMS_SERVICE_HOSTS": "a.example, B.example ,",
        "TEAMS_TENANTS": "One,two",
    }.items():
        monkeypatch.setenv(name, value)
    settings = TeamsSettings()
    assert settings.configured
    assert settings.token_url == "https://login.microsoftonline.us/Tenant-1/oauth2/v2.0/token"
    assert settings.service_hosts == ("a.example", "b.example")
    assert settings.allowed_tenants == {"one", "two"}
    assert "s3same" not in repr(settings)


def test_by_default_the_bot_s_own_tenant_may_use_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    assert TeamsSettings().allowed_tenants == {"tenant-1"}
    assert TeamsSettings().service_hosts == SERVICE_HOSTS


@pytest.mark.parametrize(
    ("tenants", "joined", "trusted"),
    [
        ("", "", {"tenant-1"}),
        ("Tenant-1,two", "", {"tenant-1"}),
        ("two,TENANT-1", "", {"tenant-1"}),
        ("two,three", "", {"two"}),
        ("", "Two", {"tenant-1", "two"}),
    ],
)
def test_only_the_first_tenant_and_those_named_join_people_by_address(
    monkeypatch: pytest.MonkeyPatch, tenants: str, joined: str, trusted: set[str]
) -> None:
    for name, value in {**NEEDED, "TEAMS_TENANTS": tenants, "TEAMS_JOINED_TENANTS": joined}.items():
        monkeypatch.setenv(name, value)
    settings = TeamsSettings()
    assert settings.trusted_tenants == trusted
    assert settings.trusted_tenants <= settings.allowed_tenants
