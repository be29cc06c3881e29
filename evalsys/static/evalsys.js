"use strict";
// Drafts, one press of a button, and focus on mistakes. Every form works without this file.

const DRAFT = "evalsys-draft:";

function keepDraft(form) {
  const name = DRAFT + form.dataset.draft;
  const says = form.querySelector("[data-draft-says]");
  const fields = [...form.querySelectorAll("textarea, input[type=text], input[type=date], input[type=radio], select")];
  const kept = JSON.parse(localStorage.getItem(name) || "null");
  const fresh = form.dataset.draftFresh === "yes";
  if (kept && fresh) {
    for (const field of fields) {
      if (!(field.name in kept.values)) continue;
      if (field.type === "radio") field.checked = field.value === kept.values[field.name];
      else field.value = kept.values[field.name];
    }
    // The same key as before: if the first try did arrive, the retry is not a second entry.
    const key = form.querySelector("[name=form_key]");
    if (key && kept.key) key.value = kept.key;
    if (says) says.textContent = says.dataset.restored;
  }
  let pause;
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const values = {};
      for (const field of fields) if (field.type !== "radio" || field.checked) values[field.name] = field.value;
      const key = form.querySelector("[name=form_key]");
      localStorage.setItem(name, JSON.stringify({ values, key: key && key.value }));
      if (says) says.textContent = says.dataset.kept;
    }, 400);
  });
  form.addEventListener("submit", () => { if (says) says.textContent = says.dataset.sending; });
}

function forgetDrafts(prefix) {
  for (const name of Object.keys(localStorage)) if (name.startsWith(prefix)) localStorage.removeItem(name);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const done of document.querySelectorAll("[data-draft-done]")) forgetDrafts(DRAFT + done.dataset.draftDone);
  for (const form of document.querySelectorAll("form[data-draft]")) keepDraft(form);
  for (const form of document.querySelectorAll("form[data-sign-out]")) form.addEventListener("submit", () => forgetDrafts(DRAFT));
  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", () => {
      if (form.querySelector("[data-long]")) form.querySelector("[data-long]").hidden = false;
      setTimeout(() => form.querySelectorAll("button").forEach((button) => { button.disabled = true; }), 0);
    });
  }
  window.addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach((b) => { b.disabled = false; }));
  const code = document.querySelector("[data-code-from-link]");
  if (code && location.hash.length > 1) {
    code.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
  }
  // What is printed is the whole explanation, as on the scorecard.
  window.addEventListener("beforeprint", () => document.querySelectorAll(".tree details").forEach((part) => { part.open = true; }));
  const focus = document.querySelector("[data-focus]");
  if (focus) focus.focus();
  for (const chooser of document.querySelectorAll("[data-submits]")) chooser.addEventListener("change", () => chooser.form.requestSubmit());
});
