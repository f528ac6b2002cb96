// Small helpers for building the page without HTML strings: text is always set as text.

export const $ = (id) => document.getElementById(id);

/** An element with attributes and children; strings become text, null and undefined are left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A button that does something. */
export function button(attributes, act, ...children) {
  const element = make("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", act);
  return element;
}

let unsaid = [];

/** Say something to screen readers without moving the focus; what comes at once is said together, in order. */
export function announce(text) {
  const region = $("announce");
  unsaid.push(text);
  if (unsaid.length > 1) return;
  region.textContent = "";
  setTimeout(() => {
    region.textContent = unsaid.join(" "); // An emptied region makes the same words be read again.
    unsaid = [];
  }, 200);
}

/** Show a calm sentence in a trouble line, or hide the line. */
export function trouble(line, text) {
  if (line.textContent !== (text ?? "")) line.textContent = text ?? ""; // The same words are read out once.
  line.hidden = !text;
}
