// A form in a dialog: the focus moves in, errors keep everything typed, the focus goes back.

import { drawCard } from "./cards.js";
import { $, announce, trouble } from "./dom.js";
import { post } from "./server.js";
import { say } from "./words.js";

const ERROR = '.ac-richTextBlock:has(> span[style*="--danger"][style*="600"])'; // As Teams draws one: red and bold.

let open = null; // The draft key of the form on the screen, and what was typed into it.

/** Show a form, or the same form again with its errors. */
export function showForm({ draft, title, card, errors }) {
  const [dialog, body] = [$("form"), $("form-body")];
  const { drawn, typed } = drawCard(card, send);
  open = { draft, typed };
  $("form-title").textContent = title;
  body.replaceChildren(drawn);
  if (!dialog.open) dialog.showModal();
  const firstError = errors ? drawn.querySelector(ERROR) : null;
  body.scrollTop = firstError ? firstError.offsetTop - body.offsetTop - 8 : 0;
  trouble($("form-trouble"), errors ? say("form_errors") : "");
  $(errors ? "form-trouble" : "form-title").focus();
}

/** Connect the ways to leave the dialog: the close button and Escape. */
export function wireDialog() {
  const dialog = $("form");
  $("form-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (open) dismiss(open);
    open = null;
  });
  addEventListener("pagehide", () => { if (open) dismiss(open); }); // The tab closes or is loaded again.
}

async function send(data) {
  const body = $("form-body");
  if (body.ariaBusy === "true") return;
  body.ariaBusy = "true";
  announce(say("sending"));
  try {
    const answer = await post("submit", { draft: open.draft, data });
    if (answer.dialog) showForm(answer.dialog);
    else if (answer.closed) finish();
  } catch (problem) {
    trouble($("form-trouble"), problem.message);
    $("form-trouble").focus();
  } finally {
    body.ariaBusy = "false";
  }
}

function finish() {
  open = null;
  $("form").close();
  $("text").focus();
}

/** What was typed is handed on, so that the draft keeps it; a lost message loses no more than the dialog did. */
function dismiss({ draft, typed }) {
  post("dismiss", { draft, data: typed() }).catch(() => {});
}
