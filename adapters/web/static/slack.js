// Block Kit drawn by ourselves: the kinds of blocks the bot sends, text set as text only.

import { make } from "./dom.js";

const EMOJI = { warning: "⚠️", white_check_mark: "✅" };
const LEADS_OUT = /^(https:\/\/|tel:|mailto:)/;

/** The blocks of one message as Slack would show them. */
export function drawBlocks(blocks) {
  return make("div", { class: "blocks" }, blocks.map(drawBlock));
}

function drawBlock(block) {
  switch (block.type) {
    case "header": return make("p", { class: "header" }, block.text.text);
    case "divider": return make("hr");
    case "section": return section(block);
    case "context": return make("div", { class: "context" }, block.elements.map(drawText));
    case "image": return make("p", { class: "context" }, block.alt_text); // Loading it would leave this computer.
    case "actions": return make("div", { class: "actions" }, block.elements.map(drawButton));
    case "rich_text": return make("div", { class: "rich" }, block.elements.map(drawRich));
    default: return null;
  }
}

function section(block) {
  const fields = block.fields ? make("div", { class: "fields" }, block.fields.map(drawText)) : null;
  return make("div", {}, block.text ? drawText(block.text) : null, fields);
}

function drawButton(element) {
  return make("span", { class: `button ${element.style ?? ""}` }, element.text.text);
}

function drawRich(element) {
  switch (element.type) {
    case "rich_text_list": {
      const tag = element.style === "ordered" ? "ol" : "ul";
      return make(tag, { class: element.indent ? "under" : null, start: element.offset ? element.offset + 1 : null }, element.elements.map((item) => make("li", {}, item.elements.map(drawRun))));
    }
    case "rich_text_quote": return make("blockquote", {}, element.elements.map(drawRun));
    default: return make("div", {}, element.elements.map(drawRun));
  }
}

function drawRun(run) {
  const style = run.style ?? {};
  const text = run.type === "emoji" ? EMOJI[run.name] ?? `:${run.name}:` : run.text ?? run.url ?? "";
  let drawn = run.type === "link" ? link(run.url, text) : text;
  if (style.bold) drawn = make("strong", {}, drawn);
  if (style.italic) drawn = make("em", {}, drawn);
  return drawn;
}

function drawText(object) {
  if (object.type === "image") return object.alt_text;
  return make("span", {}, object.type === "mrkdwn" ? mrkdwn(object.text) : object.text);
}

/** Slack's markup, as far as we use it: <address|label>, *bold*, _italic_, :sign: and escaped characters. */
function mrkdwn(text) {
  const pieces = text.split(/(<[^<>]+>|\*[^*\n]+\*|^:\w+:|\b_[^_\n]+_\b)/);
  return pieces.filter(Boolean).map((piece) => {
    const inside = piece.slice(1, -1);
    if (/^<.+>$/.test(piece)) {
      const [address, label] = inside.split("|");
      return link(unescape(address), unescape(label ?? address));
    }
    if (/^\*.+\*$/.test(piece)) return make("strong", {}, unescape(inside));
    if (/^:\w+:$/.test(piece)) return EMOJI[inside] ?? piece;
    if (/^_.+_$/.test(piece)) return make("em", {}, unescape(inside));
    return unescape(piece);
  });
}

function link(address, label) {
  return LEADS_OUT.test(address) ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label) : label;
}

function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
