"""The contact sheet shows everything: no card and no form is added without a picture of it."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from tests.pictures.named import cards, forms

DOCS = Path(__file__).resolve().parents[2] / "docs"
LISTED = (DOCS / "pictures.md").read_text(encoding="utf-8")
LARGEST = 1_500_000
"""Bytes of all pictures together: whoever clones the project gets them too."""


def test_every_card_and_form_named_in_the_code_is_on_the_contact_sheet() -> None:
    named = set(re.findall(r"`([\w.]+)", LISTED))
    lacking = {*cards(), *forms()} - named
    assert not lacking, f"Draw it anew: python -m tests.pictures.sheet. It lacks {sorted(lacking)}"


def test_nothing_is_listed_that_the_code_does_not_make_any_more() -> None:
    also = {
        one
        for line in LISTED.splitlines()
        for one in re.findall(r"`([\w.]+)`", line.partition(" Also by ")[2])
    }
    assert also <= set(cards())


def test_every_picture_is_there_and_all_of_them_are_small() -> None:
    linked = set(re.findall(r"\(pictures/([\w-]+\.webp)\)", LISTED))
    there = {one.name: one for one in (DOCS / "pictures").iterdir()}
    assert linked == set(there)
    assert sum(one.stat().st_size for one in there.values()) < LARGEST
    for one in there.values():
        with Image.open(one) as image:
            assert image.format == "WEBP"
