"""The contact sheet: every card, form and paper as people see it, `python -m tests.pictures.sheet`.

Writes `docs/pictures/*.webp` and the page that lists them, `docs/pictures.md`. Cards are drawn by the renderers of
Slack and Teams from what the bot says to people of the sample town (`scenes.py`, `seldom.py`), in a browser: Slack in a
window, Teams on a phone of 390 px. Says what sticks out
or is cut off. `--list` draws nothing and names what no scene shows.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from playwright.async_api import Page, Route, async_playwright

from adapters.platforms import TeamsLook
from adapters.slack.forms import view
from adapters.slack.render import draw as draw_slack
from bot.forms import Form
from bot.messages import Message
from bot.people import ReplyTarget
from bot.replies import Upload
from tests.browser.program import browser_path, launch, program
from tests.browser.tab import Tab
from tests.pictures.named import cards, forms
from tests.pictures.recorder import Recorded, recording
from tests.pictures.scenes import SCENES
from tests.pictures.seldom import SELDOM
from tests.pictures.stage import policies, stage

ROOT = Path(__file__).resolve().parents[2]
PICTURES, PAGE = ROOT / "docs" / "pictures", ROOT / "docs" / "pictures.md"
STATIC, LOOK = ROOT / "adapters" / "web" / "static", Path(__file__).parent / "look"
ADDRESS = "http://sheet.example/"
HTML = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<link rel="stylesheet" href="/cards.css">
<link rel="stylesheet" href="/slack.css"><link rel="stylesheet" href="/sheet.css">
<script src="/vendor/adaptivecards/adaptivecards.min.js"></script><script type="module" src="/sheet.js"></script>
<body><div id="all"></div></body>"""
TEAMS = TeamsLook()
HERE = ReplyTarget("slack", "T1", "D1")
WIDTH, SCALE = 1820, 0.8
A_SHEET = 36
"""Pairs on one picture."""
COLOURS = (8, 6, 5, 4)
"""Of a picture; the more, the truer and the larger: as many as keep all of them below LARGEST."""
LARGEST = 1_450_000
OF_A_FORM = 2
"""Forms of one name that are shown, the fullest: acts differ in a field or two."""

Thing = dict[str, Any]


def of_card(name: str, message: Message) -> Thing:
    """A card on both platforms."""
    return {"name": name, "blocks": draw_slack(message), "card": TEAMS.draw(message)}


def of_form(name: str, form: Form) -> Thing:
    """A form on both platforms."""
    return {
        "name": name,
        "modal": view(form, HERE),
        "card": TEAMS.draw_form(form, {}, {}),
        "title": form.title,
    }


def of_paper(name: str, paper: Upload) -> Thing:
    """The first page of a paper."""
    page = pypdfium2.PdfDocument(paper.content)[0].render(scale=1.4).to_pil()
    kept = io.BytesIO()
    page.save(kept, "PNG")
    return {"name": name, "src": f"data:image/png;base64,{base64.b64encode(kept.getvalue()).decode()}"}


async def play() -> tuple[Recorded, Mapping[str, Upload]]:
    """Play every scene; what was made, and the papers."""
    with tempfile.TemporaryDirectory() as folder:
        library = await asyncio.to_thread(policies, Path(folder) / "index")
        (Path(folder) / "towns").mkdir()
        on = await stage(Path(folder) / "towns", library)
        with recording() as made:
            for scene in (*SCENES, *SELDOM):
                began = time.monotonic()
                try:
                    await scene(on)
                except Exception as error:  # noqa: BLE001 - the other scenes are worth seeing; it is said below
                    traceback.print_exception(error, limit=-2)
                print(f"{scene.__name__}: {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201 - a script speaks
        return made, on.papers


def sheets(made: Recorded, papers: Mapping[str, Upload]) -> Iterator[tuple[str, list[Thing]]]:
    """What stands on which picture."""
    chosen = made.chosen()
    drawn = [of_card(name, chosen[name]) for name in sorted(chosen)]
    fullest = sorted(made.forms, key=lambda key: (key[0], -len(made.forms[key].items)))
    named = [list(some)[:OF_A_FORM] for _, some in groupby(fullest, key=lambda key: key[0])]
    modals = [of_form(f"{name}: {title}", made.forms[name, title]) for some in named for name, title in some]
    for kind, things in (("cards", drawn), ("forms", modals)):
        for number, start in enumerate(range(0, len(things), A_SHEET), start=1):
            yield f"{kind}-{number}", things[start : start + A_SHEET]
    yield "papers", [of_paper(name, papers[name]) for name in sorted(papers)]


async def picture(page: Page, things: Sequence[Thing]) -> tuple[Image.Image, list[str]]:
    """One sheet, and what is wrong on it."""
    trouble = await page.evaluate("(things) => window.show(things)", things)
    taken = await page.screenshot(full_page=True)
    return Image.open(io.BytesIO(taken)).convert("RGB"), list(trouble)


def keep(images: Mapping[str, Image.Image]) -> int:
    """Write the pictures with as many colours as there is room for; their size in bytes."""
    for colours in COLOURS:
        written = {name: _small(image, colours) for name, image in images.items()}
        if sum(map(len, written.values())) < LARGEST:
            break
    for name, content in written.items():
        (PICTURES / f"{name}.webp").write_bytes(content)
    return sum(map(len, written.values()))


def _small(image: Image.Image, colours: int) -> bytes:
    made = io.BytesIO()
    few = image.quantize(colours, dither=Image.Dither.NONE).convert("RGB")
    few.save(made, "WEBP", lossless=True, quality=60, method=3)
    return made.getvalue()


async def serve(route: Route) -> None:
    """The files of the page and of the sheet, from the disk."""
    name = route.request.url.removeprefix(ADDRESS)
    if not name:
        await route.fulfill(body=HTML, content_type="text/html")
        return
    file = next((one for one in (LOOK / name, STATIC / name) if one.is_file()), None)
    await (route.fulfill(path=file) if file else route.fulfill(status=404))


async def local_page(browser: Any) -> dict[str, Image.Image]:
    """The local page in a window and at 390 px, with an answer and an open form."""
    taken = {}
    with tempfile.TemporaryDirectory() as folder:
        async with program(Path(folder)) as way_in:
            for width, height in ((1360, 900), (390, 844)):
                context = await browser.new_context(
                    viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-CA"
                )
                tab = Tab(await context.new_page(), way_in())
                await tab.open()
                await tab.writes("How do I handle an abusive caller?")
                await tab.sees("Sources")
                taken[f"page-{width}"] = Image.open(io.BytesIO(await tab.page.screenshot())).convert("RGB")
                await tab.writes("incident")
                await tab.dialog.wait_for()
                taken[f"page-{width}-form"] = Image.open(io.BytesIO(await tab.page.screenshot())).convert(
                    "RGB"
                )
    return taken


def beside(images: Mapping[str, Image.Image]) -> Image.Image:
    """Pictures side by side."""
    whole = Image.new(
        "RGB", (sum(one.width + 16 for one in images.values()), max(one.height for one in images.values()))
    )
    left = 0
    for one in images.values():
        whole.paste(one, (left, 0))
        left += one.width + 16
    return whole.resize((int(whole.width * SCALE), int(whole.height * SCALE)), Image.Resampling.LANCZOS)


async def take(path: str, made: Recorded, papers: Mapping[str, Upload]) -> None:
    """Draw everything and write the page that lists it."""
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("*.webp"):
        old.unlink()
    lists: dict[str, list[str]] = {}
    images: dict[str, Image.Image] = {}
    async with async_playwright() as playwright:
        browser = await launch(playwright, path)
        context = await browser.new_context(
            viewport={"width": WIDTH, "height": 800},
            device_scale_factor=SCALE,
            locale="en-CA",
            timezone_id="America/Halifax",
        )
        page = await context.new_page()
        await page.route(f"{ADDRESS}**", serve)
        await page.goto(ADDRESS)
        await page.wait_for_function("window.show !== undefined")
        for name, things in sheets(made, papers):
            images[name], trouble = await picture(page, things)
            lists[name] = [one["name"] for one in things]
            print(name, *trouble, sep="\n  ")  # noqa: T201 - a script speaks
        images["page"] = beside(await local_page(browser))
        await browser.close()
    print(f"{keep(images)} bytes")  # noqa: T201 - a script speaks
    PAGE.write_text(index(lists, made.outer()), encoding="utf-8")


def index(lists: Mapping[str, Sequence[str]], outer: Mapping[str, set[str]]) -> str:
    """The page that says which picture shows what."""
    lines = [
        "# Pictures of everything people see",
        "",
        "Drawn by `python -m tests.pictures.sheet` from the real renderers: on the left Slack in a window, on the",
        "right Teams on a phone of 390 px. The names are those of the functions that make the cards, and of the forms;",
        "a test finds one that is missing here. The people and everything they say are invented.",
        "",
        "## The local page, in a window and at 390 px",
        "",
        "![The local page](pictures/page.webp)",
    ]
    known = cards()
    for name, shown in lists.items():
        lines += ["", f"## {name.replace('-', ' ').capitalize()}", "", f"![{name}](pictures/{name}.webp)", ""]
        for one in shown:
            besides = ", ".join(f"`{other}`" for other in sorted(outer.get(one, ())))
            said = f": {known[one]}" if known.get(one) else ""
            lines.append(f"* `{one}`{said}" + (f" Also by {besides}." if besides else ""))
    return "\n".join(lines) + "\n"


def missing(made: Recorded) -> list[str]:
    """Cards and forms that no scene shows."""
    shown = {name for names, _ in made.messages for name in names}
    lacking = [f"card {one}" for one in sorted(set(cards()) - shown)]
    return lacking + [f"form {one}" for one in sorted(forms() - {name for name, _ in made.forms})]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="The contact sheet of docs/pictures.md")
    parser.add_argument("--list", action="store_true", help="only name what no scene shows")
    options = parser.parse_args()
    made, papers = asyncio.run(play())
    print(*missing(made), sep="\n")  # noqa: T201 - a script speaks
    if options.list:
        return
    path = browser_path()
    if path is None:
        raise SystemExit("No browser: install Debian's chromium, or name one in CHROMIUM.")
    asyncio.run(take(path, made, papers))


if __name__ == "__main__":
    main()
