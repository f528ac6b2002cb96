"""Words of weapons and of hurting that recognising danger is built from, and where they mean neither."""

from __future__ import annotations

import re


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for any of several."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


WEAPON = (
    r"(?:knife|knives|gun|weapon|machete|axe|bomb|sword|firearm|rifle|pistol|blade|baseball bat|grenade)s?\b"
)
NOT_A_WEAPON = (
    r"(?! (?:permit|licen[cs]e|registration|range|shop|show|club|law|policy|sharpen\w*|shelter|set|block"
    r"|collection"
    r"|to (?:open|cut|slice)|for (?:the|my|our) (?:kitchen|cake)))"
)
PEACEFUL_BEFORE = (
    r"(?<!lost his )(?<!lost her )(?<!lost a )(?<!found a )(?<!forgot his )(?<!pocket )(?<!butter )"
    r"(?<!use a )"
)
PEACEFUL = (
    r"(?:shooting (?:range|star|of (?:the|a) (?:film|movie|video|scene|commercial))|kill(?:ing)? (?:a"
    r"|the) (?:process|job|task"
    r"|time|lights?|weeds?|tree|grass|session|program|app)|heart attack|attack(?:ed|s|ing)? (?:my|our|the"
    r"|his|her) (?:argument"
    r"|idea|plan|position|report|proposal|polic\w+|budget|decision|work|motion)|burn(?:ing|er)? (?:permit"
    r"|ban|pile|bylaw)"
    r"|hit (?:rate|the (?:deadline|target|button))|beat the (?:rush|deadline|traffic))"
)
HURT = r"(?:kill|shoot|stab|hurt|harm|hit|beat|attack|assault|punch|strangle|choke|rape|burn)"
