"""What the style sheets of a page, and class names that say so, do to its words: hide them or strike them out."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

_AT_RULE = re.compile(r"@[^{};]{0,300}\{(?:[^{}]{0,5000}\{[^{}]{0,5000}\}){0,200}[^{}]{0,5000}\}")
_COMMENT = re.compile(r"/\*[^*]{0,5000}\*+(?:[^/*][^*]{0,5000}\*+){0,50}/")
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{1,5000})\}")
_SELECTOR = re.compile(
    r"^(?:[a-z][a-z0-9]{0,9})?(?:\.(?P<name>[\w-]{1,80})|\#(?P<id>[\w-]{1,80}))$", re.IGNORECASE
)
_TELLS = re.compile(r"line-through|display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# What a script opens when it is asked to: readers see it.
_OPENED = re.compile(
    r"tab|accordion|panel|collaps|content|answer|toggle|expand|drop|modal|body", re.IGNORECASE
)
_NAMES = {
    **dict.fromkeys(
        ("line-through", "strikethrough", "struck", "text-decoration-line-through"), "line-through"
    ),
    **dict.fromkeys(("d-none", "hidden", "is-hidden", "u-hidden", "invisible"), "none"),
}
_STYLES = {"line-through": "text-decoration: line-through", "none": "display: none"}


class Sheet:
    """The rules of a page's own style sheets for one class or id; nothing is fetched."""

    def __init__(self, root: HtmlElement) -> None:
        self._rules: dict[str, str] = {}
        for style in root.iter("style"):
            text = _AT_RULE.sub(" ", _COMMENT.sub(" ", (style.text or "")[:200_000]))
            for selectors, body in _RULE.findall(text):
                if _TELLS.search(body):
                    self._take(selectors, body)

    def _take(self, selectors: str, body: str) -> None:
        for selector in selectors.split(","):
            found = _SELECTOR.match(selector.strip())
            if found and ("line-through" in body or not _OPENED.search(selector)):
                key = f".{found['name']}" if found["name"] else f"#{found['id']}"
                self._rules[key] = body

    def of(self, element: HtmlElement) -> str:
        """The style that an element has by its classes and its id, as far as it hides words or strikes them out."""
        classes = str(element.get("class", "")).split()
        named = (_STYLES[_NAMES[one]] for one in classes if one in _NAMES)
        ruled = (self._rules.get(f".{one}", "") for one in classes)
        own = self._rules.get(f"#{element.get('id', '')}", "") if self._rules else ""
        return ";".join(filter(None, (*named, *ruled, own)))
