"""What the people of the trial saw to be so, to be compared with what is left; every word of theirs has a mark."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

MARK = re.compile(r"zq[0-9a-f]{10}")


def mark() -> str:
    """A word that nobody else writes, by which what was said is found again."""
    return f"zq{secrets.token_hex(5)}"


@dataclass
class Ledger:
    """Confirmed deeds. Marks lead to who did what; `taken`, `done` and `closed` name a record by its reference."""

    written: dict[str, str] = field(default_factory=dict)
    """Words in reports, requests, acts and tasks whose form closed."""
    tasks: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The words of a task that was given: the reference of its report, and who has it."""
    taken: set[tuple[str, str]] = field(default_factory=set)
    """Who took a report over."""
    done: set[tuple[str, str]] = field(default_factory=set)
    """Whose task of a report is done."""
    closed: set[str] = field(default_factory=set)
    calls: dict[str, str] = field(default_factory=dict)
    """The place of a call for help, and who called."""
    over: set[str] = field(default_factory=set)
    coming: set[tuple[str, str]] = field(default_factory=set)
    """The place of a call, and who is on the way."""
    requests: dict[str, str] = field(default_factory=dict)
    """The words of a request whose form closed, and who took it down."""

    def counts(self) -> dict[str, int]:
        """How many of each were confirmed."""
        acts = len(self.written) + len(self.taken) - len(self.tasks) - len(self.requests)
        return {
            "acts": acts,
            "closed": len(self.closed),
            "tasks": len(self.tasks),
            "tasks done": len(self.done),
            "calls": len(self.calls),
            "coming": len(self.coming),
            "requests": len(self.requests),
        }
