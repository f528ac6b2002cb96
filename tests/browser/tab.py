"""One browser tab on the local page, with the verbs of a person in front of it."""

from __future__ import annotations

from typing import Any, Literal

from playwright.async_api import ConsoleMessage, Locator, Page, Request, expect

SECOND = 1000
WHAT_HAPPENED = "The caller shouted and swore. “Enough!” he said. 😠"
ROLES_WITH_NAMES = {
    "button",
    "link",
    "textbox",
    "checkbox",
    "radio",
    "combobox",
    "dialog",
    "Date",
    "InputTime",
}
Role = Literal["button", "radio", "checkbox", "textbox"]


class Tab:
    """A person's browser. `complaints` are console errors, `strangers` addresses outside the program.

    `way_in` is the address that the program printed for it.
    """

    def __init__(self, page: Page, way_in: str) -> None:
        self.page = page
        self.way_in = way_in
        self._address = way_in.partition("?")[0]
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._watch)

    async def open(self) -> None:
        """Load the page with its address and wait until it is drawn."""
        await self._go(self.way_in)

    async def reload(self) -> None:
        """Load the page once more, as a browser that is let in already."""
        await self._go(self._address)

    async def _go(self, address: str) -> None:
        await self.page.goto(address)
        await expect(self.page.locator("#people-list .person").first).to_be_attached(timeout=20 * SECOND)

    @property
    def conversation(self) -> Locator:
        """The conversation as Teams shows it."""
        return self.page.locator("#teams-log")

    @property
    def slack(self) -> Locator:
        """The conversation as Slack shows it."""
        return self.page.locator("#slack-log")

    @property
    def dialog(self) -> Locator:
        """The open form."""
        return self.page.locator("dialog[open]")

    async def speaks_as(self, name: str) -> None:
        """Choose another person from the list."""
        person = self.page.locator(".person", has_text=name)
        await person.click()
        await expect(person).to_have_attribute("aria-current", "true")

    async def switches_to(self, label: str) -> None:
        """Choose a place to talk, or a look, with the keyboard."""
        radio = self.page.get_by_role("radio", name=label, exact=True)
        await radio.focus()
        await radio.press("Space")
        await expect(radio).to_be_checked()

    async def writes(self, text: str) -> None:
        """Type a message and send it with Enter."""
        await self.page.locator("#text").fill(text)
        await self.page.locator("#text").press("Enter")

    async def presses(self, label: str) -> None:
        """Press the newest button of this name in the conversation."""
        await self.conversation.get_by_role("button", name=label, exact=True).last.click()

    async def sees(self, text: str) -> None:
        """Wait until the conversation shows this text."""
        await expect(self.conversation.get_by_text(text).last).to_be_visible(timeout=15 * SECOND)

    def field(self, name: str) -> Locator:
        """What can be filled in for one field of the form."""
        return self.dialog.locator(f'[id="{name}"]').locator("input, textarea, select")

    async def chooses(self, name: str, label: str) -> None:
        """Choose one of the options of a field."""
        await self.dialog.locator(f'[id="{name}"]').get_by_label(label, exact=True).check()

    async def fills_report(self, *, ended: str) -> None:
        """Answer what the open report form asks for."""
        await self.chooses("channel", "By phone")
        await self.field("customer").fill("unknown")
        await self.field("happened").fill(WHAT_HAPPENED)
        await self.chooses("warned", "Yes, warned")
        await self.chooses("ended", ended)

    async def reports(self, *, ended: str) -> None:
        """Report an incident from the first word to the confirmation."""
        await self.writes("incident")
        await self.fills_report(ended=ended)
        await self.dialog.get_by_role("button", name="Send report").click()
        await self.sees("Reference to say on the phone")

    async def focused(self) -> str:
        """The id, else the accessible text, of the element with the focus."""
        found: str = await self.page.evaluate(
            "() => document.activeElement.id || document.activeElement.textContent.trim()"
        )
        return found

    async def overflow(self) -> list[str]:
        """What sticks out of the window to the right."""
        found: list[str] = await self.page.evaluate(
            """() => [...document.querySelectorAll("body *")]
                .filter((one) => one.checkVisibility({ visibilityProperty: true })
                    && getComputedStyle(one).clipPath === "none"
                    && !one.closest(".suggestions")
                    && one.getBoundingClientRect().right > innerWidth + 1)
                .map((one) => one.outerHTML.slice(0, 120))"""
        )
        return found

    async def faint(self) -> list[str]:
        """Texts below the contrast of WCAG 2.2 AA (1.4.3), with their ratio."""
        found: list[str] = await self.page.evaluate(FAINT)
        return found

    async def nameless(self) -> list[str]:
        """What can be used but has no name for a screen reader (WCAG 4.1.2)."""
        client = await self.page.context.new_cdp_session(self.page)
        tree: dict[str, Any] = await client.send("Accessibility.getFullAXTree")
        return [
            str(node)
            for node in tree["nodes"]
            if not node.get("ignored")
            and node["role"]["value"] in ROLES_WITH_NAMES
            and not node.get("name", {}).get("value", "").strip()
        ]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:")):
            self.strangers.append(request.url)


FAINT = """() => {
  const parse = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a), g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a), a: 1,
  });
  const light = ({ r, g, b }) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    const layers = [];
    for (let one = element; one; one = one.parentElement) layers.push(parse(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const style = getComputedStyle(element);
    const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    if (!walker.currentNode.data.trim() || !isSeen || style.clipPath !== "none") continue;
    const below = ground(element);
    const [a, b] = [light(over(parse(style.color), below)), light(below)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 60)}`);
  }
  return faint;
}"""
