"""What people state of a difficult contact: the report, its choices, and what they add later.

Fields follow duties D03, D17 and D46-D55, D67, P34.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """How the contact took place (D02). UNKNOWN: its author has not said yet, and nobody chooses it."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    EMAIL = "email"
    LETTER = "letter"
    SOCIAL_MEDIA = "social_media"
    OTHER = "other"
    UNKNOWN = "unknown"


CHANNELS = tuple(one for one in Channel if one is not Channel.UNKNOWN)
"""What an author can choose."""


WRITTEN = frozenset({Channel.EMAIL, Channel.LETTER})
"""What came in as correspondence: it can be kept as it is, and nobody is warned while they read it (D21)."""


class Warned(StrEnum):
    """Was the customer warned that the contact would end (P34, D18)?"""

    YES = "yes"
    NO = "no"
    NOT_POSSIBLE = "not_possible"


class Behaviour(StrEnum):
    """What happened, as the policies list it (D03, D17)."""

    RUDE = "rude"
    VERBAL_ABUSE = "verbal_abuse"
    THREAT = "threat"
    HARASSMENT = "harassment"
    DISCRIMINATION = "discrimination"
    PROPERTY = "violence_property"
    VIOLENCE = "violence_person"
    WEAPON = "weapon"
    SELF_HARM = "self_harm"
    SAME_ISSUE = "same_issue_repeated"
    UNREASONABLE = "unreasonable_demands"
    NOT_SATISFIED = "not_satisfied"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """What was answered to a field of the organisation's own, or with a choice it added (`incidents.rules.own_fields`).

    `values` are the text, the day as ISO writes it, "yes", or the choices; `label` and `shown` are what people read
    when it was answered, for the day on which the field is in no file any more, and `off_paper` whether a paper left it
    out then.
    """

    name: str
    label: str
    values: tuple[str, ...]
    shown: str
    off_paper: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What the author states. `customer` is "" for unknown, then `customer_description` should help.

    `about` are the keys of colleagues the report complains of; `supervisor_now` asks that a supervisor hears of
    it at once, whatever else it says. `filed_for` is whom the author writes it for, "" for themselves; `witnesses`,
    `helpers` and `escalated_to` are colleagues who were there, helped, or were asked to take over. `own` are the
    answers to fields of the organisation's own.
    """

    author: str
    department: str
    occurred_at: datetime
    zone: str
    channel: Channel
    happened: str
    customer: str = ""
    customer_description: str = ""
    behaviours: tuple[Behaviour, ...] = ()
    warned: Warned = Warned.NO
    warning_note: str = ""
    ended: bool = False
    others_present: str = ""
    tried: str = ""
    afterwards: str = ""
    primary_employee: str = ""
    topic: str = ""
    place: str = ""
    about: tuple[str, ...] = ()
    supervisor_now: bool = False
    own: tuple[OwnAnswer, ...] = ()
    filed_for: str = ""
    witnesses: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    escalated_to: tuple[str, ...] = ()

    @property
    def is_correspondence(self) -> bool:
        """Whether it is about a letter or an e-mail that somebody received (D21)."""
        return self.channel in WRITTEN

    @property
    def whose(self) -> frozenset[str]:
        """Whose report it is: who wrote it, and whom they wrote it for."""
        return frozenset((self.author, self.filed_for)) - {""}


@dataclass(frozen=True, slots=True)
class Statement:
    """What an author adds later: the words, the kinds of danger they confirmed, and the colleagues it complains of."""

    text: str
    behaviours: tuple[Behaviour, ...] = ()
    about: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attestation:
    """That the author confirmed what they sent (D66): when, and a digest of it under the record's own key.

    `holds` says whether the record still says just that; only entries are added to it.
    """

    at: datetime
    digest: str
    holds: bool = True
