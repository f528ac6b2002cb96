// Draws one card or form twice: as Slack shows it in a window, and as Teams does on a phone of 390 px.

import { drawCard } from "./cards.js";
import { drawBlocks } from "./slack.js";
import { drawModal } from "./modal.js";
import { make } from "./dom.js";

const row = ({ name, blocks, modal, card, title }) => make("article", { class: "pair", "data-name": name },
  make("h2", {}, name),
  make("div", { class: "two" },
    make("div", { class: "slack" }, modal ? drawModal(modal) : make("div", { class: "entry" }, drawBlocks(blocks))),
    make("div", { class: "phone" }, title ? make("p", { class: "dialog-title" }, title) : null, drawCard(card, () => {}).drawn)));

const picture = ({ name, src }) => make("article", { class: "pair paper", "data-name": name }, make("h2", {}, name), make("img", { src }));

/** Signs that the machine that draws has no font for; every platform has its own. */
const PLAIN = { "✅": "✔", "⚠️": "⚠" };

function plainly(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) for (const [sign, plain] of Object.entries(PLAIN)) walker.currentNode.data = walker.currentNode.data.replaceAll(sign, plain);
}

window.show = async (things) => {
  document.getElementById("all").replaceChildren(...things.map((one) => one.src ? picture(one) : row(one)));
  plainly(document.body);
  await Promise.all([...document.images].map((one) => one.decode().catch(() => {})));
  return trouble();
};

/** What is cut off or sticks out, by the name of the card. */
function trouble() {
  const found = [];
  for (const side of document.querySelectorAll(".slack, .phone")) {
    const name = side.closest("article").dataset.name, right = side.getBoundingClientRect().right;
    for (const one of side.querySelectorAll("*")) {
      if (one.getBoundingClientRect().right > right + 1) found.push(`${name}: ${side.className} sticks out: ${one.outerHTML.slice(0, 90)}`);
      const style = getComputedStyle(one);
      const hides = style.overflowX === "hidden" && style.textOverflow === "ellipsis" && one.scrollWidth > one.clientWidth + 1;
      if (hides) found.push(`${name}: ${side.className} is cut: ${one.textContent.slice(0, 60)}`);
    }
  }
  return found;
}
