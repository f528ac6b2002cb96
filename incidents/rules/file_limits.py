"""How large files may be and how many a record holds: data of the organisation, within what the program can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.datafile import DataEntry

MEGABYTE = 1_000_000
LARGEST = 25 * MEGABYTE
"""Bytes of one file that are taken at all: it is in memory once while it arrives."""

MOST_AT_ONCE = 10
"""Files of one message that are taken; whoever sends more hears that the others were not."""

_SIZE = re.compile(r"(\d{1,4}) ?mb", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Bytes of one file, files of one record, and bytes of all of them together."""

    largest: int = 20 * MEGABYTE
    most: int = 20
    together: int = 100 * MEGABYTE


PLAIN_LIMITS = FileLimits()


def read_file_limits(top: DataEntry) -> FileLimits:
    """Read `attachments`; raises DataFileError with the line."""
    entry, plain = top.entry("attachments"), PLAIN_LIMITS
    if entry is None:
        return plain
    entry.only("largest", "most", "together")
    largest = _size(entry, "largest", plain.largest)
    if largest > LARGEST:
        raise entry.error("largest", "That is more than is taken here.", f"{LARGEST // MEGABYTE} MB at most")
    most = entry.number("most", default=plain.most, least=1, most=200)
    return FileLimits(largest, int(most), max(largest, _size(entry, "together", plain.together)))


def _size(entry: DataEntry, name: str, default: int) -> int:
    said = entry.text(name)
    found = _SIZE.fullmatch(said)
    if said and (found is None or int(found[1]) == 0):
        raise entry.error(name, f"“{said}” is no size.", "such as 10 MB")
    return int(found[1]) * MEGABYTE if found else default
