// Who the page speaks as: the list of people with their unread notices.

import { $, button, make } from "./dom.js";
import { say } from "./words.js";

const GROUPS = ["employee", "department_head", "department_backup", "cao", "policy_owner", "records_officer", "elected"];
const TONES = 6;
let people = [];

/** The name to show for an author key; the bot has an empty one. */
export function nameOf(key) {
  return key ? find(key)?.name ?? key : say("bot");
}

/** A round picture with initials, or the mark of the bot. */
export function drawAvatar(key) {
  if (!key) return make("img", { class: "avatar", src: "/local/static/mark.svg", alt: "" });
  const place = Math.max(0, people.findIndex((person) => person.key === key));
  return make("span", { class: `avatar tone-${place % TONES}`, "aria-hidden": "true" }, initials(nameOf(key)));
}

/** Draw the list and the button that opens it on narrow screens. */
export function drawPeople(found, me, unread, choose) {
  people = found;
  $("people-list").replaceChildren(...GROUPS.map((role) => drawGroup(role, (person) => drawPerson(person, me, unread, choose))).filter(Boolean));
  drawChooser(me, unread);
}

function drawGroup(role, drawOne) {
  const members = people.filter((person) => person.role === role);
  if (!members.length) return null;
  return make("section", { "aria-labelledby": `group-${role}` },
    make("h3", { id: `group-${role}` }, say(`role_${role}`)),
    make("ul", {}, members.map((person) => make("li", {}, drawOne(person)))));
}

function drawPerson(person, me, unread, choose) {
  const count = unread[person.key] ?? 0;
  return button({ class: "person", "aria-current": person.key === me ? "true" : null, "data-key": person.key }, () => choose(person.key),
    drawAvatar(person.key),
    make("span", { class: "lines" },
      make("span", { class: "name" }, person.name),
      make("span", { class: "detail" }, detail(person))),
    drawBadge(count));
}

function drawChooser(me, unread) {
  const others = Object.entries(unread).reduce((sum, [key, count]) => sum + (key === me ? 0 : count), 0);
  $("people-button").replaceChildren(drawAvatar(me), make("span", { class: "name" }, nameOf(me)), drawBadge(others) ?? "");
  document.title = others ? `(${others}) ${say("title")}` : say("title");
  $("people-button").setAttribute("aria-label", `${say("speaking_as", { name: nameOf(me) })}. ${say("people_button")}`);
}

function drawBadge(count) {
  if (!count) return null;
  return make("span", { class: "badge" }, make("span", { "aria-hidden": "true" }, String(count)), make("span", { class: "unseen" }, say("unread", { count })));
}

function detail(person) {
  const isNamed = person.title.includes(person.department);
  return [person.title, isNamed ? "" : person.department].filter(Boolean).join(" · ");
}

function initials(name) {
  const parts = name.split(/\s+/).filter(Boolean);
  return [parts[0], parts.length > 1 ? parts.at(-1) : ""].map((part) => part?.[0] ?? "").join("").toUpperCase();
}

function find(key) {
  return people.find((person) => person.key === key);
}

/** Open and close the list on narrow screens; the focus goes in and comes back. */
export function wirePeople() {
  const [list, opener] = [$("people"), $("people-button")];
  const show = (open) => {
    list.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
    (open ? list.querySelector("[aria-current]") ?? $("people-close") : opener).focus();
  };
  opener.addEventListener("click", () => show(!list.classList.contains("open")));
  $("people-close").addEventListener("click", () => show(false));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.classList.contains("open")) show(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (list.classList.contains("open") && !list.contains(event.target) && !opener.contains(event.target)) show(false);
  });
  return () => { if (list.classList.contains("open")) show(false); };
}
