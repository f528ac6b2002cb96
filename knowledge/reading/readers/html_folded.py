"""What a page folds away below its heading until a reader opens it: accordions, whatever program wrote them."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from knowledge.reading.readers.html_words import words_of

_PANELS = frozenset(("div", "section", "article", "dd", "ul", "ol", "dl"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "dt"))
_OPENERS = ("aria-controls", "data-target", "data-bs-target", "href")
_FOLDS = re.compile(r"accordion|collaps|toggle|expand|foldable|faq", re.IGNORECASE)
_NAMED = re.compile(r"panel|content|body|answer", re.IGNORECASE)
_GROUP = re.compile(
    r"(?:^|\s)(?:(?:accordion|faq)s?|\w+[-_](?:group|list|wrapper|container|set))(?:\s|$)", re.IGNORECASE
)
_SCRIPT = re.compile(r"toggle|expand|collaps|accordion|slide", re.IGNORECASE)
_LONGEST = 30  # words of a title


class Folds:
    """What a reader of the page can open; taken before anything of it is removed."""

    def __init__(self, root: HtmlElement) -> None:
        self._named = frozenset(
            str(one.get(name, "")).lstrip("#") for one in root.iter() for name in _OPENERS if one.get(name)
        )
        self._titles: dict[HtmlElement, HtmlElement] = {}  # by what stands right below them
        for panel in root.iter(*_PANELS):
            title = panel.getprevious()
            if title is None or (title.tail or "").strip() or title in self._titles:
                continue
            if _is_title(title) and _opens(title, panel) and not _is_menu(panel):
                self._titles[panel] = title
        self._heads = set(self._titles.values())

    def opens(self, element: HtmlElement) -> bool:
        """Whether a reader can open it: a control names it, or a title or a button stands before it."""
        if element.get("id") in self._named or element.get("role") == "tabpanel" or element in self._titles:
            return True
        before = element.getprevious()
        if before is None:
            return False
        return before.tag in ("button", "summary") or next(before.iter("button", "summary"), None) is not None

    def heads(self, control: HtmlElement) -> bool:
        """Whether a control, such as the button of an accordion, is the heading of what it opens."""
        around = (control, *control.iterancestors())
        if any(one in self._heads or str(one.tag) in _HEADINGS for one in around):
            return True
        named = control.get("aria-controls") or control.get("aria-expanded")
        return bool(named) or control.tag == "legend"

    def as_details(self, root: HtmlElement) -> None:
        """Make each title and what it opens a `details` of the page: what follows is not part of it."""
        there = set(root.iter())
        for panel, title in self._titles.items():
            if not {panel, title} <= there or panel.tag == "dd" or title.tag == "summary":
                continue
            if title.getnext() is not panel or not words_of(title) or not words_of(panel):
                continue
            details, summary = etree.Element("details"), etree.Element("summary")
            title.addprevious(details)
            details.tail, panel.tail, title.tail = panel.tail, None, None
            summary.append(title)
            details.extend((summary, panel))


def _is_title(element: HtmlElement) -> bool:
    """Whether it is one short line and no group of titles and texts."""
    blocks = (one for one in element.iter("p", "ul", "ol", "dl", "table", "section", "article"))
    whole = not any(one is not element for one in blocks) and element.tag not in ("ul", "ol", "dl", "table")
    return whole and 0 < len(words_of(element).split()) <= _LONGEST


def _opens(title: HtmlElement, panel: HtmlElement) -> bool:
    """Whether a title says that it opens what stands below it."""
    around = list(title.iter())
    if any(one.get("aria-haspopup") for one in around):
        return False
    if any(one.get("aria-expanded") or one.get("aria-controls") for one in around):
        return True
    if any(_SCRIPT.search(str(one.get("onclick", ""))) for one in around):
        return True
    if any(str(one.get("type", "")).lower() in ("submit", "reset") for one in around):
        return False
    above = " ".join(_name(one) for _, one in zip(range(2), panel.iterancestors(), strict=False))
    own = "" if _GROUP.search(str(panel.get("class", ""))) else _name(panel)
    named = bool(_FOLDS.search(f"{_name(title)} {own} {above}"))
    if any(one.tag == "button" or one.get("role") == "button" for one in around):
        return named or bool(_NAMED.search(_name(panel)))
    if title.tag in _HEADINGS:
        return named
    kept = bool(_FOLDS.search(_name(panel)) or _NAMED.search(_name(panel)))
    return kept and bool(_FOLDS.search(_name(title))) and not words_of(title).endswith(".")


def _name(element: HtmlElement) -> str:
    return f"{element.get('class', '')} {element.get('id', '')} {element.get('data-toggle', '')}"


def _is_menu(panel: HtmlElement) -> bool:
    """Whether it holds next to nothing but links."""
    links = sum(len(words_of(link).split()) for link in panel.iter("a"))
    return 5 * links >= 4 * len(words_of(panel).split())
