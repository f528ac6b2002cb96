// The page: what the program tells is drawn, what the person does is sent.

import { drawRoom, putEntry, showWorking, toEnd } from "./conversation.js";
import { showForm, wireDialog } from "./dialog.js";
import { $, button, trouble } from "./dom.js";
import { drawPeople, wirePeople } from "./people.js";
import { listen, post, upload } from "./server.js";
import { learn, say, zone } from "./words.js";

const SUGGESTIONS = ["suggest_ask", "suggest_refer", "suggest_phrases"]; // Where the organisation names none.
const SHOW_WORKING_AFTER = 250;

const state = { me: "", restore: "", room: "direct", people: [], unread: {}, entries: [], suggestions: [], busy: 0 };
let closePeople = () => {};

const draw = {
  state({ kind, words, ...told }) {
    learn(words);
    Object.assign(state, told);
    $("zone").textContent = say("zone", { zone: zone.replaceAll("_", " ") });
    drawList();
    drawConversation();
    const before = state.restore;
    state.restore = "";
    if (before) speakAs(before);
  },
  unread({ unread }) {
    state.unread = unread;
    drawList();
  },
  entry({ entry }) {
    const place = state.entries.findIndex((one) => one.id === entry.id);
    if (place < 0) state.entries.push(entry);
    else state.entries[place] = entry;
    if (entry.room === state.room) putEntry(entry, { entries: state.entries, me: state.me, press });
    else markNews(entry.room, true);
    drawSuggestions();
  },
};

listen({
  signal: (told) => draw[told.kind](told),
  lost: () => trouble($("trouble"), say("reconnecting")),
  back: () => trouble($("trouble"), ""),
  renewed: () => { state.restore = state.me; },
  locked: () => trouble($("trouble"), say("refused_session")),
});
history.replaceState(null, "", "/"); // The key is spent; it need not stand in the address.
closePeople = wirePeople();
wireDialog();
wireComposer();
wireChoices();

/** Ask the program for something; troubles are shown above the message box. True when it went well. */
function ask(path, data) {
  return done(() => post(path, data));
}

async function done(request) {
  trouble($("trouble"), "");
  const heard = () => state.entries.filter((one) => one.author !== state.me).length;
  const before = heard();
  // The answer can be here before the request that asked for it has ended.
  const waiting = setTimeout(() => { if (heard() === before) showWorking(true); }, SHOW_WORKING_AFTER);
  state.busy += 1;
  try {
    const answer = await request();
    if (answer.dialog) showForm(answer.dialog);
    return true;
  } catch (problem) {
    trouble($("trouble"), problem.message);
    return false;
  } finally {
    state.busy -= 1;
    clearTimeout(waiting);
    if (!state.busy) showWorking(false);
  }
}

async function speakAs(key) {
  if (key !== state.me) await ask("persona", { key });
  closePeople();
}

function press(entry, data) {
  if (!state.busy) ask("action", { entry: entry.id, data });
}

function drawList() {
  drawPeople(state.people, state.me, state.unread, speakAs);
}

function drawConversation() {
  $("channel-note").hidden = state.room !== "channel";
  $("attach").hidden = state.room === "channel"; // A file is for the bot alone.
  markNews(state.room, false);
  drawRoom(state.entries, state.room, state.me, press);
  drawSuggestions();
}

function drawSuggestions() {
  const spoken = state.entries.some((entry) => entry.room === state.room && entry.author === state.me);
  $("suggestions").hidden = spoken;
  const asked = state.suggestions.length ? state.suggestions : SUGGESTIONS.map((key) => say(key));
  const offered = [...asked, say("suggest_report")];
  $("suggestions").replaceChildren(...offered.map((words) => button({}, () => write(words), words)));
}

/** A dot on the place where something new stands that is not on the screen. */
function markNews(room, news) {
  document.querySelector(`input[name=room][value=${room}] + span`).classList.toggle("news", news);
}

async function write(text) {
  if (!text.trim()) return;
  const sent = ask("message", { text, room: state.room });
  $("text").value = "";
  fit();
  if (!(await sent) && !$("text").value) {
    $("text").value = text;
    fit();
  }
}

function wireComposer() {
  $("attach").addEventListener("click", () => $("files").click());
  $("files").addEventListener("change", async () => {
    const files = [...$("files").files];
    $("files").value = ""; // The same file can be chosen again.
    if (files.length) await done(() => upload(files));
    $("text").focus();
  });
  $("text").addEventListener("input", fit);
  $("text").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    write($("text").value);
  });
  $("composer").addEventListener("submit", (event) => {
    event.preventDefault();
    write($("text").value);
    $("text").focus();
  });
}

function fit() {
  $("text").style.height = "auto";
  $("text").style.height = `${$("text").scrollHeight}px`;
}

function wireChoices() {
  $("room").addEventListener("change", (event) => {
    state.room = event.target.value;
    drawConversation();
  });
  $("look").addEventListener("change", (event) => {
    document.body.dataset.look = event.target.value;
    toEnd();
  });
}
