// Talking to the program on this computer: requests, and one stream of what changes.

import { say } from "./words.js";

/** A request that was turned away or got lost; its message is a sentence for people. */
export class Trouble extends Error {}

const OUTLIVES = 60_000; // Browsers let no longer body go on without its page.

/** Send JSON; returns the answer or throws Trouble. */
export function post(path, data) {
  const body = JSON.stringify(data);
  return send(path, { headers: { "Content-Type": "application/json" }, body, keepalive: body.length * 3 < OUTLIVES });
}

/** Send files; the same. */
export function upload(files) {
  const body = new FormData();
  for (const file of files) body.append("file", file, file.name);
  return send("upload", { body });
}

async function send(path, what) {
  let response, answer;
  try {
    response = await fetch(`/local/${path}`, { method: "POST", ...what });
    answer = await response.json();
  } catch {
    throw new Trouble(say("no_answer"));
  }
  if (!response.ok) throw new Trouble(answer.error || say("no_answer"));
  return answer;
}

/**
 * Listen for signals for ever. `lost` is called when the connection breaks, `back` when it stands again,
 * `renewed` when the program knows this browser no more, and `locked` where it does not let it in either:
 * another tab can, with the address the program printed.
 */
export function listen(told, wasLocked = false) {
  const stream = new EventSource("/local/stream");
  stream.onopen = told.back;
  stream.onmessage = (event) => told.signal(JSON.parse(event.data));
  stream.onerror = () => {
    if (!wasLocked) told.lost();
    if (stream.readyState !== EventSource.CLOSED) return; // The browser tries again by itself.
    told.renewed();
    setTimeout(async () => {
      const isLocked = await fetch("/").then((answer) => answer.status === 403, () => wasLocked);
      if (isLocked) told.locked();
      listen(told, isLocked);
    }, 2000);
  };
}
