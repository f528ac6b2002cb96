"""What the style sheets of a page, its style attributes, and class names that say so, set for each element."""

from __future__ import annotations

import re
from collections.abc import Iterator

import cssselect
import tinycss2
from lxml import etree
from lxml.html import HtmlElement

_MOST_SHEET, _MOST_RULES, _MOST_STEPS = 200_000, 500, 3_000_000
_MOST_SELECTOR = 300  # characters
_SCREEN = re.compile(r"^\s*(?:only\s+)?(?:screen|all)?\s*$", re.IGNORECASE)
_CONCEALS = frozenset(
    (
        "display",
        "visibility",
        "opacity",
        "position",
        "left",
        "right",
        "top",
        "text-indent",
        "clip",
        "clip-path",
        "height",
    )
)
_TELLS = _CONCEALS | {
    "overflow",
    "overflow-y",
    "padding",
    "padding-top",
    "padding-bottom",
    "min-height",
    "color",
    "background",
    "background-color",
    "background-image",
    "font",
    "font-size",
    "text-decoration",
    "text-decoration-line",
    "list-style",
    "list-style-type",
}
# What a script opens when it is asked to: readers see it.
_OPENED = re.compile(
    r"tab|accordion|panel|collaps|content|answer|toggle|expand|drop|modal|body", re.IGNORECASE
)
_NAMES = {
    **dict.fromkeys(
        ("line-through", "strikethrough", "struck", "text-decoration-line-through"),
        ("text-decoration", "line-through"),
    ),
    **dict.fromkeys(("d-none", "hidden", "is-hidden", "u-hidden", "invisible"), ("display", "none")),
}
# Names of the common frameworks by which what is hidden on a telephone is shown on a screen.
_SHOWN_ON_SCREEN = re.compile(
    r"(?:d-)?(?:sm|md|lg|xl|xxl|2xl)[-:](?:block|flex|grid|inline|table|contents|visible)"
)
Style = dict[str, str]
Declaration = tuple[str, str, bool]
_Rule = tuple[bool, tuple[int, int, int], str, str, str]  # important, specificity, selector, property, value


class Sheet:
    """What a page's own style sheets and attributes set; nothing is fetched."""

    def __init__(self, root: HtmlElement) -> None:
        self._styles: dict[HtmlElement, Style] = {}
        self._important: dict[HtmlElement, Style] = {}
        rules = [rule for sheet in root.iter("style") for rule in _rules((sheet.text or "")[:_MOST_SHEET])]
        elements = sum(1 for _ in root.iter()) if rules else 0
        most = min(_MOST_RULES, _MOST_STEPS // max(elements, 1))
        for important, _, path, name, value in sorted(rules[:most], key=lambda rule: rule[1]):
            styles = self._important if important else self._styles
            for element in _selected(root, path):
                styles.setdefault(element, {})[name] = value

    def of(self, element: HtmlElement) -> Style:
        """The declarations for an element by name, in small letters; those of its style attribute come last, and the
        important ones behind them.
        """
        classes = str(element.get("class", "")).split()
        named = dict(_NAMES[one] for one in classes if one in _NAMES)
        if any(_SHOWN_ON_SCREEN.match(one) for one in classes):
            named.pop("display", None)
        own = list(declared(str(element.get("style", ""))[:2_000]))
        plain, important = (dict(one[:2] for one in own if one[2] is urgent) for urgent in (False, True))
        return {
            **named,
            **self._styles.get(element, {}),
            **plain,
            **self._important.get(element, {}),
            **important,
        }


def _selected(root: HtmlElement, path: str) -> list[HtmlElement]:
    try:
        found = root.xpath(path)
    except etree.XPathError:
        return []
    return [one for one in found if isinstance(one, HtmlElement)] if isinstance(found, list) else []


def _rules(sheet: str, depth: int = 0) -> Iterator[_Rule]:
    try:
        found = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    except ValueError:  # A number of thousands of digits.
        return
    for rule in found:
        if rule.type == "at-rule" and rule.content and depth < 3:
            wanted = rule.lower_at_keyword == "layer" or (
                rule.lower_at_keyword == "media" and _SCREEN.match(tinycss2.serialize(rule.prelude))
            )
            if wanted:
                yield from _rules(tinycss2.serialize(rule.content), depth + 1)
        elif rule.type == "qualified-rule":
            set_here = list(declared(tinycss2.serialize(rule.content)))
            if set_here:
                yield from _for_each(tinycss2.serialize(rule.prelude), set_here)


def _for_each(selectors: str, declared: list[Declaration]) -> Iterator[_Rule]:
    """The declarations for each selector that elements can have by themselves, not when they are pointed at."""
    for text in selectors.split(","):
        if not text.strip() or len(text) > _MOST_SELECTOR:
            continue
        try:
            parsed = cssselect.parse(text)
            paths = [
                (one.specificity(), cssselect.HTMLTranslator().selector_to_xpath(one))
                for one in parsed
                if one.pseudo_element is None
            ]
        except (cssselect.SelectorError, RecursionError):
            continue
        opened = _OPENED.search(text)
        for specificity, path in paths:
            for name, value, important in declared:
                if not (opened and name in _CONCEALS):
                    yield important, specificity, path, name, value


def declared(text: str) -> Iterator[Declaration]:
    """Those declarations that tell whether words are seen: name, value in small letters, whether it is important."""
    if not text or not any(name in text.lower() for name in _TELLS):
        return
    try:
        found = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    except ValueError:  # A number of thousands of digits.
        return
    for one in found:
        if one.type == "declaration" and one.lower_name in _TELLS:
            yield one.lower_name, tinycss2.serialize(one.value).strip().lower(), bool(one.important)
