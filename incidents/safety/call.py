"""A call for help: who needs somebody, where, since when, who was asked, and who comes (D37, D41).

No story is asked. Where somebody is stands sealed; it is shown to those who are asked to go there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from incidents.records import DeliveryState
from incidents.rules.helpers import InNeed


class CallCause(StrEnum):
    """Why a call was made: somebody ASKED, gave no answer in a meeting (SILENCE), or gave their DURESS word there."""

    ASKED = "asked"
    SILENCE = "silence"
    DURESS = "duress"


class CallNoticeKind(StrEnum):
    """What is told of a call. CALL asks a helper to come. CALL_NEWS tells whoever called who was asked and whether it
    reached them, CALL_COMING by name who comes, CALL_NOT_COMING who does not any more. CALL_OVER tells helpers that it
    is over. CALL_UPDATE brings a card that stands on somebody's screen up to date. CALL_MAILED is an e-mail, where chat
    could not bring a call in time.
    """

    CALL = "call"
    CALL_NEWS = "call_news"
    CALL_COMING = "call_coming"
    CALL_NOT_COMING = "call_not_coming"
    CALL_OVER = "call_over"
    CALL_UPDATE = "call_update"
    CALL_MAILED = "call_mailed"


class CallOutcome(StrEnum):
    """What became of a press: a call was made, was made a moment before, is asked AGAIN, or there is nothing."""

    MADE = "made"
    ALREADY = "already"
    AGAIN = "again"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who was asked.

    `state` is SENT, `at` since when, once anything reached them; before that what is known of the newest message.
    `mailed_at` is when an e-mail went out because chat did not bring it.
    """

    person: str
    state: DeliveryState
    at: datetime | None = None
    coming_at: datetime | None = None
    mailed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `need` is who called, `level` the level that was asked last, at `asked_at`.

    `quiet`: nothing of it is shown to whoever it is about, because somebody may stand beside them. `withdrawn` counts
    how often somebody who was on the way said, or showed, that they are not. `answered`: somebody said at any time that
    they come, whoever called was told so.
    """

    id: str
    need: InNeed
    place: str
    cause: CallCause
    made_at: datetime
    level: int
    asked_at: datetime
    helpers: tuple[Helper, ...] = ()
    over_at: datetime | None = None
    quiet: bool = False
    withdrawn: int = 0
    answered: bool = False

    @property
    def reference(self) -> str:
        """What an e-mail calls it: nothing can be read out of it."""
        return self.id[:8].upper()

    @property
    def coming(self) -> tuple[Helper, ...]:
        """Those who are on their way, the first one first."""
        on_way = [one for one in self.helpers if one.coming_at]
        return tuple(sorted(on_way, key=lambda one: (one.coming_at or self.made_at, one.person)))

    def has_coming(self, person: str) -> bool:
        """Whether somebody is on their way."""
        return any(one.person == person for one in self.coming)

    @property
    def goes_on_by_itself(self) -> bool:
        """Whether nobody can be relied on to say that no one came: they gave no answer, or are watched."""
        return self.quiet or self.cause is not CallCause.ASKED

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.over_at is None

    def shown_to(self, viewer: str) -> Call:
        """The call as somebody sees it: on the screen of whoever it is about, a quiet one looks as if it were over."""
        if not self.quiet or viewer != self.need.person:
            return self
        return replace(self, over_at=self.over_at or self.asked_at, helpers=())


@dataclass(frozen=True, slots=True)
class CallNotice:
    """One thing to tell one person of a call, as it stands at this moment.

    `updates` is where the card stands that is brought up to date, `card` what kind of card that is. An e-mail has a
    `link`, the token by which its reader can say until `link_until` that they come (empty once it is over), and a
    `mail_id` that names it for ever.
    """

    kind: CallNoticeKind
    key: str
    recipient: str
    call: Call
    card: CallNoticeKind
    attempt: int = 1
    updates: str = ""
    link: str = ""
    link_until: datetime | None = None
    mail_id: str = ""
