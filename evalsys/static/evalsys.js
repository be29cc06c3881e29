"use strict";
// Drafts, sending over a bad line, one press of a button, focus on mistakes. Every form works without this file.

const DRAFT = "evalsys-draft:";
const POLL = 1000; // how often a progress bar asks how far it is
const PATIENCE = 90000; // how long an answer may take on a slow line before the form says that there was none

function kept(name) {
  try { return JSON.parse(localStorage.getItem(name) || "null"); } catch { return null; }
}

function keep(name, draft) {
  try { localStorage.setItem(name, JSON.stringify(draft)); return true; } catch { return false; }
}

function draftNames() {
  try { return Object.keys(localStorage).filter((name) => name.startsWith(DRAFT)).sort(); } catch { return []; }
}

function forget(names) {
  for (const name of names) localStorage.removeItem(name);
}

function fieldsOf(form) {
  return [...form.querySelectorAll("textarea, input[type=text], input[type=date], input[type=radio], input[type=checkbox], select")];
}

function isTick(field) {
  return field.type === "radio" || field.type === "checkbox";
}

function valuesOf(form) {
  const values = {};
  for (const field of fieldsOf(form)) {
    if (!isTick(field)) values[field.name] = field.value;
    else if (field.checked) values[field.name] = [...(values[field.name] || []), field.value];
  }
  return values;
}

function putBack(form, draft) {
  for (const field of fieldsOf(form)) {
    if (isTick(field)) field.checked = (draft.values[field.name] || []).includes(field.value);
    else if (field.name in draft.values) field.value = draft.values[field.name];
  }
  // The same key as before: if the first try did arrive, the retry is not a second entry.
  const key = form.querySelector("[name=form_key]");
  if (key && draft.key) key.value = draft.key;
}

function saveDraft(form) {
  if (!form.dataset.draft) return false;
  const key = form.querySelector("[name=form_key]");
  return keep(DRAFT + form.dataset.draft, { values: valuesOf(form), key: key && key.value });
}

function keepDraft(form) {
  const says = form.querySelector("[data-draft-says]");
  const draft = kept(DRAFT + form.dataset.draft);
  if (draft && form.dataset.draftFresh === "yes") {
    putBack(form, draft);
    if (says) says.textContent = says.dataset.restored;
  }
  offerOthers(form);
  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => { if (saveDraft(form) && says) says.textContent = says.dataset.kept; }, 400);
  });
}

// Drafts of other days, which nobody would find again on the page of this one.
function offerOthers(form) {
  const line = form.querySelector("[data-draft-others]");
  if (!line) return;
  const start = DRAFT + line.dataset.draftOthers;
  for (const name of draftNames()) {
    const day = name.slice(start.length);
    if (!name.startsWith(start) || name === DRAFT + form.dataset.draft || !/^\d{4}-\d\d-\d\d$/.test(day)) continue;
    const link = document.createElement("a");
    link.href = `${line.dataset.address}?day=${day}`;
    link.textContent = day;
    line.append(" ", link);
    line.hidden = false;
  }
}

// Sends a form so that a broken line leaves the page, and the words on it, where they are.
async function send(form) {
  const says = form.querySelector("[data-draft-says]");
  const failed = form.querySelector("[data-send-failed]");
  const buttons = [...form.querySelectorAll("button")];
  saveDraft(form);
  failed.hidden = true;
  if (says) says.textContent = says.dataset.sending;
  const patience = new AbortController();
  const over = setTimeout(() => patience.abort(), PATIENCE);
  const sent = { method: "POST", body: new URLSearchParams(new FormData(form)), signal: patience.signal };
  buttons.forEach((button) => { button.disabled = true; });
  try {
    const answer = await fetch(form.action, sent);
    if (answer.status >= 502) throw new Error("the server did not take it");
    show(await answer.text(), answer.url);
  } catch {
    if (says) says.textContent = "";
    failed.hidden = false;
    failed.scrollIntoView({ block: "center" });
  }
  clearTimeout(over);
  buttons.forEach((button) => { button.disabled = false; });
}

const where = () => location.pathname + location.search;
let shown = where();

// The answer in place of the page, without asking for it a second time.
function show(text, address) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = page.querySelector("main");
  if (!main || !page.querySelector("#menu")) { location.assign(address); return; }
  if (address !== location.href) history.pushState(null, "", address);
  shown = where();
  document.title = page.title;
  const [back, fresh] = [document, page].map((one) => one.querySelector("header [name=back]"));
  if (back && fresh) back.value = fresh.value;
  document.querySelector("main").replaceWith(document.adoptNode(main));
  equip();
  scrollTo(0, 0);
  const focus = main.querySelector("[data-focus]") || main;
  focus.focus({ preventScroll: focus === main });
}

// A part that changes by itself: asked for anew until it says no more, then the whole page is.
function watch(main) {
  const part = main.querySelector("[data-poll]");
  if (!part) return;
  setTimeout(async () => {
    if (!part.isConnected) return;
    try {
      const answer = await fetch(part.dataset.poll);
      if (answer.status >= 500) throw new Error("try again");
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (!answer.ok || !fresh || !fresh.dataset.poll) { location.reload(); return; }
      part.replaceWith(document.adoptNode(fresh));
    } catch { /* the line or the server is away for a moment */ }
    watch(main);
  }, document.hidden ? POLL * 5 : POLL);
}

// Whatever the page's main part needs; `show` puts in a new one.
function equip() {
  const main = document.querySelector("main");
  for (const done of main.querySelectorAll("[data-draft-done]")) forget(draftNames().filter((name) => name === DRAFT + done.dataset.draftDone));
  for (const form of main.querySelectorAll("form[data-draft]")) keepDraft(form);
  for (const form of main.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if ("send" in form.dataset && window.AbortController) { event.preventDefault(); send(form); return; }
      const says = form.querySelector("[data-draft-says]");
      if (says) says.textContent = says.dataset.sending;
      if (form.querySelector("[data-long]")) form.querySelector("[data-long]").hidden = false;
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
  }
  watch(main);
  for (const chooser of main.querySelectorAll("[data-submits]")) chooser.addEventListener("change", () => chooser.form.requestSubmit());
}

// A year is wider than a phone: the days up to now are what she came for.
function showNow(strip) {
  const past = strip.querySelectorAll(".d-done, .d-late, .d-leave, .d-missing");
  if (past.length) strip.scrollLeft = past[past.length - 1].getBoundingClientRect().right - strip.getBoundingClientRect().right + 24;
}

document.addEventListener("DOMContentLoaded", () => {
  equip();
  for (const form of document.querySelectorAll("form[data-sign-out]")) form.addEventListener("submit", () => forget(draftNames()));
  window.addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach((b) => { b.disabled = false; }));
  window.addEventListener("popstate", () => { if (where() !== shown) location.reload(); });
  const code = document.querySelector("[data-code-from-link]");
  if (code && location.hash.length > 1) {
    code.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
  document.querySelectorAll(".strip").forEach(showNow);
  // What is printed is the whole explanation, as on the scorecard.
  window.addEventListener("beforeprint", () => document.querySelectorAll(".tree details").forEach((part) => { part.open = true; }));
  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();
});
