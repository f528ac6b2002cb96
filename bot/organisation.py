"""What the organisation says about itself in `organisation.yaml`: its name, zone, emergency and support contacts,
the days on which it works, how soon what is promised to customers is to be done, and how long records are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from foundation.calendar import FIELDS, PLAIN_CALENDAR, Wait, WorkCalendar, read_calendar
from foundation.datafile import DataEntry, read_data_file
from incidents.rules.file_limits import PLAIN_LIMITS, FileLimits, read_file_limits
from incidents.rules.incident_log import LogProfile, read_log_profile
from incidents.rules.ladder import ROLES
from incidents.rules.promises import WAITS, read_promises
from incidents.rules.retention import RetentionClass, read_schedule
from incidents.task import TaskKind

LONGEST_PLACE = 60


@dataclass(frozen=True, slots=True)
class Emergency:
    """A number for danger now (P36); `when` says in a few words what it is for."""

    label: str
    number: str
    when: str


@dataclass(frozen=True, slots=True)
class Support:
    """The counselling offer for staff (D44); opening it is never logged."""

    name: str
    phone: str
    url: str
    hours: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation; `zone` is an IANA name, `owner` the person key asked when the policies do not say.

    `places` are where its people work, as they call them; `security` are roles or persons who come when called,
    `front_desk` the persons who hear that somebody left.
    """

    name: str
    zone: str
    emergencies: tuple[Emergency, ...]
    location_words: str
    support: Support
    policy_owner: str
    calendar: WorkCalendar = PLAIN_CALENDAR
    promises: Mapping[TaskKind, Wait] = field(default_factory=lambda: WAITS)
    retention: tuple[RetentionClass, ...] = ()
    incident_log: LogProfile | None = None
    places: tuple[str, ...] = ()
    security: tuple[str, ...] = ()
    front_desk: tuple[str, ...] = ()
    attachments: FileLimits = PLAIN_LIMITS

    @property
    def timezone(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)


def load_organisation(path: Path) -> Organisation:
    """Read `organisation.yaml`; raises DataFileError with file, line and what was expected."""
    top = read_data_file(path)
    top.only(
        *("name", "zone", "emergencies", "location_words", "support", "policy_owner", "calendar", "promises"),
        *("retention", "incident_log"),
        *("places", "security", "front_desk", "attachments"),
    )
    zone = top.text("zone", required=True)
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise top.error("zone", f"“{zone}” is not a time zone.", "a name such as America/Halifax") from error
    support, calendar = top.entry("support", required=True), top.entry("calendar")
    assert support is not None  # noqa: S101 - required=True raises instead of returning None
    return Organisation(
        name=top.text("name", required=True),
        zone=zone,
        emergencies=tuple(_emergency(entry) for entry in top.entries("emergencies", required=True)),
        location_words=top.text("location_words", required=True),
        support=_support(support),
        policy_owner=top.address("policy_owner", required=True).casefold(),
        calendar=_calendar(calendar, zone),
        promises=read_promises(top),
        retention=read_schedule(top),
        incident_log=read_log_profile(top),
        places=_places(top),
        security=_security(top),
        front_desk=_front_desk(top),
        attachments=read_file_limits(top),
    )


def _places(top: DataEntry) -> tuple[str, ...]:
    """Where people work; each stands on a button."""
    places = top.texts("places")
    for place in places:
        if len(place) > LONGEST_PLACE:
            raise top.error(
                "places", f"“{place}” is too long for a button.", f"{LONGEST_PLACE} characters at most"
            )
    return places


def _security(top: DataEntry) -> tuple[str, ...]:
    """Roles, or the addresses of persons, who come when somebody calls for help."""
    named = tuple(one if one in ROLES else one.casefold() for one in top.texts("security"))
    for one in named:
        if "@" not in one and one not in ROLES:
            raise top.error(
                "security",
                f"The role “{one}” is not known.",
                "an e-mail address, or one of " + ", ".join(ROLES),
            )
    return named


def _front_desk(top: DataEntry) -> tuple[str, ...]:
    """The addresses of those at the front desk."""
    named = tuple(one.casefold() for one in top.texts("front_desk"))
    for one in named:
        if "@" not in one:
            raise top.error("front_desk", f"“{one}” is no e-mail address.", "the address of a person")
    return named


def _calendar(entry: DataEntry | None, zone: str) -> WorkCalendar:
    if entry is None:
        return WorkCalendar(ZoneInfo(zone))
    entry.only(*FIELDS)
    return read_calendar(entry, ZoneInfo(zone))


def _emergency(entry: DataEntry) -> Emergency:
    entry.only("label", "number", "when")
    number = entry.phone("number", required=True)
    return Emergency(entry.text("label", required=True), number, entry.text("when", required=True))


def _support(entry: DataEntry) -> Support:
    entry.only("name", "phone", "url", "hours")
    return Support(
        entry.text("name", required=True),
        entry.phone("phone", required=True),
        entry.text("url"),
        entry.text("hours"),
    )
