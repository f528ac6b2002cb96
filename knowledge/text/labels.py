"""The label words documents put before what they say about themselves ("Effective Date:", "Policy Owner")."""

from __future__ import annotations

import re

# Normalised label -> the fact it states. One list for cover blocks, tables, footers and front matter.
LABELS: dict[str, str] = {
    name: fact
    for fact, names in {
        "title": "title|subject|re|policy title|policy name|document title|name of policy|policy subject|topic",
        "organisation": "organisation|organization|agency|municipality|company|institution",
        "owner": "owner|policy owner|policy owners|document owner|responsible role|responsible department"
        "|responsible office|responsible officer|responsible party|responsible executive|responsible person"
        "|issued by|issuing department|issuing authority|issuing office|originating department"
        "|administered by|prepared by|department|division|maintained by|contact|policy contact|custodian"
        "|policy sponsor|lead department|originator|author|from",
        "approver": "approved by|approver|approved|approving authority|approval authority|authorised by"
        "|authorized by|adopted by|authority|approving body|signed by|approval",
        "version": "version|version no|version number|revision|revision no|revision number|edition",
        "effective": "effective|effective date|date effective|in effect|in force|date issued|issue date|issued"
        "|date adopted|adopted|adoption date|approval date|date approved|approved on|date of approval"
        "|implementation date|commencement date|adopted on|effective from|with effect from|ratified|date ratified"
        "|date of issue|first issued|date of adoption|date",
        "revised": "revised|revision date|revision dates|date revised|last revised|last updated|updated"
        "|last revision|amended|date amended|last amended|amendment date|revised date|latest revision|revised on"
        "|last revised on|amended on|updated on|last updated on|date of last revision|date of revision|rev",
        "reviewed": "reviewed|last reviewed|last review|date reviewed|last review date|reviewed on|date of last review"
        "|last reviewed on|latest review",
        # Alone it is the next one, unless the document states that too or is younger than this date.
        "review": "review|review date|review on|policy review|policy review date|date of review|date for review",
        "next_review": "next review|next review date|next scheduled review|review due|due for review|review by"
        "|next review due|date of next review|scheduled review date|to be reviewed|renewal date|expiry date",
        "ends": "in force until|effective until|valid until|expires|expires on|expired|expired on|expiration date"
        "|repealed|repealed on|date repealed|rescinded|rescinded on|date rescinded|withdrawn|withdrawn on",
        "cycle": "review cycle|review frequency|review period|frequency of review|review schedule",
        "url": "url|link|web|web page|webpage|website|web address|available at|source",
        "audience": "audience|applies to|applicability|applicable to|distribution|for whom|who|intended audience|to",
        "": "file name|filename|policy category|category|policy number|policy no|number|no|procedure no"
        "|signature|signed|page|pages|document number|document id|supersedes|replaces|status|classification"
        "|resolution|resolution no|motion|council|reference|references|ref|policy type|type"
        "|written|date written|created|date created|printed name|reviewed by|revised by"
        "|chief administrative officer|mayor|print name|name|witness|cross reference|keywords",
    }.items()
    for name in names.split("|")
}

# Labels that stand on a line of their own in cover and signature blocks; "Contact:" or "Authority:" may head a section.
_COVER_LABELS = """approved|approved by|effective date|effective|revision date|revised|review date|next review date
|next review|last reviewed|date|signature|signed|signed by|subject|title|policy title|policy name|re|policy owner|owner
|department|prepared by|issued by|authorized by|authorised by|adopted by|policy number|policy no|print name|name
|witness|mayor|chief administrative officer"""
# Words that are labels in a cover block and anything in the rest of a document.
_WEAK_WORDS = """date from to who contact name number department division author authority source link approval re topic
subject title rev approved adopted applies web company agency lead prepared"""
WEAK = frozenset(_WEAK_WORDS.split())
_ALONE_TOO = frozenset(label.strip() for label in _COVER_LABELS.split("|"))

_LABEL = re.compile(r"^\s*([A-Za-z][A-Za-z /&'’().-]{0,40}?)\s*(?::|\t|：)\s*(.*)$", re.DOTALL)
_ALONE = re.compile(r"^\s*([A-Za-z][A-Za-z /&'’().-]{0,40}?)\s*:?\s*$")


def normal_label(words: str) -> str:
    """A label for looking up: lower case, no "(s)", no punctuation."""
    return re.sub(
        r"[^a-z]+", " ", re.sub(r"\(e?s\)", "", words.lower().replace("’", "").replace("'", ""))
    ).strip()


def labelled(text: str) -> tuple[str, str] | None:
    """Split "Label: value" or "Label<tab>value" of a known label into (normal label, value)."""
    found = _LABEL.match(text)
    if not found:
        return None
    label = normal_label(found.group(1))
    return (label, found.group(2).strip()) if label in LABELS else None


def lone_label(text: str) -> str | None:
    """The normal label of a line that is nothing but a known label with a colon ("Approved:")."""
    found = _ALONE.match(text)
    if not found:
        return None
    label = normal_label(found.group(1))
    return label if label in _ALONE_TOO else None
