"""What somebody sees of a decision that two records belong together. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from incidents.audit import Act
from incidents.records import Record
from incidents.rules.access import Operation


def reads_none(_: str) -> bool:
    """For who reads no other record, or where it is not asked."""
    return False


def without_links(record: Record, allowed: frozenset[Operation], reads: Callable[[str], bool]) -> Record:
    """That two records belong together is for who decides it and may read both; the other is named to nobody.

    A trace without its name is one all the same: whom the other record complains of would learn that there is one.
    """
    if all(one.kind != Act.LINKED for one in record.timeline):
        return record
    linked = [one for one in record.entries if one.act == Act.LINKED]
    known = linked if Operation.LINK in allowed else []
    kept = frozenset(one.id for one in known if reads(str(one.said.get("link_to", ""))))
    return replace(
        record,
        entries=tuple(
            replace(one, said={}) if one.act == Act.LINKED else one
            for one in record.entries
            if one.act != Act.LINKED or one.id in kept
        ),
        timeline=tuple(one for one in record.timeline if one.kind != Act.LINKED or one.detail in kept),
    )
