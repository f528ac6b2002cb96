"""A message drawn as an Adaptive Card 1.5: `draw(message) -> dict`, pure.

Text stands in TextRuns, which know no markdown: nothing a person typed can become a link or a picture.
Reference: adaptivecards.io/explorer and learn.microsoft.com/microsoftteams/platform/task-modules-and-cards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from adapters.teams import limits
from adapters.teams.elements import OURS, Element, block, card_of, heading, lines, link, run, submit
from adapters.teams.text import shorten
from bot.links import readable
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Facts,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.sources import Source, number_of, sources_of
from bot.words import sentence

CUTS = (100_000, 3000, 1500, 800, 400, 200, 100, 60)
"""Characters one text may keep, tried in turn until the card fits."""

TEXT_LOOKS: Mapping[Tone, Element] = {
    Tone.PLAIN: {},
    Tone.STRONG: {"weight": "bolder"},
    Tone.QUIET: {"isSubtle": True, "size": "small"},
    Tone.DANGER: {"weight": "bolder", "color": "attention"},
    Tone.GOOD: {"color": "good"},
}
BUTTON_LOOKS: Mapping[Tone, Element] = {
    Tone.STRONG: {"style": "positive"},
    Tone.GOOD: {"style": "positive"},
    Tone.DANGER: {"style": "destructive"},
}
IN_A_ROW = 3
"""Buttons beside each other; clients cut off or hide those beyond a card's width."""

LIST = "counterpoise-list"
"""How the id of a container begins whose items are a list: Adaptive Cards have none, the local page makes it one."""

OWN_PICTURE = "data:image/png;base64,"
"""Remote pictures are never drawn: loading one tells a stranger who reads the card."""


def draw(message: Message, home: str = "") -> Element:
    """The card for a message, at most `limits.CARD_BYTES` large; what had to be shortened says so.

    `home` is a sealed place (`adapters.teams.home`) that every button brings back.
    """
    for cut in CUTS:
        card = _Drawing(cut, home).card(message)
        if limits.size(card) <= limits.CARD_BYTES:
            return card
    return _cut_to_size(card)


def pressed(data: Mapping[str, Any]) -> tuple[str, str] | None:
    """Action and value of the button whose data came back; None for data of no button of ours."""
    ours = data.get(OURS)
    if not isinstance(ours, dict) or not isinstance(ours.get("action"), str):
        return None
    value = ours.get("value", "")
    return ours["action"], value if isinstance(value, str) else ""


def _cut_to_size(card: Element) -> Element:
    """Drop texts from the end, then buttons, until the card fits: what can be pressed is worth more."""
    body: list[Element] = card["body"]
    note = block(run(sentence("teams.more_left_out"), isSubtle=True))
    actions = [action for element in body for action in element.get("actions", ())]
    texts = [element for element in body if element["type"] != "ActionSet"]
    while True:
        cut = {**card, "body": [*texts, note, *_rows(actions)]}
        if limits.size(cut) <= limits.CARD_BYTES or not (texts or actions):
            return cut
        if texts:
            texts = texts[: len(texts) * 9 // 10]
        else:
            actions = actions[:-1]


def _rows(actions: list[Element]) -> list[Element]:
    rows = [actions[at : at + IN_A_ROW] for at in range(0, len(actions), IN_A_ROW)]
    return [{"type": "ActionSet", "spacing": "small", "actions": row} for row in rows]


class _Drawing:
    """One attempt to draw a message with every text cut to `cut` characters."""

    def __init__(self, cut: int, home: str) -> None:
        self._cut = cut
        self._home = home
        self._sources: tuple[Source, ...] = ()
        self._lists = 0
        self._buttons_left = limits.ACTIONS

    def card(self, message: Message) -> Element:
        body: list[Element] = []
        self._sources = sources_of(message)
        divided = False
        for part in message.parts:
            elements = self._part(part)
            if divided and elements:
                elements[0]["separator"] = True
            divided = isinstance(part, Divider) or (divided and not elements)
            body += elements
        foot = len(body)
        while foot and body[foot - 1]["type"] == "ActionSet":
            foot -= 1
        body[foot:foot] = self._source_list()
        return card_of(body, message.summary)

    def _part(self, part: Part) -> list[Element]:  # noqa: C901 - one line for each part there is
        match part:
            case Text():
                return self._text(part)
            case Heading():
                return [heading(shorten(part.text, self._cut))]
            case Facts():
                return [self._fact(fact.label, fact.value) for fact in part.facts]
            case Quote():
                return [self._quote(part)]
            case Listing():
                return [self._listing(part)]
            case Steps():
                steps = [block(self._run(f"{number}. {step}")) for number, step in enumerate(part.steps, 1)]
                return [self._list(steps, ordered=True)] if steps else []
            case Phrases():
                return [self._phrases(part)]
            case Links():
                return [block(self._link(one, part.tone)) for one in part.links]
            case Image():
                return [self._image(part)]
            case Buttons():
                return self._buttons(part.buttons)
            case Divider():
                return []
            case _:
                assert_never(part)

    def _run(self, text: str, **look: Any) -> Element:
        return run(shorten(text, self._cut), **look)

    def _lines(self, text: str, **look: Any) -> list[Element]:
        return lines(shorten(text, self._cut), **look)

    def _text(self, part: Text) -> list[Element]:
        text = sentence("teams.danger", text=part.text) if part.tone is Tone.DANGER else part.text
        return self._lines(text, **TEXT_LOOKS[part.tone])

    def _fact(self, label: str, value: str) -> Element:
        # Not a FactSet: Teams reads markdown in it.
        columns = ((1, self._lines(label, weight="bolder")), (2, self._lines(value)))
        drawn = [
            {"type": "Column", "width": width, "items": text or [block(run("–"))]} for width, text in columns
        ]
        return {"type": "ColumnSet", "spacing": "small", "columns": drawn}

    def _quote(self, quote: Quote) -> Element:
        items: list[Element] = []
        if quote.label:
            items.append(block(self._run(quote.label, weight="bolder")))
        if quote.lead_in:
            items += self._lines(quote.lead_in, isSubtle=True)
        words = self._lines(quote.text) or [block(run(""))]
        if items:
            words[0]["spacing"] = "small"
        items += words
        if number := number_of(quote, self._sources):
            mark = sentence("source.mark", number=number)
            items[-1]["inlines"].append(run(f" {mark}", isSubtle=True))
        if quote.warning:
            warning = sentence("teams.review_warning", warning=quote.warning)
            items.append(block(self._run(warning, color="warning")))
        return {"type": "Container", "style": "emphasis", "items": items}

    def _listing(self, part: Listing) -> Element:
        title = [block(self._run(part.title, weight="bolder"))] if part.title else []
        numbered = part.ordered and not any(one.mark for one in part.items)
        items = [self._item(one, number if numbered else 0) for number, one in enumerate(part.items, 1)]
        return {"type": "Container", "items": [*title, self._list(items, ordered=part.ordered)]}

    def _item(self, one: ListItem, number: int) -> Element:
        mark = sentence("teams.under") if one.under else one.mark or (f"{number}." if number else "•")
        runs = [self._run(f"{mark} ", isSubtle=True)]
        if one.here:
            runs.append(
                self._run(f"{sentence('teams.here', here=one.here)} ", weight="bolder", color="accent")
            )
        if one.label:
            runs.append(self._run(f"{one.label}: ", weight="bolder"))
        return block(*runs, self._run(one.text), spacing="small")

    def _list(self, items: list[Element], *, ordered: bool) -> Element:
        self._lists += 1
        kind = "ol" if ordered else "ul"
        name = f"{LIST}-{kind}-{self._lists}"
        return {"type": "Container", "id": name, "spacing": "small", "items": items}

    def _source_list(self) -> list[Element]:
        """Sources as numbered text: Teams does not draw its own citations reliably (platforms.md T16)."""
        if not self._sources:
            return []
        listed = [block(run(sentence("source.title"), weight="bolder", size="small"))]
        for number, (citation, url) in enumerate(self._sources, 1):
            line = sentence("source.line", number=number, citation=shorten(citation, self._cut))
            page = url if url.startswith("https://") else ""
            listed.append(block({**link(line, page), "size": "small"}, spacing="none"))
        return listed

    def _phrases(self, part: Phrases) -> Element:
        said = [block(self._run(f"“{phrase}”"), spacing="small") for phrase in part.phrases]
        title = [block(self._run(part.title, weight="bolder"))] if part.title else []
        listed = [self._list(said, ordered=False)] if said else []
        return {"type": "Container", "items": title + listed}

    def _link(self, one: Link, tone: Tone) -> Element:
        text = shorten(readable(one), self._cut)
        drawn = link(sentence("teams.danger", text=text) if tone is Tone.DANGER else text, one.url)
        return {**drawn, **TEXT_LOOKS[tone]}

    def _image(self, image: Image) -> Element:
        if image.url.startswith(OWN_PICTURE):
            return {"type": "Image", "url": image.url, "altText": image.alt}
        return block(self._run(sentence("teams.picture", alt=image.alt), isSubtle=True))

    def _buttons(self, buttons: tuple[Button, ...]) -> list[Element]:
        drawn = [self._button(button) for button in buttons[: self._buttons_left]]
        self._buttons_left -= len(drawn)
        return _rows(drawn)

    def _button(self, button: Button) -> Element:
        ours = {"action": button.action, "value": button.value, "home": self._home}
        data: Element = {OURS: {name: value for name, value in ours.items() if value}}
        if button.opens_form:
            data["msteams"] = {"type": "task/fetch"}
        title = shorten(button.label, limits.LABEL_CHARACTERS)
        return submit(title, data, associatedInputs="none", **BUTTON_LOOKS.get(button.tone, {}))
