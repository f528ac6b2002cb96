"""Who speaks and where: identities on a platform, places, targets for replies, and people of the organisation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from foundation.values import plain_of, value_of_json

LASTING = ("user", "service_url")
"""Names in a route that lead to a person tomorrow as well; a reply address or a card does not."""


class Place(StrEnum):
    """How many people read along: decides what may be said there."""

    DIRECT = "direct"
    GROUP = "group"
    CHANNEL = "channel"


class Role(StrEnum):
    """What a person is in the organisation; the access policy and the ladder ask for these.

    A guest has an account but is not staff: the bot refuses them as it refuses guest accounts.
    """

    EMPLOYEE = "employee"
    HEAD = "department_head"
    BACKUP = "department_backup"
    CAO = "cao"
    POLICY_OWNER = "policy_owner"
    ELECTED = "elected"
    RECORDS = "records_officer"
    HR = "hr"
    GUEST = "guest"


class Standing(StrEnum):
    """What the platform says of an account: STAFF of a trusted tenant, a GUEST, or nothing just now (UNKNOWN)."""

    STAFF = "staff"
    GUEST = "guest"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """One account on one platform; `tenant` is the Slack team or Entra tenant id.

    `email` is empty when the platform does not tell, or with `no_email` says that the account has none; then
    the person is known by this account alone. Only an account of a trusted tenant may carry an e-mail here: it
    joins the account to whom the organisation lists. A parser that has not asked yet says UNKNOWN. `locale` is the
    language the platform tells, as `bot.locales` reads it; it says nothing about who they are.
    """

    platform: str
    tenant: str
    user: str
    name: str = ""
    email: str = ""
    standing: Standing = Standing.STAFF
    no_email: bool = False
    locale: str = field(default="", compare=False)

    @property
    def person(self) -> str:
        """The key of the person behind the account: the lower-cased e-mail joins platforms."""
        email = self.email.strip().casefold()
        return email if "@" in email else f"{self.platform}:{self.tenant}:{self.user}"


@dataclass(frozen=True, slots=True)
class ReplyTarget:
    """A place a message can be sent to, tomorrow as well: survives JSON.

    `route` holds what only the adapter understands (a Slack response URL, a Teams service URL, an
    activity id). `conversation` may be empty for a direct target that names only a user in `route`. `locale` is
    the language of the one person who reads there, empty where that is not known.
    """

    platform: str
    tenant: str
    conversation: str
    thread: str = ""
    place: Place = Place.DIRECT
    route: Mapping[str, str] = field(default_factory=dict)
    locale: str = field(default="", compare=False)

    def aside(self, email: str = "") -> ReplyTarget | None:
        """The direct conversation with whoever wrote here, still to be opened; None where nothing names them.

        Only what stays true is kept of the route: the account, and where its platform is.
        """
        route = {name: self.route[name] for name in LASTING if self.route.get(name)}
        if email:
            route["email"] = email
        return ReplyTarget(self.platform, self.tenant, "", route=route) if route else None

    def to_json(self) -> str:
        """Return the target as one line of JSON, for a job row."""
        values = plain_of(self)
        if not self.locale:
            del values["locale"]
        return json.dumps(values, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ReplyTarget:
        """Read what `to_json` wrote; raises MalformedValue for anything else."""
        return value_of_json(cls, text)

    @classmethod
    def to_person(cls, platform: str, email: str) -> ReplyTarget:
        """A direct target known only by e-mail; the adapter finds the account or raises SendFailed."""
        return cls(platform, "", "", route={"email": email})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the organisation lists in `people.yaml`; `key` is the lower-cased e-mail.

    `reports_to` is the key of the person above them, empty where that follows from department and role. `desk` is
    where they work, as others find it.
    """

    key: str
    name: str
    email: str
    roles: frozenset[Role] = frozenset({Role.EMPLOYEE})
    department: str = ""
    title: str = ""
    phone: str = ""
    reports_to: str = ""
    desk: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody listed, by key; answers who holds a role. Implements `incidents.rules.ladder.Roster`."""

    by_key: Mapping[str, Person]

    @classmethod
    def of(cls, people: Iterable[Person]) -> People:
        """Index people by their key."""
        return cls({person.key: person for person in people})

    def get(self, key: str) -> Person | None:
        """The listed person, or None."""
        return self.by_key.get(key.casefold())

    def name(self, key: str) -> str:
        """A name to show: the listed one, else the key itself."""
        person = self.get(key)
        return person.name if person else key

    def known(self, identity: Identity) -> Person:
        """The listed person behind an account, else an unlisted employee of no department (P02)."""
        listed = self.get(identity.person)
        return listed or Person(identity.person, identity.name or identity.person, identity.email)

    def holders(self, role: str, department: str = "") -> tuple[str, ...]:
        """Keys of those who hold a role; head and backup are asked for within one department."""
        return tuple(
            person.key
            for person in self.by_key.values()
            if role in person.roles and (not department or person.department == department)
        )

    def roles_of(self, person: str) -> frozenset[str]:
        """The roles of a person; empty for somebody unlisted."""
        listed = self.get(person)
        return frozenset(listed.roles) if listed else frozenset()

    def department_of(self, person: str) -> str:
        """The department of a person, or an empty text."""
        listed = self.get(person)
        return listed.department if listed else ""

    def reports_to(self, person: str) -> str:
        """Whom a person is said to report to; empty where that follows from department and role."""
        listed = self.get(person)
        return listed.reports_to if listed else ""
