// A Slack modal as a picture: the input elements that the bot sends.

import { drawBlocks } from "./slack.js";
import { make } from "./dom.js";

export function drawModal(view) {
  return make("div", { class: "modal" },
    make("p", { class: "modal-title" }, view.title.text),
    make("div", { class: "modal-body" }, view.blocks.map(block)),
    make("div", { class: "modal-foot" },
      view.close ? make("span", { class: "button" }, view.close.text) : null,
      view.submit ? make("span", { class: "button primary" }, view.submit.text) : null));
}

function block(one) {
  if (one.type !== "input") return drawBlocks([one]);
  return make("div", { class: "input" },
    make("p", { class: "label" }, one.label.text, one.optional ? make("span", { class: "optional" }, " (optional)") : null),
    element(one.element),
    one.hint ? make("p", { class: "hint" }, one.hint.text) : null);
}

function element(one) {
  switch (one.type) {
    case "plain_text_input":
      return make("div", { class: one.multiline ? "box tall" : "box" }, one.initial_value ?? one.placeholder?.text ?? "");
    case "checkboxes":
    case "radio_buttons": {
      const on = new Set([...(one.initial_options ?? []), ...(one.initial_option ? [one.initial_option] : [])].map((option) => option.value));
      return make("div", {}, one.options.map((option) => make("p", { class: "choice" },
        make("span", { class: one.type === "checkboxes" ? "check" : "check round" }, on.has(option.value) ? "✓" : ""), option.text.text)));
    }
    case "static_select":
      return make("div", { class: "box list" }, one.initial_option?.text.text ?? one.placeholder?.text ?? "");
    case "multi_static_select":
      return make("div", { class: "box list" }, (one.initial_options ?? []).map((option) => option.text.text).join(", ") || (one.placeholder?.text ?? ""));
    case "datetimepicker":
      return make("div", { class: "box" }, one.initial_date_time ? new Date(one.initial_date_time * 1000).toLocaleString("en-CA") : "");
    default:
      return make("div", { class: "box" }, one.type);
  }
}
