"""Text out of what Teams sends: mentions taken off, HTML turned into plain lines."""

from __future__ import annotations

from html.parser import HTMLParser

from adapters.teams.activities import Activity, at, text_at

BLOCKS = frozenset({"p", "div", "br", "li", "tr", "blockquote", "h1", "h2", "h3", "ul", "ol", "table", "pre"})
UNSAID = frozenset({"script", "style", "head", "title"})


def said(activity: Activity) -> str:
    """What the person wrote to the bot: its own mention cut off, other people's kept as names."""
    text = text_at(activity, "text")
    bot = text_at(activity, "recipient", "id")
    entities = at(activity, "entities")
    for entity in entities if isinstance(entities, list) else ():
        mention = text_at(entity, "text")
        if text_at(entity, "type") == "mention" and mention:
            name = "" if text_at(entity, "mentioned", "id") == bot else text_at(entity, "mentioned", "name")
            text = text.replace(mention, name)
    if text_at(activity, "textFormat") == "xml":
        text = plain(text)
    return text.replace("&nbsp;", " ").replace("\xa0", " ").strip()


def plain(html: str) -> str:
    """The readable text of an HTML fragment; blocks become lines, pictures their description."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Reader(HTMLParser):
    """Collects text; knows which tags end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in UNSAID
        if tag in BLOCKS:
            self.pieces.append("\n")
        self.pieces += [value for name, value in attrs if tag == "img" and name == "alt" and value]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in UNSAID))
        if tag in BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.pieces.append(data)
