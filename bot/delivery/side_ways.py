"""The second way: what an e-mail (or another channel beside chat) says, and to whom it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.adapter import Failure, Memo, SendFailed, SideChannel
from bot.flows.times import local_moment
from bot.services import Services
from bot.words import sentence
from foundation.outbox.sending import Delivered, NotDelivered
from incidents.notices import Notice, NoticeKind
from incidents.safety.call import CallNotice

PATH = "w"
"""Where the pages of links stand, below the public address."""

CALL_PATH = "h"
"""The same for those of calls for help."""


@dataclass(frozen=True, slots=True)
class SideWays:
    """The channels beside chat, the best first; `public_url` is where people reach this program, empty for nowhere."""

    channels: Sequence[SideChannel] = ()
    public_url: str = ""

    async def tell(self, notice: Notice, services: Services) -> Delivered:
        """Tell whoever chat could not reach that something waits; raises NotDelivered."""
        return await self._by_any(notice.recipient, memo_of(notice, services, self.public_url), services)

    async def tell_of_call(self, notice: CallNotice, services: Services) -> Delivered:
        """Tell whoever chat could not reach that somebody calls for help; raises NotDelivered."""
        return await self._by_any(notice.recipient, memo_of_call(notice, services, self.public_url), services)

    async def send(self, recipient: str, memo: Memo, services: Services) -> Delivered:
        """Send something that is no notice; raises NotDelivered."""
        return await self._by_any(recipient, memo, services)

    async def _by_any(self, recipient: str, memo: Memo, services: Services) -> Delivered:
        person, failures = services.people.get(recipient), list[tuple[str, SendFailed]]()
        if person is None or not self.channels:
            raise NotDelivered("no_way", again=False)
        for channel in self.channels:
            try:
                await channel.tell(person, memo)
            except SendFailed as failed:
                failures.append((channel.name, failed))
            else:
                return Delivered(channel.name, "")
        raise _conclusion(failures)


def memo_of(notice: Notice, services: Services, public_url: str) -> Memo:
    """The reference, that something waits, and a link where one works: never a name, never a word of the report."""
    reference = notice.record.reference
    asks = notice.about is NoticeKind.ALERT
    lines = [sentence("mail.alert" if asks else "mail.task", reference=reference)]
    if asks and notice.link and notice.link_until and public_url:
        until = local_moment(notice.link_until, services.organisation)
        lines.append(sentence("mail.link", until=until, address=f"{public_url}/{PATH}/{notice.link}"))
    lines += [sentence("mail.open"), sentence("mail.why", organisation=services.organisation.name)]
    subject = sentence("mail.subject", reference=reference)
    return Memo(notice.mail_id, subject, "\n\n".join(lines) + "\n", services.clock.now())


def memo_of_call(notice: CallNotice, services: Services, public_url: str) -> Memo:
    """That somebody calls for help, or that it is over: never who or where, which the page of the link says."""
    call = notice.call
    lines = [sentence("call_mail.asks" if call.is_open else "call_mail.over")]
    if call.is_open:
        if notice.link and notice.link_until and public_url:
            until = local_moment(notice.link_until, services.organisation)
            address = f"{public_url}/{CALL_PATH}/{notice.link}"
            lines.append(sentence("call_mail.link", until=until, address=address))
        lines.append(sentence("call_mail.open"))
    lines.append(sentence("call_mail.why", organisation=services.organisation.name))
    subject = sentence(
        "call_mail.subject" if call.is_open else "call_mail.subject_over", reference=call.reference
    )
    return Memo(notice.mail_id, subject, "\n\n".join(lines) + "\n", services.clock.now())


def _conclusion(failures: Sequence[tuple[str, SendFailed]]) -> NotDelivered:
    order = (Failure.RETRY, Failure.OPERATOR, Failure.NEXT_CONTACT)
    name, first = min(failures, key=lambda one: order.index(one[1].failure))
    return NotDelivered(
        first.code,
        again=first.failure is Failure.RETRY,
        retry_after=first.retry_after,
        operator=first.failure is Failure.OPERATOR,
        platform=name,
    )
