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

PATH = "w"
"""Where the pages of links stand, below the public address."""


@dataclass(frozen=True, slots=True)
class SideWays:
    """The channels beside chat, the best first; `public_url` is where people reach this program, empty for nowhere."""

    channels: Sequence[SideChannel] = ()
    public_url: str = ""

    async def tell(self, notice: Notice, services: Services) -> Delivered:
        """Tell whoever chat could not reach that something waits; raises NotDelivered."""
        person = services.people.get(notice.recipient)
        if person is None or not self.channels:
            raise NotDelivered("no_way", again=False)
        memo, failures = memo_of(notice, services, self.public_url), list[tuple[str, SendFailed]]()
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
