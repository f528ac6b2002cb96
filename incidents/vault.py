"""What a person wrote, as the database holds it: JSON sealed with the key of its record."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from foundation.sealing import KeyRing, WrappedKey
from incidents.records import Behaviour, Channel, Report, Warned

REPORT = "report"
STATEMENT = "statement"


@dataclass(frozen=True, slots=True)
class Content:
    """The sealed part of a record; `excluded` are the people complained of, who never see it (R20)."""

    report: Report
    excluded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens the content of records."""

    ring: KeyRing

    def seal(self, record_id: str, content: Content) -> tuple[WrappedKey, bytes]:
        """Seal the content of a new record with a key of its own."""
        key, wrapped = self.ring.new_data_key(record_id)
        return wrapped, key.seal(REPORT, to_json(content).encode())

    def open(self, record_id: str, key: WrappedKey, sealed: bytes) -> Content:
        """Open the content; raises KeyMissing or SealBroken."""
        return from_json(self.ring.unwrap(record_id, key).open(REPORT, sealed).decode())

    def seal_statement(self, record_id: str, key: WrappedKey, draft: str, text: str) -> tuple[str, bytes]:
        """Seal a later statement; its id is the same whenever the same text is sent from the same draft."""
        opened = self.ring.unwrap(record_id, key)
        name = opened.name(json.dumps([draft, text]).encode())
        return name, opened.seal(f"{STATEMENT}|{name}", json.dumps(text).encode())

    def open_statement(self, record_id: str, key: WrappedKey, name: str, sealed: bytes) -> str:
        """Open a later statement; raises KeyMissing or SealBroken."""
        text = json.loads(self.ring.unwrap(record_id, key).open(f"{STATEMENT}|{name}", sealed))
        return str(text)


def to_json(content: Content) -> str:
    """Write the content as JSON; lone surrogates and control characters survive as escapes."""
    report = asdict(content.report) | {"occurred_at": content.report.occurred_at.isoformat()}
    return json.dumps({"report": report, "excluded": sorted(content.excluded)})


def from_json(text: str) -> Content:
    """Read what `to_json` wrote; a field added since then has its default."""
    data = json.loads(text)
    stored: dict[str, Any] = data["report"]
    converted = {
        "occurred_at": datetime.fromisoformat(stored["occurred_at"]),
        "channel": Channel(stored["channel"]),
        "behaviours": tuple(Behaviour(behaviour) for behaviour in stored["behaviours"]),
        "warned": Warned(stored["warned"]),
    }
    return Content(Report(**{**stored, **converted}), frozenset(data["excluded"]))
