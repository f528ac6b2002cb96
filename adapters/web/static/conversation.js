// The conversation, drawn twice from the same entries: as Teams shows it and as Slack shows it.

import { drawCard } from "./cards.js";
import { $, announce, make } from "./dom.js";
import { drawAvatar, nameOf } from "./people.js";
import { drawBlocks } from "./slack.js";
import { dayOf, say, timeOf } from "./words.js";

const EYE = "M8 3C4.5 3 2 5.7 1 8c1 2.3 3.5 5 7 5s6-2.7 7-5c-1-2.3-3.5-5-7-5Zm0 8a3 3 0 1 1 0-6 3 3 0 0 1 0 6Zm0-1.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z";

/** Draw the entries of one room from nothing. */
export function drawRoom(entries, room, me, press) {
  const shown = entries.filter((entry) => entry.room === room);
  $("teams-log").replaceChildren(...shown.flatMap((entry, place) => [newDay(shown, place), drawEntry(entry, me, press)]).filter(Boolean));
  $("slack-log").replaceChildren(...shown.map((entry) => drawSlack(entry, me)));
  if (!shown.length) $("teams-log").append(make("li", { class: "empty" }, say(`empty_${room}`)));
  toEnd();
}

/** Add an entry, or draw it again in its place. */
export function putEntry(entry, { entries, me, press }) {
  // Taken away later, the dots would push the beginning of a long answer off the screen.
  if (entry.author !== me) showWorking(false);
  const drawn = drawEntry(entry, me, press);
  const former = $(`entry-${entry.id}`);
  if (former) {
    former.replaceWith(drawn);
    $(`slack-${entry.id}`).replaceWith(drawSlack(entry, me));
  } else {
    $("teams-log").querySelector(".empty")?.remove();
    const shown = entries.filter((one) => one.room === entry.room);
    $("teams-log").append(...[newDay(shown, shown.indexOf(entry)), drawn].filter(Boolean));
    $("slack-log").append(drawSlack(entry, me));
    bringIntoView($("teams-scroller"), drawn);
    bringIntoView($("slack-scroller"), $("slack-log").lastElementChild);
  }
  if (entry.author !== me) {
    drawn.classList.add("fresh");
    announce(`${nameOf(entry.author)}: ${entry.summary ?? entry.text ?? entry.name}`);
  }
}

/** Show that the bot is at work, or stop showing it. */
export function showWorking(working) {
  $("working")?.remove();
  if (!working) return;
  const dots = make("span", { class: "dots", role: "img", "aria-label": say("working") }, make("i"), make("i"), make("i"));
  $("teams-log").append(make("li", { class: "entry bot", id: "working" }, drawAvatar(""), make("div", { class: "main" }, dots)));
  toEnd();
}

function newDay(shown, place) {
  const day = dayOf(shown[place].at);
  return place && dayOf(shown[place - 1].at) === day ? null : make("li", { class: "day" }, day);
}

function drawEntry(entry, me, press) {
  const own = entry.author === me;
  const meta = make("div", { class: "meta" },
    make("span", { class: own ? "unseen" : "name" }, own ? say("you") : nameOf(entry.author)),
    drawTime(entry),
    entry.private ? make("span", { class: "private" }, drawEye(), say("only_you")) : null);
  return make("li", { class: `entry ${own ? "own" : entry.author ? "other" : "bot"}`, id: `entry-${entry.id}` },
    drawAvatar(entry.author), make("div", { class: "main" }, meta, drawContent(entry, press)));
}

function drawContent(entry, press) {
  switch (entry.kind) {
    case "typed": return make("div", { class: "words" }, entry.text);
    case "file": return drawFile(entry);
    default: return make("div", { class: `card ${entry.private ? "aside" : ""}` }, drawCard(entry.card, (data) => press(entry, data)).drawn);
  }
}

function drawFile(entry) {
  const link = make("a", { class: "file", href: `/local/files/${entry.id}`, download: entry.name }, say("download", { name: entry.name }));
  const picture = entry.preview ? make("img", { class: "preview", src: `/local/previews/${entry.id}`, alt: say("preview", { name: entry.name }) }) : null;
  picture?.addEventListener("load", toEnd); // Its height is known only then.
  return make("div", { class: "words" }, make("p", {}, entry.summary), picture, link);
}

function drawSlack(entry, me) {
  const app = entry.author ? null : make("span", { class: "app" }, "APP");
  const said = entry.kind === "message" ? drawBlocks(entry.blocks) : make("div", { class: "words" }, entry.text ?? entry.summary);
  return make("li", { class: `slack-entry ${entry.private ? "private" : ""}`, id: `slack-${entry.id}` },
    drawAvatar(entry.author),
    make("div", { class: "main" },
      entry.private ? make("p", { class: "only" }, say("only_you")) : null,
      make("div", { class: "meta" }, make("span", { class: "name" }, nameOf(entry.author)), app, drawTime(entry)),
      said));
}

function drawTime(entry) {
  return make("time", { datetime: entry.at, title: new Date(entry.at).toString() }, timeOf(entry.at));
}

function drawEye() {
  const eye = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", width: 12, height: 12, "aria-hidden": "true" })) eye.setAttribute(name, value);
  path.setAttribute("d", EYE);
  path.setAttribute("fill", "currentColor");
  eye.append(path);
  return eye;
}

/** A long answer is shown from its beginning, a short one at the end of the conversation. */
function bringIntoView(scroller, drawn) {
  const isLong = drawn.offsetHeight > scroller.clientHeight - 40;
  scroller.scrollTop = isLong ? drawn.offsetTop - scroller.offsetTop - 12 : scroller.scrollHeight;
}

/** Show the end of the conversation in both looks. */
export function toEnd() {
  for (const look of ["teams", "slack"]) {
    const last = $(`${look}-log`).lastElementChild;
    if (last) bringIntoView($(`${look}-scroller`), last);
  }
}
