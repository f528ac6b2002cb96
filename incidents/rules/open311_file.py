"""Reads the part `open311:` of `requests.yaml`: which categories go to the city's own system as well.

    open311:
      name: City 311             # what the other system is called on cards
      contact: false             # true: name and contact of whoever brings it go along, if they want to hear from you
      services:                  # the key of a category, and the other system's service_code for it
        pothole: "001"

Nothing is sent until an address and a key of the other system are set as well.
"""

from __future__ import annotations

from collections.abc import Collection

from foundation.datafile import DataEntry
from incidents.rules.open311_rules import NO_OPEN311, Open311Rules


def read_open311(top: DataEntry, categories: Collection[str]) -> Open311Rules:
    """The part, NO_OPEN311 where there is none; raises DataFileError."""
    entry = top.entry("open311")
    if entry is None:
        return NO_OPEN311
    entry.only("name", "contact", "services")
    services = entry.entry("services", required=True)
    assert services is not None  # noqa: S101 - required=True raises instead of returning None
    for one in services.values:
        if one not in categories:
            problem = f"“{one}” is not the key of a category."
            raise services.error(one, problem, "one of " + ", ".join(categories))
    codes = {one: services.text(one, required=True) for one in services.values}
    name = entry.text("name", required=True)
    return Open311Rules(name, codes, entry.flag("contact"))
