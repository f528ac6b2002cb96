"""Coming to a call through the link of an e-mail: by whom it was sent to, as the rights are at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.link_tokens import notice_of, record_in
from incidents.safety import store_calls
from incidents.safety.call import Call, CallNoticeKind, CallOutcome
from incidents.safety.calls import HelpCalls


class CallLinkState(StrEnum):
    """What a link is good for: it WAITS to be pressed, its reader comes (COMING) or took that back (LEFT), the call is
    OVER, or nothing (SPENT: forged, too old, or its reader may not any more).
    """

    WAITS = "waits"
    COMING = "coming"
    LEFT = "left"
    OVER = "over"
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class CallLinkAnswer:
    """What the page of a link says. The call, with its place, is there only for who pressed that they come."""

    state: CallLinkState
    call: Call | None = None


SPENT_CALL = CallLinkAnswer(CallLinkState.SPENT)


@dataclass(frozen=True, slots=True)
class CallLinks:
    """Reads and takes the links of e-mails about calls."""

    calls: HelpCalls

    async def look(self, token: str) -> CallLinkAnswer:
        """What a link is good for now; looking changes nothing, for scanners of mail follow every link."""
        person = await self._person(token)
        call = await self.calls.view(record_in(token), person) if person else None
        if call is None:
            return SPENT_CALL
        if not call.is_open:
            return CallLinkAnswer(CallLinkState.OVER)
        return CallLinkAnswer(CallLinkState.COMING if call.has_coming(person) else CallLinkState.WAITS)

    async def take(self, token: str) -> CallLinkAnswer:
        """Whoever the link was sent to is on their way, and reads where to, as often as they press."""
        person = await self._person(token)
        if not person:
            return SPENT_CALL
        outcome, call = await self.calls.comes(record_in(token), person)
        return _after(outcome, call, CallLinkAnswer(CallLinkState.COMING, call))

    async def take_back(self, token: str) -> CallLinkAnswer:
        """Whoever the link was sent to cannot come after all; they can again while the link works."""
        person = await self._person(token)
        if not person:
            return SPENT_CALL
        outcome, call = await self.calls.comes_not(record_in(token), person)
        return _after(outcome, call, CallLinkAnswer(CallLinkState.LEFT))

    async def _person(self, token: str) -> str:
        """Whom a genuine link that still works was sent to."""
        call_id = record_in(token)
        if not call_id:
            return ""
        notices = await self.calls.db.read(lambda conn: store_calls.notices_of(conn, call_id))
        mails = {one.key: one.recipient for one in notices if one.kind is CallNoticeKind.CALL_MAILED}
        return mails.get(notice_of(self.calls.ring, token, mails, self.calls.clock.now()), "")


def _after(outcome: CallOutcome, call: Call | None, said: CallLinkAnswer) -> CallLinkAnswer:
    """What a press says of a call that goes on, else that it is over or not for its reader."""
    if outcome is CallOutcome.NOTHING or call is None:
        return SPENT_CALL
    return said if call.is_open else CallLinkAnswer(CallLinkState.OVER)
