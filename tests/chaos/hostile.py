"""Hostile requests for each door, made of recorded ones, and the rule each of them is under."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from random import Random

from foundation.clock import Clock
from tests.chaos.mutations import BROKEN, BYTES, Json, changed, encoded
from tests.standins import slack_client, teams_client
from tests.standins.slack_api import SECRET, TEAM
from tests.standins.slack_client import FORM_TYPE, sign
from tests.standins.teams_api import TENANT, TeamsApi, TeamsUser

JSON_TYPE = "application/json"
TYPES = ("text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json2", "")
METHODS = ("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PROPFIND")
ODD_HEADERS = ("", "0", "-1", "x" * 3000, "9" * 5000, "v0=", "v0=" + "0" * 64, "Bearer", "Bearer x.y.z", "é")
TOO_MUCH = b" " * (256 * 1024 + 1)


class Rule(StrEnum):
    """What must come of a request, besides no server error.

    REFUSED: it reaches nothing. REPLAYED: it was taken before, and nothing is made twice. MUTATED before it
    was signed: it may be valid, and then it is taken.
    """

    REFUSED = "refused"
    REPLAYED = "replayed"
    MUTATED = "mutated"


@dataclass(frozen=True, slots=True)
class Sent:
    """One request."""

    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"
    rule: Rule = Rule.REFUSED


Maker = Callable[[Random], Sent]


def spoilt(chance: Random, body: bytes) -> bytes:
    """Other bytes than these."""
    made = chance.choice(BYTES)(chance, body or b"{}")
    return made if made != body else made + b" "


class ForSlack:
    """Requests at Slack's door."""

    path = "/slack/events"

    def __init__(self, clock: Clock) -> None:
        self._now = int(clock.now().timestamp())
        names = sorted(file.stem for file in slack_client.PAYLOADS.glob("*.json"))
        self._payloads = [slack_client.payload(name) for name in names]
        self.makers: dict[str, Maker] = {
            "unsigned": lambda chance: self._send(chance, drop=("X-Slack-Signature",)),
            "signed by another": lambda chance: self._send(chance, secret=str(chance.random())),
            "stale": lambda chance: self._send(chance, at=self._now + chance.choice((-1, 1)) * 301),
            "changed after signing": self._tampered,
            "odd headers": self._odd_headers,
            "another media type": lambda chance: self._send(chance, kind=chance.choice(TYPES)),
            "another method": lambda chance: self._send(chance, method=chance.choice(METHODS)),
            "another workspace": self._foreign,
            "signed and no object": self._broken,
            "too large": lambda _: self._made(TOO_MUCH, JSON_TYPE),
            "replayed": lambda chance: replace(self._send(chance), rule=Rule.REPLAYED),
            "mutated, then signed": self._mutated,
        }

    def _made(self, body: bytes, kind: str, secret: str = SECRET, at: int = 0, method: str = "POST") -> Sent:
        headers = sign(body, secret, at or self._now) | {"Content-Type": kind}
        return Sent(self.path, body, headers, method)

    def _send(
        self,
        chance: Random,
        *,
        secret: str = SECRET,
        at: int = 0,
        kind: str | None = None,
        method: str = "POST",
        drop: tuple[str, ...] = (),
    ) -> Sent:
        body, usual = slack_client.encode(chance.choice(self._payloads))
        sent = self._made(body, usual if kind is None else kind, secret, at, method)
        return replace(sent, headers={name: one for name, one in sent.headers.items() if name not in drop})

    def _tampered(self, chance: Random) -> Sent:
        sent = self._send(chance)
        return replace(sent, body=spoilt(chance, sent.body))

    def _odd_headers(self, chance: Random) -> Sent:
        sent = self._send(chance)
        name = chance.choice(("X-Slack-Request-Timestamp", "X-Slack-Signature"))
        return replace(sent, headers={**sent.headers, name: chance.choice(ODD_HEADERS)})

    def _foreign(self, chance: Random) -> Sent:
        known = [one for one in self._payloads if one.get("type") != "url_verification"]
        body, kind = slack_client.encode(chance.choice(known))
        return self._made(body.replace(TEAM.encode(), b"T0ELSEWHERE"), kind)

    def _broken(self, chance: Random) -> Sent:
        return self._made(chance.choice(BROKEN), chance.choice((JSON_TYPE, FORM_TYPE)))

    def _mutated(self, chance: Random) -> Sent:
        body, kind = slack_client.encode(chance.choice(self._payloads))
        if chance.random() < 0.7:
            made = changed(chance, chance.choice(self._payloads))
            try:
                body, kind = slack_client.encode(made)
            except (TypeError, ValueError, UnicodeEncodeError):
                body, kind = encoded(made), JSON_TYPE
        else:
            body = spoilt(chance, body)
        return replace(self._made(body, kind), rule=Rule.MUTATED)


class ForTeams:
    """Requests at the door of Teams; tokens are made beforehand, because signing one takes a millisecond."""

    path = "/api/messages"

    def __init__(self, api: TeamsApi, clock: Clock) -> None:
        now = int(clock.now().timestamp())
        names = sorted(file.stem for file in teams_client.PAYLOADS.glob("*.json"))
        here = {"serviceUrl": api.service_url}
        self._payloads = [{**teams_client.payload(name), **here} for name in names]
        for one in self._payloads:
            person = TeamsUser(one["from"]["id"], "Sam Okafor", "sam.okafor@portmaribel.example")
            api.add(person, one["conversation"]["id"].partition(";")[0])
        self._good = api.mint()
        self._bad = [
            *(api.mint(exp=now - 400), api.mint(nbf=now + 400), api.mint(aud="another"), api.mint(iss="x")),
            *(
                api.mint(serviceurl=None),
                api.mint(key=1),
                api.mint(kid="nobody"),
                api.mint(key=1, kid="key-0"),
            ),
            *(api.mint(exp="x"), api.mint(algorithm="RS512"), "x.y.z", "..", "a.b", "a" * 9000),
        ]
        self.makers: dict[str, Maker] = {
            "no token": lambda chance: self._send(chance, token=None),
            "a bad token": lambda chance: self._send(chance, token=chance.choice(self._bad)),
            "a spoilt token": lambda chance: self._send(chance, token=self._spoilt(chance)),
            "odd headers": self._odd_headers,
            "another media type": lambda chance: self._send(chance, kind=chance.choice(TYPES)),
            "another method": lambda chance: self._send(chance, method=chance.choice(METHODS)),
            "another tenant": self._foreign,
            "another service": lambda chance: self._send(chance, serviceUrl="https://elsewhere.example/"),
            "no object": lambda chance: self._made(chance.choice(BROKEN)),
            "cut off": self._cut,
            "too large": lambda _: self._made(TOO_MUCH),
            "replayed": lambda chance: replace(self._send(chance), rule=Rule.REPLAYED),
            "mutated, good token": self._mutated,
        }

    def _made(
        self,
        body: bytes,
        token: str | None = "",
        kind: str = JSON_TYPE,
        method: str = "POST",
    ) -> Sent:
        proof = {} if token is None else {"Authorization": f"Bearer {token or self._good}"}
        return Sent(self.path, body, {"Content-Type": kind, **proof}, method)

    def _send(
        self,
        chance: Random,
        *,
        token: str | None = "",
        kind: str = JSON_TYPE,
        method: str = "POST",
        **changes: str,
    ) -> Sent:
        return self._made(encoded({**chance.choice(self._payloads), **changes}), token, kind, method)

    def _spoilt(self, chance: Random) -> str:
        place = chance.randrange(len(self._good))
        other = "A" if self._good[place] != "A" else "B"
        # The last character of a signature holds bits that mean nothing.
        return self._good[:place] + other + self._good[place + 1 : -1]

    def _odd_headers(self, chance: Random) -> Sent:
        sent = self._send(chance)
        return replace(sent, headers={**sent.headers, "Authorization": chance.choice(ODD_HEADERS)})

    def _foreign(self, chance: Random) -> Sent:
        body = encoded(chance.choice(self._payloads)).replace(TENANT.encode(), b"another-tenant")
        return self._made(body)

    def _cut(self, chance: Random) -> Sent:
        body = encoded(chance.choice(self._payloads))
        return self._made(body[: chance.randrange(len(body))])

    def _mutated(self, chance: Random) -> Sent:
        whole = chance.choice(self._payloads)
        body = encoded(changed(chance, whole)) if chance.random() < 0.7 else spoilt(chance, encoded(whole))
        return replace(self._made(body), rule=Rule.MUTATED)


class ForThePage:
    """Requests at the local page from somebody who has not been let in, or comes from another page."""

    paths = ("/local/persona", "/local/message", "/local/action", "/local/submit", "/local/dismiss")

    def __init__(self, address: str) -> None:
        self._own = {"Origin": address, "Content-Type": JSON_TYPE}
        bodies: tuple[Json, ...] = (
            {"text": "incident", "room": "channel"},
            {"key": "sam"},
            {"entry": "1", "data": {"counterpoise": {"action": "report.open"}}},
            {"draft": "d" * 32, "data": {"happened": "x"}},
        )
        self._bodies = bodies
        self.makers: dict[str, Maker] = {
            "no session": lambda chance: self._send(chance, self._own),
            "a made-up session": lambda chance: self._send(chance, {**self._own, **self._cookie(chance)}),
            "another page": lambda chance: self._send(
                chance, {**self._own, "Origin": chance.choice(("null", "https://evil.example", ""))}
            ),
            "another host": lambda chance: self._send(
                chance, {**self._own, "Host": chance.choice(("evil.example", "localhost", "127.0.0.1:1"))}
            ),
            "forwarded": lambda chance: self._send(chance, {**self._own, "X-Forwarded-For": "203.0.113.7"}),
            "another media type": lambda chance: self._send(
                chance, {**self._own, "Content-Type": chance.choice(TYPES)}
            ),
            "files and paths": self._paths,
            "another method": lambda chance: self._send(chance, self._own, chance.choice(METHODS[1:])),
            "broken": lambda chance: self._made(chance, chance.choice(BROKEN), self._own),
        }

    def _cookie(self, chance: Random) -> dict[str, str]:
        return {"Cookie": f"counterpoise_page={chance.randbytes(16).hex()}"}

    def _made(self, chance: Random, body: bytes, headers: Mapping[str, str], method: str = "POST") -> Sent:
        return Sent(chance.choice(self.paths), body, headers, method)

    def _send(self, chance: Random, headers: Mapping[str, str], method: str = "POST") -> Sent:
        return self._made(chance, encoded(changed(chance, chance.choice(self._bodies))), headers, method)

    def _paths(self, chance: Random) -> Sent:
        ends = ("../../serve.py", "%2e%2e/page.js", "page.js%00", "x" * 2000, "é", ".", "page.css/..")
        folder = chance.choice(("/local/static/", "/local/files/", "/local/stream/", "/local/"))
        return Sent(folder + chance.choice(ends), headers=self._own, method="GET")


class ForHealth:
    """Requests at the page that says how the program is."""

    path = "/healthz"

    def __init__(self) -> None:
        self.makers: dict[str, Maker] = {
            "odd questions": lambda chance: Sent(
                f"{self.path}?{chance.randbytes(20).hex()}=%00", method="GET"
            ),
            "with a body": lambda chance: Sent(self.path, chance.choice(BROKEN), method="GET"),
            "another method": lambda chance: Sent(
                self.path, chance.choice(BROKEN), method=chance.choice(("POST", *METHODS[1:]))
            ),
            "odd headers": lambda chance: Sent(
                self.path, headers={"Accept": chance.choice(ODD_HEADERS)}, method="GET"
            ),
        }
