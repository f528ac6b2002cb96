// Talking to the program on this computer: requests, and one stream of what changes.

import { say } from "./words.js";

/** A request that was turned away or got lost; its message is a sentence for people. */
export class Trouble extends Error {}

/** Send JSON; returns the answer or throws Trouble. */
export async function post(path, data) {
  let response, answer;
  try {
    response = await fetch(`/local/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(data),
    });
    answer = await response.json();
  } catch {
    throw new Trouble(say("no_answer"));
  }
  if (!response.ok) throw new Trouble(answer.error || say("no_answer"));
  return answer;
}

/**
 * Listen for signals for ever. `lost` is called when the connection breaks, `back` when it stands again,
 * `renewed` when the program was restarted and knows this browser no more.
 */
export function listen({ signal, lost, back, renewed }) {
  const stream = new EventSource("/local/stream");
  stream.onopen = back;
  stream.onmessage = (event) => signal(JSON.parse(event.data));
  stream.onerror = () => {
    lost();
    if (stream.readyState !== EventSource.CLOSED) return; // The browser tries again by itself.
    setTimeout(async () => {
      renewed();
      await fetch("/").catch(() => {}); // Gives a new cookie.
      listen({ signal, lost, back, renewed });
    }, 2000);
  };
}
