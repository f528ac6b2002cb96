// The sentences of the page, sent by the server from its catalogue.

const known = {};
const plural = new Intl.PluralRules(document.documentElement.lang);

export function learn(words) {
  Object.assign(known, words);
}

/** The sentence for a key with its {places} filled in. */
export function say(key, values = {}) {
  const entry = known[key] ?? "";
  const text = typeof entry === "string" ? entry : (entry[plural.select(values.count)] ?? entry.other);
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** The browser's own time zone, as people call it. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit", timeZoneName: "short" });
const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

/** The time of an entry with its zone, such as 10:42 AM ADT. */
export function timeOf(at) {
  return clock.format(new Date(at));
}

/** The day of an entry: today, yesterday or a date. */
export function dayOf(at) {
  const then = new Date(at).toDateString();
  if (then === new Date().toDateString()) return say("today");
  if (then === new Date(Date.now() - 86_400_000).toDateString()) return say("yesterday");
  return day.format(new Date(at));
}
