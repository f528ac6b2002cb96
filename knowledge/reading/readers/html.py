"""HTML pages through lxml: the main part, its headings, lists and tables; menus and scripts stay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from lxml import etree
from lxml import html as lxml_html

from knowledge.reading.document import Finding
from knowledge.reading.readers.extract import Extract, Unreadable
from knowledge.reading.readers.guard import overlooked
from knowledge.reading.readers.html_page import shown
from knowledge.reading.readers.html_words import INLINE, replaced, tidy, words_of
from knowledge.reading.readers.numbering import shown_number
from knowledge.reading.readers.tables import MOST_ACROSS, MOST_DOWN, Cell
from knowledge.reading.readers.text import decode
from knowledge.reading.readers.whole import whole
from knowledge.reading.readers.writer import Writer
from knowledge.text.duty_words import in_plain_words
from knowledge.text.language import LANGUAGE

_META = {"dcterms.modified": "revised", "last-modified": "revised", "dc.publisher": "organisation"}
_SHOWN_AT = {"thead": 0, "tfoot": 2}  # wherever the source has them
_BOLD = frozenset(("b", "strong"))
# The parser ends these at the first block inside them, and what they strike out would be read as a rule.
_STRIKES = re.compile(r"<(/?)(?:s|strike)(?=[\s/>])", re.IGNORECASE)
# A term whose sentence its meanings go on with: "Staff must not".
_LEADS, _BANS = LANGUAGE.pattern("strength.leads"), LANGUAGE.pattern("strength.bans")
_SPACE = re.compile(r"\s+")
# Names of public bodies, as sites put them beside the title of a page.
_BODIES = (LANGUAGE.exact("naming.government"), LANGUAGE.exact("naming.body"))
_SITE = re.compile(r"\s+[|–—»«-]\s+|\s*::\s*")
_NUMBER_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
SHOWN = 120
"""Characters of set-aside words that a finding repeats."""


def read_html(content: bytes) -> Extract:
    """One page. Links that lead nowhere are findings (P42)."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        source = _STRIKES.sub(r"<\1del", decode(content))
        root = lxml_html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable("broken", "The file holds no HTML that can be read.") from error
    writer = Writer()
    writer.facts.update(_facts(root))
    anchors = {str(one.get(name)) for one in root.iter() for name in ("id", "name") if one.get(name)}
    page = shown(root)
    for part in page.parts:
        _note_links(part, anchors, writer)
    held = [words_of(root)]
    for part in page.parts:
        _write(part, writer)
    for message in page.unread:
        writer.findings.append(Finding("", "", "not-read", message))
    for why, said in page.aside:
        if said:
            message = f"Words that are {why} were not read: “{said[:SHOWN]}”"
            writer.findings.append(Finding("", "", "not-in-force", message))
    extract = writer.extract()
    return replace(extract, findings=(*extract.findings, *overlooked(held, (extract.text, *page.passed))))


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
    title = _first(root, "//h1") if title is None else title
    if title is not None and (words := words_of(title)):
        facts["title"] = words
    elif (title := _first(root, "//title")) is not None and (words := words_of(title)):
        facts["title"] = _without_site(words)
    return facts


def _without_site(title: str) -> str:
    """A page's title without the name of the site that stands before or behind it."""
    for site in _SITE.finditer(title):
        before, after = title[: site.start()], title[site.end() :]
        if any(form.fullmatch(after) for form in _BODIES):
            return before
        if any(form.fullmatch(before) for form in _BODIES):
            return after
    return title


def _write(element: lxml_html.HtmlElement, writer: Writer) -> None:
    """Write the blocks of an element in order; runs of inline content between them are paragraphs."""
    run = [(element.text or "", False)]
    for child in element:
        if child.tag == "br":
            run.append(("\n", True))
        elif child.tag in INLINE:
            run.append((words_of(child), child.tag in _BOLD))
        elif isinstance(child.tag, str):
            _end_run(run, writer)
            _write_block(child, writer)
        run.append((_SPACE.sub(" ", child.tail or ""), False))
    _end_run(run, writer)


def _end_run(run: list[tuple[str, bool]], writer: Writer) -> None:
    """Write collected inline pieces (text, whether bold): a paragraph, with a line for each line break in it."""
    bold = all(is_bold or not text.strip() for text, is_bold in run)
    writer.gap()
    for line in "".join(text for text, _ in run).split("\n"):
        writer.line(tidy(line), bold=bold)
    writer.gap()
    run.clear()


def _write_block(element: lxml_html.HtmlElement, writer: Writer) -> None:
    match str(element.tag):
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6" as tag:
            writer.heading(words_of(element), int(tag[1]))
        case "ul" | "ol":
            _write_list(element, writer, 0)
            writer.gap()
        case "table" if not element.xpath(".//table | .//h1 | .//h2 | .//h3"):
            write_table(element, writer)
        case "pre":
            writer.gap()
            for line in (element.text_content() or "").splitlines():
                writer.line(line)
            writer.gap()
        case "dt":
            _write_term(element, writer)
        case "dd" if not _has_blocks(element):
            pass  # It stands with its term.
        case "details" if (title := element.find("summary")) is not None and words_of(title):
            with writer.inset(words_of(title)):
                replaced(title, "")
                _write(element, writer)
        case "summary" | "caption" | "legend" | "figcaption":
            writer.paragraph(words_of(element), plain=True)
        case _:
            _write(element, writer)


def write_table(element: lxml_html.HtmlElement, writer: Writer) -> None:
    """Write one table with its titles; groups stand in the order in which a page shows them."""
    titles = [[Cell(words_of(caption), MOST_ACROSS)] for caption in element.iter("caption")]
    groups = [list(group) for _, group in groupby(element.iter("tr"), key=lambda row: row.getparent())]
    groups.sort(key=lambda group: _SHOWN_AT.get(str(group[0].getparent().tag), 1))
    rows = [list(_cells(row, len(group) - at)) for group in groups for at, row in enumerate(group)]
    writer.table([*titles, *rows])


def _cells(row: lxml_html.HtmlElement, left: int) -> Iterator[Cell]:
    """The cells of a row; `left` rows of its group are there for them to reach over, itself one of them."""
    in_head = row.getparent().tag == "thead"
    for cell in row:
        if cell.tag in ("td", "th"):
            # Nought is "to the end".
            across, down = (
                whole(cell.get("colspan"), 1, MOST_ACROSS),
                whole(cell.get("rowspan"), 1, MOST_DOWN),
            )
            yield Cell(words_of(cell), across or 1, min(down or left, left), head=in_head or cell.tag == "th")


def _meanings(term: lxml_html.HtmlElement) -> Iterator[str]:
    """What a list of definitions says of a term, as far as it fits on the term's line."""
    below = term.getnext()
    while below is not None and below.tag == "dd" and not _has_blocks(below):
        yield words_of(below)
        below = below.getnext()


def _write_term(term: lxml_html.HtmlElement, writer: Writer) -> None:
    if words_of(term).endswith("?"):
        writer.paragraph(words_of(term))
        writer.paragraph(" ".join(_meanings(term)))
        return
    if not _leads(term):
        writer.paragraph(f"{words_of(term).rstrip(': ')}: {' '.join(_meanings(term))}")
        return
    writer.paragraph(f"{words_of(term).rstrip(': ')}:")
    for said in _meanings(term):
        writer.item("-", said)
    writer.gap()


def _leads(term: lxml_html.HtmlElement) -> bool:
    """Whether what stands behind a term goes on with its sentence, each for itself."""
    said = in_plain_words(words_of(term))
    return bool(_LEADS.search(said) or _BANS.search(said))


def _has_blocks(meaning: lxml_html.HtmlElement) -> bool:
    """Whether a meaning holds blocks of its own, which are written apart."""
    return next(meaning.iter("ul", "ol", "table", "h1", "h2", "h3", "h4"), None) is not None


def _write_list(element: lxml_html.HtmlElement, writer: Writer, depth: int) -> None:
    """Items with the marks a browser would show; nested lists one step deeper."""
    items = sum(item.tag == "li" for item in element)
    backwards = element.get("reversed") is not None
    number = _whole(element.get("start"), items if backwards else 1)
    if depth == 0:
        writer.gap()
    for item in element:
        if item.tag in ("ul", "ol"):
            _write_list(item, writer, min(depth + 1, 20))
        if item.tag != "li":
            continue
        number = _whole(item.get("value"), number) if element.tag == "ol" else number
        mark = (
            _mark(number, str(item.get("type") or element.get("type", "1"))) if element.tag == "ol" else "-"
        )
        number += -1 if backwards else 1
        inner = list(_lists(item))
        writer.item(mark, words_of(item, without=("ul", "ol")), depth)
        for nested in inner:
            _write_list(nested, writer, min(depth + 1, 20))


def _lists(element: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """The lists in an item, also where a division stands between them; those of other items are theirs."""
    for child in element:
        if child.tag in ("ul", "ol"):
            yield child
        elif isinstance(child.tag, str):
            yield from _lists(child)


def _mark(number: int, kind: str) -> str:
    """The mark before an item, as a browser draws it for a kind of list."""
    if kind == "none":
        return "-"
    style = _NUMBER_STYLES.get(kind, "decimal")
    return f"{shown_number(number, style) if number > 0 else number}."


def _whole(stated: str | None, otherwise: int) -> int:
    found = re.fullmatch(r"\s*([+-]?\d{1,6})\s*", stated or "")
    return int(found[1]) if found else otherwise


def _note_links(part: lxml_html.HtmlElement, anchors: set[str], writer: Writer) -> None:
    """Targets of links, and findings for those that lead nowhere."""
    for link in part.iter("a"):
        target = link.get("href")
        if target is None:
            continue
        if target and not target.startswith("#"):
            writer.links.append(target)
        elif target[1:] not in anchors:
            message = f"The link “{words_of(link)}” leads nowhere ({target or 'no address'})."
            writer.findings.append(Finding("", f"line {link.sourceline}", "dead-link", message))
