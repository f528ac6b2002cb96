"""What an organisation says of contact restrictions in `restrictions.yaml`: its own options, limits, roles and letters.

A file that says nothing of them means that there are none. What can never be restricted is no matter of a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from foundation.calendar import Wait, WaitUnit
from incidents.rules.letters import CustomerLetter
from incidents.rules.marker_rules import NO_MARKERS, MarkerRules

LONGEST = Wait(12, WaitUnit.MONTHS)
REVIEW_WITHIN = Wait(6, WaitUnit.MONTHS)
COUNCIL_WITHIN = Wait(1, WaitUnit.BUSINESS_DAYS)
OUTSIDE_WITHIN = Wait(5, WaitUnit.BUSINESS_DAYS)
APPEAL_WITHIN = Wait(10, WaitUnit.BUSINESS_DAYS)
"""What holds where the file says nothing of it."""


class OptionKind(StrEnum):
    """What an option does: WRITING leaves letters and e-mail; EXCEPTION answers only what passes a test; QUOTA counts
    requests; NOMINATED names one person; APPOINTMENT asks for a time beforehand.
    """

    WRITING = "writing"
    EXCEPTION = "exception"
    QUOTA = "quota"
    NOMINATED = "nominated"
    APPOINTMENT = "appointment"


class Period(StrEnum):
    """What a quota is counted in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class RestrictionOption:
    """One option of the policy. `rule` is the line that front-line staff see; `period` is that of a QUOTA.

    `advice_first`: the customer was advised to limit what they ask for before it can be chosen (D27).
    """

    key: str
    name: str
    rule: str
    kind: OptionKind
    advice_first: bool = False
    period: Period = Period.MONTH


@dataclass(frozen=True, slots=True)
class RestrictionWords:
    """What the file says in another language, for letters: options are name and rule, by key."""

    options: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    grounds: Mapping[str, str] = field(default_factory=dict)
    scopes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    appeal_words: str = ""
    everywhere: str = ""


@dataclass(frozen=True, slots=True)
class RestrictionRules:
    """The file. `scopes` are the words for channels, sites and matters, by key; `apart` are options that do not go
    together. `decides` and `appeals` are roles; `instead` are those who do both, in this order, where
    nobody else can. `appeal_words` is
    the route of complaint that every notice names (D33). `longest` and `review_within` count from the start.
    `everywhere` says in letters that it applies to all of it. `translations` are the words of
    letters in other languages, by tag. `markers` is what it says of telling a history of violence.
    """

    options: tuple[RestrictionOption, ...] = ()
    apart: tuple[frozenset[str], ...] = ()
    grounds: Mapping[str, str] = field(default_factory=dict)
    scopes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    longest: Wait = LONGEST
    review_within: Wait = REVIEW_WITHIN
    decides: tuple[str, ...] = ("cao",)
    appeals: tuple[str, ...] = ("cao",)
    instead: tuple[str, ...] = ()
    appeal_words: str = ""
    everywhere: str = ""
    council_within: Wait = COUNCIL_WITHIN
    outside_within: Wait = OUTSIDE_WITHIN
    appeal_within: Wait = APPEAL_WITHIN
    letters: Mapping[CustomerLetter, str] = field(default_factory=dict)
    translations: Mapping[str, RestrictionWords] = field(default_factory=dict)
    markers: MarkerRules = NO_MARKERS

    @property
    def is_set_up(self) -> bool:
        """Whether the organisation has any."""
        return bool(self.options)

    def option(self, key: str) -> RestrictionOption | None:
        """An option by its key."""
        return next((one for one in self.options if one.key == key), None)

    def translated(self, language: str) -> RestrictionWords | None:
        """The words in a language, those of “fr” for “fr-CA” too; None where the file has no other words for it."""
        return self.translations.get(language) or self.translations.get(language.split("-")[0])

    def in_language(self, language: str) -> RestrictionRules:
        """The file as a letter in this language says it; what is not translated stays."""
        said = self.translated(language)
        if said is None:
            return self
        options = (
            replace(one, name=words[0], rule=words[1]) if (words := said.options.get(one.key)) else one
            for one in self.options
        )
        scopes = {name: {**words, **said.scopes.get(name, {})} for name, words in self.scopes.items()}
        return replace(
            self,
            options=tuple(options),
            grounds={**self.grounds, **said.grounds},
            scopes=scopes,
            appeal_words=said.appeal_words or self.appeal_words,
            everywhere=said.everywhere or self.everywhere,
        )

    def chosen(self, keys: tuple[str, ...]) -> tuple[RestrictionOption, ...]:
        """The options of these keys, in the order of the file."""
        return tuple(one for one in self.options if one.key in keys)


NO_RESTRICTIONS = RestrictionRules()
