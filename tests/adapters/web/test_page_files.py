"""The files of the page: every word has its sentence, nothing is inline, the vendor's file is as published."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from adapters.web.settings import NotLoopback
from adapters.web.shell import STATIC, asset, locked, shell
from adapters.web.show import SENIORITY, words
from bot.people import Role

PYTHON = Path(STATIC).parent
SCRIPTS = sorted(STATIC.glob("*.js"))
VENDOR = STATIC / "vendor" / "adaptivecards"


def used_words() -> set[str]:
    """The catalogue keys, without `page.`, that the page, its scripts or the server name."""
    source = "".join(path.read_text() for path in SCRIPTS)
    used = set(re.findall(r"\bsay\(\s*\"(\w+)\"", source))
    used |= set(re.findall(r'"((?:suggest)_\w+)"', source))
    used |= {f"empty_{room}" for room in ("direct", "channel")} | {f"role_{role.value}" for role in Role}
    for template in STATIC.glob("*.html"):
        used |= set(re.findall(r"\{\{(\w+)\}\}", template.read_text()))
    return used | {
        key for path in PYTHON.glob("*.py") for key in re.findall(r'"page\.((?!html)\w+)"', path.read_text())
    }


def test_every_word_the_page_uses_is_in_the_catalogue_and_every_one_there_is_used() -> None:
    assert used_words() == set(words())


def test_every_role_can_be_shown() -> None:
    assert set(SENIORITY) == set(Role)


def test_the_page_says_that_it_is_local() -> None:
    assert "Local: nothing leaves this computer" in shell()


@pytest.mark.parametrize("page", [shell(), locked()], ids=["page", "locked"])
def test_the_page_has_no_inline_script_style_or_outside_address(page: str) -> None:
    assert "style=" not in page
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\ssrc=\"/local/)", page)
    assert not re.search(r"\son\w+=", page)
    assert not re.search(r"(?:src|href)=\"(?!/local/static/|#)", page)


def test_the_scripts_set_text_as_text_only() -> None:
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b", path.read_text()
        ), path


def test_every_script_imports_only_files_that_are_served() -> None:
    for path in SCRIPTS:
        for name in re.findall(r"from \"\./([\w.]+)\"", path.read_text()):
            assert asset(name), f"{path.name} imports {name}"


def test_the_bundle_is_the_published_one_with_its_licence() -> None:
    digest = hashlib.sha256((VENDOR / "adaptivecards.min.js").read_bytes()).hexdigest()
    assert digest in (VENDOR / "SOURCE.md").read_text()
    assert "Permission is hereby granted, free of charge" in (VENDOR / "LICENSE").read_text()


def test_the_refusal_to_open_the_page_to_others_says_what_to_do() -> None:
    assert "127.0.0.1" in str(NotLoopback("0.0.0.0"))
