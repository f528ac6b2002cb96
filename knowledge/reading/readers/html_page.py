"""What an HTML page shows as its content: navigation and controls taken out, words not in force set aside.

The tree is changed in place, so that the writer after it need not know any of this. Pages put their content
anywhere: inside one `form` (ASP.NET), in an `aside`, behind the button of an accordion, in several articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from knowledge.reading.readers.html_drawn import take_drawn
from knowledge.reading.readers.html_folded import Folds
from knowledge.reading.readers.html_headings import is_badge, mark_struck
from knowledge.reading.readers.html_seen import conceals, take_unseen
from knowledge.reading.readers.html_styles import Sheet, Style
from knowledge.reading.readers.html_words import replaced, words_of
from knowledge.text.language import LANGUAGE

_NEVER = "script style noscript template svg iframe head select option textarea input object rt rp"
_CONTROLS = frozenset(("button", "label", "legend"))
_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "menu", "menubar", "tablist", "alertdialog")
)
_ASIDE_WORDS = re.compile(
    r"\b(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|side-?nav|share|social|cookie|skip-?(?:link|nav)\w*|pagination"
    r"|related(?:-\w+)?|toc|table-of-contents)\b",
    re.IGNORECASE,
)
# A banner of the site that asks for consent to cookies, wherever a page has it.
_CONSENT = re.compile(
    r"(?:^|\s)(?:cookie|consent|gdpr)s?[-_]?(?:banner|bar|notice|consent|popup|modal|dialog|message|law)?s?(?=\s|$)",
    re.IGNORECASE,
)
_READER_ONLY = re.compile(
    r"\b(?:sr-only|visually-?hidden|screen-reader-text|element-invisible)\b", re.IGNORECASE
)
_NOTE_ID = re.compile(r"^(?:fn|footnote|note|_ftn|endnote|_edn)", re.IGNORECASE)
_NOTE_LINK = re.compile(r"footnote|noteref|fnref|_ftnref|endnote", re.IGNORECASE)
_INLINE_NOTE = re.compile(r"(?:^|\s)(?:footnote|sidenote|marginnote)(?=\s|$)", re.IGNORECASE)
_BACK = re.compile(r"^\W*$")
_SIGN_OF_LINK = re.compile(r"^[¶§#🔗⚓]$")
"""What a heading's link to itself is shown as."""
_TO_TOP = LANGUAGE.pattern("page.to_top")
_LIST_KINDS = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
    "decimal": "1",
    "none": "none",
}
ENOUGH = 30
"""Words from which on a main part is believed to be one."""


@dataclass(slots=True)
class Shown:
    """The content of a page. `aside` are words not in force, with the reason; `passed` those of menus and controls,
    `unread` sentences about what is no text, `opened` are elements that a reader can make visible.
    """

    parts: list[HtmlElement]
    aside: list[tuple[str, str]] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    opened: set[HtmlElement] = field(default_factory=set)


def shown(root: HtmlElement) -> Shown:
    """Prepare a page in place and give the parts of it to read, in order."""
    found = Shown([])
    sheet = Sheet(root)
    found.unread.extend(take_drawn(root, words_of, replaced))
    for element in list(root.iter(*_NEVER.split())):
        _remove(element)
    _place_notes(root)
    folds = Folds(root)
    for element in list(root.iter()):
        if isinstance(element.tag, str) and _is_attached(element, root):
            _look_at(element, folds, sheet, found)
    found.aside.extend(("invisible", said) for said in take_unseen(root, sheet, found.opened))
    folds.as_details(root)
    found.parts = _parts(root)
    outside = _outside(root, found.parts)
    found.passed.extend(outside)
    return found


def _look_at(element: HtmlElement, folds: Folds, sheet: Sheet, found: Shown) -> None:
    style = sheet.of(element)
    if "visibility" in style and folds.opens(element):
        found.opened.add(element)
    if "mso-list" in str(element.get("style", "")).lower() and element.tag == "span":
        replaced(element, f"{words_of(element)} ")  # The mark of an item, as Word saves it in a page.
        return
    if element.tag in ("ol", "li") and (kind := _list_kind(style)):
        element.set("type", kind)
    if element.tag in ("s", "strike", "del") or _strikes(style):
        found.aside.append(("struck out", words_of(element)))
        if not mark_struck(element):
            _strike(element)
    elif is_badge(element):
        replaced(element, f" [{words_of(element)}]")
    elif _READER_ONLY.search(str(element.get("class", ""))):
        found.passed.append(words_of(element))
        _remove(element)
    elif _is_hidden(element, style) and not folds.opens(element):
        found.aside.append(("hidden", words_of(element)))
        _remove(element)
    elif _is_navigation(element) or (element.tag in _CONTROLS and not folds.heads(element)):
        found.passed.append(words_of(element))
        _remove(element)


def _is_navigation(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "form", "article"):
        return False
    if element.tag == "a" and (_SIGN_OF_LINK.match(said := words_of(element)) or _TO_TOP.match(said)):
        return str(element.get("href", "")).startswith("#")
    if element.tag == "nav" or str(element.get("role", "")).lower() in _ROLES:
        return True
    if element.tag in ("header", "footer"):
        return not any(one.tag in ("article", "main", "section") for one in element.iterancestors())
    named = f"{element.get('class', '')} {element.get('id', '')}"
    plain = element.tag in ("aside", "ul", "ol", "p", "a") or (
        element.tag == "div" and not _has_prose(element)
    )
    return (plain and bool(_ASIDE_WORDS.search(named))) or bool(_CONSENT.search(named))


def _has_prose(element: HtmlElement) -> bool:
    return next(element.iter("p", "h1", "h2", "h3"), None) is not None


def _list_kind(style: Style) -> str:
    stated = f"{style.get('list-style', '')} {style.get('list-style-type', '')}".split()
    return next((_LIST_KINDS[one] for one in reversed(stated) if one in _LIST_KINDS), "")


def _strike(element: HtmlElement) -> None:
    """Take struck words out; an item of a list stays with its number, as it is shown."""
    items = [element] if element.tag == "li" else [one for one in element if one.tag == "li"]
    if element.tag == "li":
        element[:] = []
        element.text = None
        return
    for item in items:
        item[:] = []
        item.text = item.tail = None
        element.addprevious(item)
    _remove(element)


def _strikes(style: Style) -> bool:
    return any("line-through" in style.get(name, "") for name in ("text-decoration", "text-decoration-line"))


def _is_hidden(element: HtmlElement, style: Style) -> bool:
    closed = element.tag == "dialog" and element.get("open") is None
    unset = element.get("hidden") is not None and style.get("display") is None
    return closed or unset or conceals(style)


def _place_notes(root: HtmlElement) -> None:
    """Put every footnote behind the words it hangs on, and take it from the foot of the page."""
    placed: list[HtmlElement] = []
    for note in list(root.iter("span")):
        if _INLINE_NOTE.search(str(note.get("class", ""))) and words_of(note):
            replaced(note, f" [Note: {words_of(note)}]")
    for link in list(root.iter("a")):
        target = str(link.get("href", ""))
        if not target.startswith("#") or not _is_note_link(link):
            continue
        for note in root.xpath("//*[@id=$n]", n=target[1:]):
            text = _note_text(note)
            if text and note is not link:
                mark = link.getparent() if link.getparent().tag == "sup" else link
                number = words_of(link).strip("[]() ")
                said = re.sub(rf"^\W?{re.escape(number)}[\W]{{1,3}}(?=\w)", "", text)
                replaced(mark, f" [Note {number}: {said}]")
                placed.append(note)
                break
    for note in placed:
        if note.getparent() is not None:
            _remove(note)


def _is_note_link(link: HtmlElement) -> bool:
    named = f"{link.get('class', '')} {link.get('id', '')} {link.get('role', '')} {link.get('name', '')}"
    in_sup = (link.getparent() is not None and link.getparent().tag == "sup") or link.find("sup") is not None
    marked = in_sup and bool(re.fullmatch(r"\W?(?:\d{1,2}|[*†‡a-z])\W?", words_of(link)))
    leads = marked or bool(_NOTE_ID.match(str(link.get("href", "#"))[1:]))
    short = len(words_of(link)) <= 6
    return bool(short and leads) and (
        in_sup or bool(_NOTE_LINK.search(named)) or link.get("role") == "doc-noteref"
    )


def _note_text(note: HtmlElement) -> str:
    """The words of a note without the arrow that leads back, or its number."""
    for back in list(note.iter("a")):
        if back is not note and str(back.get("href", "")).startswith("#") and len(words_of(back)) <= 6:
            _remove(back)
    return words_of(note).strip("↩ ")


def _parts(root: HtmlElement) -> list[HtmlElement]:
    """The main parts, or the body where there is none or it holds next to nothing."""
    mains = [one for one in root.xpath("//main | //*[@role='main']") if isinstance(one, HtmlElement)]
    mains = [one for one in mains if not any(above in mains for above in one.iterancestors())]
    body = root.find("body")
    everything = root if body is None else body
    inside = sum(len(words_of(one).split()) for one in mains)
    if mains and (inside >= ENOUGH or 2 * inside >= len(words_of(everything).split())):
        return mains
    return [everything]


def _outside(root: HtmlElement, parts: list[HtmlElement]) -> Iterator[str]:
    for element in root.iter():
        if element in parts:
            continue
        inside = any(above in parts for above in element.iterancestors())
        if not inside and isinstance(element.tag, str):
            yield element.text or ""
        if not inside:
            yield element.tail or ""
    for part in parts:
        yield part.tail or ""


def _is_attached(element: HtmlElement, root: HtmlElement) -> bool:
    """Whether an element still belongs to the page: one above it may have been removed."""
    while element is not None and element is not root:
        element = element.getparent()
    return element is root


def _remove(element: HtmlElement) -> None:
    replaced(element, "")
