"""HTML pages through lxml: the main part, its headings, lists and tables; menus and scripts stay out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from knowledge.passages import Finding
from knowledge.readers.extract import Extract, Unreadable
from knowledge.readers.text import decode
from knowledge.readers.writer import Writer

_MENUS = "script style nav header footer aside noscript template form button svg iframe head select"
_SKIPPED = frozenset(_MENUS.split())
_INLINE_TAGS = """a abbr b bdi bdo big cite code data del dfn em font i img ins kbd label mark meta q s samp small span
    strong sub sup time tt u var wbr"""
_INLINE = frozenset(_INLINE_TAGS.split())
_META = {"dcterms.modified": "revised", "last-modified": "revised", "dc.publisher": "organisation"}
_BOLD = frozenset(("b", "strong"))
_SPACE = re.compile(r"\s+")


def read_html(content: bytes) -> Extract:
    """One page. Links that lead nowhere are findings (P42)."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(decode(content).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("broken", "The file holds no HTML that can be read.") from error
    writer = Writer()
    writer.facts.update(_facts(root))
    main = _first(root, "//main | //*[@role='main'] | //article")
    main = root if main is None else main
    _write(main, writer)
    _note_links(main, root, writer)
    return writer.extract()


def _first(root: lxml_html.HtmlElement, path: str) -> lxml_html.HtmlElement | None:
    found = root.xpath(path)
    return (
        found[0]
        if isinstance(found, list) and found and isinstance(found[0], lxml_html.HtmlElement)
        else None
    )


def _facts(root: lxml_html.HtmlElement) -> dict[str, str]:
    named = {str(m.get("name", "")).lower(): str(m.get("content", "")) for m in root.iter("meta")}
    facts = {fact: named[name] for name, fact in _META.items() if named.get(name)}
    title = _first(root, "//main//h1 | //article//h1")
    title = _first(root, "//h1 | //title") if title is None else title
    if title is not None and (words := _words(title)):
        facts["title"] = words
    return facts


def _write(element: lxml_html.HtmlElement, writer: Writer) -> None:
    """Write the blocks of an element in order; runs of inline content between them are paragraphs."""
    run = [(element.text or "", False)]
    for child in element:
        if child.tag == "br":
            run.append(("\n", True))
        elif child.tag in _INLINE:
            run.append((_words(child), child.tag in _BOLD))
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            _end_run(run, writer)
            _write_block(child, writer)
        run.append((_SPACE.sub(" ", child.tail or ""), False))
    _end_run(run, writer)


def _end_run(run: list[tuple[str, bool]], writer: Writer) -> None:
    """Write collected inline pieces (text, whether bold): a paragraph, with a line for each line break in it."""
    bold = all(is_bold or not text.strip() for text, is_bold in run)
    writer.gap()
    for line in "".join(text for text, _ in run).split("\n"):
        writer.line(_tidy(line), bold=bold)
    writer.gap()
    run.clear()


def _write_block(element: lxml_html.HtmlElement, writer: Writer) -> None:
    tag = str(element.tag)
    if re.fullmatch(r"h[1-6]", tag):
        writer.heading(_words(element), int(tag[1]))
    elif tag in ("ul", "ol"):
        _write_list(element, writer, 0)
        writer.gap()
    elif tag == "table" and not element.xpath(".//table | .//h1 | .//h2 | .//h3"):
        writer.gap()
        for row in element.iter("tr"):
            writer.row([_words(cell) for cell in row if cell.tag in ("td", "th")])
        writer.gap()
    elif tag == "pre":
        writer.gap()
        for line in (element.text_content() or "").splitlines():
            writer.line(line)
        writer.gap()
    elif tag == "dt":
        below = element.getnext()
        meaning = _words(below) if below is not None and below.tag == "dd" else ""
        writer.paragraph(f"{_words(element)}: {meaning}")
    elif tag != "dd":
        _write(element, writer)


def _write_list(element: lxml_html.HtmlElement, writer: Writer, depth: int) -> None:
    """Items with the marks a browser would show; nested lists one step deeper."""
    number = int(element.get("start", "1")) if str(element.get("start", "1")).isdigit() else 1
    kind = element.get("type", "1")
    if depth == 0:
        writer.gap()
    for item in element:
        if item.tag in ("ul", "ol"):
            _write_list(item, writer, min(depth + 1, 20))
        if item.tag != "li":
            continue
        mark = f"{_count(number, kind)}." if element.tag == "ol" else "-"
        number += 1
        inner = [child for child in item if child.tag in ("ul", "ol")]
        writer.item(mark, _words(item, without=("ul", "ol")), depth)
        for nested in inner:
            _write_list(nested, writer, min(depth + 1, 20))


def _count(number: int, kind: str) -> str:
    if kind in ("a", "A") and number <= 26:
        return chr(ord(kind) + number - 1)
    return str(number)


def _words(element: lxml_html.HtmlElement, without: tuple[str, ...] = ()) -> str:
    """The text of an element with its white space as a browser shows it."""
    return _tidy("".join(_pieces(element, without)))


def _pieces(element: lxml_html.HtmlElement, without: tuple[str, ...]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in without:
            apart = "" if child.tag in _INLINE else " "
            yield apart
            yield from _pieces(child, without)
            yield apart
        yield child.tail or ""


def _tidy(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _note_links(main: lxml_html.HtmlElement, root: lxml_html.HtmlElement, writer: Writer) -> None:
    """Targets of links, and findings for those that lead nowhere."""
    anchors = {str(e.get(name)) for e in root.iter() for name in ("id", "name") if e.get(name)}
    for link in main.iter("a"):
        target = link.get("href")
        if target is None or link.xpath("ancestor::nav | ancestor::header | ancestor::footer"):
            continue
        if target and not target.startswith("#"):
            writer.links.append(target)
        elif target[1:] not in anchors:
            message = f"The link “{_words(link)}” leads nowhere ({target or 'no address'})."
            writer.findings.append(Finding("", f"line {link.sourceline}", "dead-link", message))
