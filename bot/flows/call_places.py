"""Whether words name a place to which somebody can be sent: a room or a spot in a building, not a matter or a time."""

from __future__ import annotations

import re

_SPOTS = re.compile(
    r"\b(?:desk|counter|window|room|hall|lobby|floor|office|building|entrance|exit|door|gate|reception"
    r"|foyer|stairs?|stairwell"
    r"|staircase|lift|elevator|corridor|hallway|kitchen|basement|garage|parking|car ?park|lot|yard|dock"
    r"|depot|warehouse"
    r"|library|pool|gym|arena|rink|court|chambers?|annex|wing|booth|kiosk|shop|store|bathroom|washroom"
    r"|toilets?|restroom"
    r"|garden|playground|bins|street|avenue|road|corner|table|bench|tent|stage|archive|archives|theatre"
    r"|museum|centre"
    r"|center|clinic|school|station|platform|bus|van|car|truck|shed|workshop|lab|terrace|balcony|roof"
    r"|vault|mailroom)s?\b"
    r"|\b(?:room|floor|unit|suite|building|level|window|counter|desk|gate|bay) ?\w{0,2}\d"
    r"|\b\d+ [a-z]+ (?:st|street|ave|road)\b",
)
_NO_PLACE = re.compile(
    r"\b(?:meeting(?!s? rooms?)|training|course|lunch|dinner|bank|work|home|customers?|clients?"
    r"|callers?|public works|question|form"
    r"|permit|complaint|phone|line|next|question|moment|way|hold|risk|danger|trouble|pain|hurry|fear"
    r"|tears|shock|panic|need|mood"
    r"|tomorrow|tonight|later|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week"
    r"|month|noon|afternoon"
    r"|morning|evening|conversation|interview|contact|policy|report|book|car insurance|course of"
    r"|store policy)s?\b"
    r"|\bat \d|\b(?:he|she|they|i|we|it|who|that|which|because|when|while|if|about|with|for|from|until"
    r"|as|like|but|was|is|are|has|had|will|did|does)\b"
)
_VERB = re.compile(
    r"^(?:find|fill|sign|fix|help|complain|ask|get|see|talk|speak|pick|do|make|write|read|check|cover"
    r"|collect|deliver|open"
    r"|close|look|take|bring|call|meet|explain|understand|learn|know|file|use|have|be|go|come|move"
    r"|print|translate|apply"
    r"|pay|buy|start|finish|complete|sort|deal|handle|witness|watch|clean|repair|carry|count|train"
    r"|start|stop|review)\b"
)


def is_place(said: str) -> bool:
    """Whether lower-case words name a spot somebody can walk to."""
    words = said.strip()
    return bool(_SPOTS.search(words)) and not _NO_PLACE.search(words) and not _VERB.search(words)


def is_perhaps_place(said: str) -> bool:
    """The same, also for a name of a place that says nothing of itself, such as "the Harbour"."""
    words = said.strip()
    named = words.startswith(("the ", "my ", "our ")) or bool(re.search(r"\d", words))
    return is_place(words) or (named and not _NO_PLACE.search(words) and not _VERB.search(words))
