// Adaptive Cards drawn by the published bundle in the look of Teams.

import { make } from "./dom.js";

const { AdaptiveCard, HostConfig, OpenUrlAction, SubmitAction } = globalThis.AdaptiveCards;

const LEADS_OUT = /^(https:\/\/|tel:|mailto:)/;

AdaptiveCard.onProcessMarkdown = (_, result) => { result.didProcess = false; }; // Our cards hold plain text only.

const tone = (colour) => ({ default: colour, subtle: colour });
const colours = {
  default: { default: "var(--text)", subtle: "var(--quiet)" },
  dark: tone("var(--text)"),
  light: tone("var(--quiet)"),
  accent: tone("var(--brand-text)"),
  attention: tone("var(--danger)"),
  good: tone("var(--good)"),
  warning: tone("var(--warning)"),
};
const ground = (backgroundColor) => ({ backgroundColor, foregroundColors: colours });

const host = new HostConfig({
  fontFamily: "inherit",
  fontSizes: { small: 12, default: 14, medium: 14, large: 17, extraLarge: 22 },
  fontWeights: { lighter: 400, default: 400, bolder: 600 },
  spacing: { small: 4, default: 10, medium: 14, large: 18, extraLarge: 26, padding: 12 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  containerStyles: {
    default: ground("transparent"),
    emphasis: ground("var(--emphasis)"),
    good: ground("var(--good-ground)"),
    attention: ground("var(--danger-ground)"),
    warning: ground("var(--warning-ground)"),
    accent: ground("var(--own)"),
  },
  actions: { maxActions: 6, buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left" },
  adaptiveCard: { allowCustomStyle: false },
  textBlock: { headingLevel: 3 },
  inputs: {
    label: {
      inputSpacing: "small",
      requiredInputs: { weight: "bolder", color: "default", suffix: " *", suffixColor: "attention" },
      optionalInputs: { weight: "bolder", color: "default" },
    },
    errorMessage: { spacing: "small", weight: "bolder", color: "attention" },
  },
});

/**
 * Draws a card. `press(data)` is called with what a button carries and what was typed.
 * Returns the element, and `typed()`: what was typed so far by the names of the inputs.
 */
export function drawCard(payload, press) {
  const card = new AdaptiveCard();
  card.hostConfig = host;
  card.onExecuteAction = (action) => {
    if (action instanceof OpenUrlAction) open(action.url);
    else if (action instanceof SubmitAction) press(action.data ?? {});
  };
  card.onAnchorClicked = (_, anchor) => {
    open(anchor.href);
    return true;
  };
  card.parse(payload);
  const drawn = card.render();
  makeLists(drawn);
  speakPlainly(drawn);
  return { drawn, typed: () => Object.fromEntries(card.getAllInputs().map((input) => [input.id, input.value])) };
}

function open(url) {
  if (LEADS_OUT.test(url)) window.open(url, "_blank", "noopener,noreferrer");
}

/** Adaptive Cards have no lists: a container named as one becomes a list that a screen reader counts through. */
function makeLists(drawn) {
  drawn.querySelectorAll("[id^=counterpoise-list]").forEach((box) => {
    const items = [...box.children].filter((child) => child.matches(".ac-richTextBlock"));
    const list = make(box.id.includes("-ol-") ? "ol" : "ul", { class: "ac-list" }, items.map((item) => make("li", {}, item)));
    box.replaceChildren(list);
    box.removeAttribute("id"); // Every card names its lists alike.
  });
}

/** The bundle marks buttons as a menu and leaves a searchable list without a name: screen readers need both mended. */
function speakPlainly(drawn) {
  drawn.querySelectorAll("[aria-labelledby] > input[list]").forEach((input) => {
    input.setAttribute("aria-labelledby", input.parentElement.getAttribute("aria-labelledby"));
  });
  drawn.querySelectorAll("[role=menubar]").forEach((row) => row.setAttribute("role", "group"));
  drawn.querySelectorAll("[role=menuitem]").forEach((item) => item.removeAttribute("role"));
  drawn.removeAttribute("tabindex");
}
