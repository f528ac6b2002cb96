"""Words for people by their role, as they are typed: misspelt, short, and in French, Spanish and German (R20)."""

from __future__ import annotations

import re

_SUPERVISOR = r"sup[eo]r+v[ie]?[sz][eoia]+r+|supervis\w{1,4}|superviz\w{1,4}"
_MANAGER = r"man[aeio]+g[aeio]*r+|mana?g[er]{1,3}|mgr"
_CHIEF = (
    rf"(?:{_SUPERVISOR}|{_MANAGER}|bos+e?|superior|team[- ]?lead(?:er)?|lead|leader|foreman|head|che?ie?f"
    r"|cheif"
    r"|direct[eo]r)"
)
_KIND = (
    r"(?:own|direct|line|immediate|current|new|acting|department|departmental|dep(?:t|artment)|division|shift"
    r"|office|big|old|deputy|unit|actual)"
)
_OURS = (
    rf"\b(?:my|our|mi|me)(?: {_KIND}){{0,2}} {_CHIEF}\b(?! (?:and shoulders|down|start|office|of|cold|ache))"
)
_ELSEWHERE = (
    r"(?! (?:of|at|for|from|there|where|in|has said|on duty at)\b)(?! ?['’]s? (?:office|special))"
    r"(?! (?:start|down|office|injury|cold|count|line|table|wound))"
)
_BEFORE_OTHER = r"(?<!see )(?<!meet )"

MINE = re.compile(_OURS, re.IGNORECASE)
MANAGED = re.compile(
    r"\b(?:mon|ma|notre|nos) (?:patron(?:ne)?|ch[eè]fe?|sup[ée]rieure?|superviseure?|superviseuse"
    r"|gestionnaire"
    r"|directeur|directrice|responsable|boss|cadre|g[ée]rante?)\b"
    r"|\b(?:mi|nuestr[oa]) (?:jef[ea]|supervisora?|gerente|director[a]?|superiora?|encargad[oa])\b"
    r"|\b(?:mein|meine|meinem|meinen|meiner|unser|unsere|unserem|unseren) (?:chefin|chef|vorgesetzter?n?"
    r"|leiterin"
    r"|leiter|boss|abteilungsleiter(?:in)?|teamleiter(?:in)?)\b"
    rf"|\b(?:the|a certain) (?:big |own |old )?bos+e?\b{_ELSEWHERE}"
    rf"|{_BEFORE_OTHER}\bthe (?:line |office |direct |acting )?(?:{_MANAGER}|{_SUPERVISOR})\b{_ELSEWHERE}"
    r"|(?<!property )(?<!time )(?<!waste )(?<!traffic )(?<!anger )(?<!senior )(?<!emergency )(?<!plan )(?<!records )"
    r"\bmanagement\b(?! (?:plan|system|software|course|area|fee|company|office|of))"
    r"|\bthe head\b(?! (?:of|and|office|start|count|table|injury|line)\b)"
    r"|\b(?:she|he|whoever|the (?:one|person|woman|man)) (?:who )?(?:signs|approves"
    r"|does) my (?:time ?sheets?|schedule"
    r"|leave|vacation|reviews?|shifts?)\b|\b(?:whoever|the (?:one|person|woman|man)) (?:who|that"
    r"|i) (?:supervis\w+ (?:me|us)"
    r"|report to|manages (?:me|us)|is in charge of (?:me|us))\b|\b(?:higher[- ]?ups?|upper management)\b",
    re.IGNORECASE,
)
TEAM_LEAD = re.compile(
    rf"\b(?:my|our|the|a)? ?team[- ]?lead(?:er)?s?\b{_ELSEWHERE}|\b(?:the|our|my) shift lead(?:er)?\b",
    re.IGNORECASE,
)
HEAD = re.compile(
    r"\b(?:(?:the|my|our|a) )?(?:department|departmental|dep't|dept\.?|division)(?:['’]s)? (?:head"
    rf"|{_MANAGER}|director"
    r"|chief)\b(?! of)|\bhead of (?:the|my|our) (?:department|dept\.?|division|team|unit|office)\b",
    re.IGNORECASE,
)
_IS_DEPUTY = r"(?:deputy|dep\.|dpty|assistant|vice|acting|deputee|deputie)"
_OF_CAO = (
    r"(?:C\.? ?A\.? ?O\b|chief (?:administrative|admin) officer|(?:city|town|village|municipal) manager)"
)
_NO_DEPUTY = (
    r"(?<!deputy )(?<!dep\. )(?<!dpty )(?<!assistant )(?<!vice )(?<!acting )(?<!deputee )(?<!deputie )"
)
CAO = re.compile(
    rf"{_NO_DEPUTY}\b{_OF_CAO}|\bthe (?:big|top|biggest) (?:boss|chief|cheese|man|woman)\b"
    r"|\b(?:the )?(?:city|town) administrator\b",
    re.IGNORECASE,
)
DEPUTY_CAO = re.compile(rf"\b{_IS_DEPUTY} {_OF_CAO}\b", re.IGNORECASE)
DEPUTY = re.compile(
    rf"\b(?:(?:the|our|my|a) )?deputy\b(?! (?:{_OF_CAO}|sheriff|mayor|minister|premier|clerk|fire|police))",
    re.IGNORECASE,
)
COUNCILLOR = re.compile(
    r"\b(?:the|a|our|one of the|my|this) (?:\w+ )?(?:council+[oe]r|counsel+or|alder(?:man|woman)"
    r"|council ?(?:man|woman"
    r"|member)|reeve)\b(?! for| said he should see| of another)",
    re.IGNORECASE,
)
HR = re.compile(
    r"(?-i:\bHR\b)|\bH\.R\.|\bhuman (?:resources?|ressources)\b|\b(?:the|our|my) hr (?:lady|person|woman"
    r"|man|guy|advisor"
    r"|manager|officer|rep)\b|\bpersonnel (?:lady|officer|manager)\b|^\W*hr\W*$",
    re.IGNORECASE,
)
ALONE = re.compile(
    rf"\W*(?:(?:the|a|my|our|your) )?(?:{_KIND} ){{0,2}}(?:{_CHIEF}|management)\W*", re.IGNORECASE
)
OF_DEPARTMENT = (
    (
        rf"\b(?:head|{_MANAGER}|director|{_SUPERVISOR}|chief) (?:of|for) (?:the )?{{0}}\b"
        rf"|\b{{0}} (?:head|{_MANAGER}|director|chief)\b"
    )
    .replace("{1,4}", "{{1,4}}")
    .replace("{1,3}", "{{1,3}}")
)
