// Makes the console live: forms answer in place, and the page looks again every two seconds.
// Without this file everything still works, with a page load per button.
"use strict";

const said = document.getElementById("said");
const shown = new Map();
let hideTimer = 0;

function say(text, isBad) {
  said.textContent = text;
  said.classList.toggle("bad", isBad);
  said.hidden = false;
  window.clearTimeout(hideTimer);
  hideTimer = window.setTimeout(() => { said.hidden = true; }, isBad ? 12000 : 5000);
}

function isTypingIn(section) {
  const focused = document.activeElement;
  return section.contains(focused) && focused.matches("input, select, textarea");
}

function replaceSection(section, fresh) {
  const open = new Set(
    [...section.querySelectorAll("details[open][data-key]")].map((each) => each.dataset.key),
  );
  const nodes = [...fresh.childNodes].map((node) => document.importNode(node, true));
  section.replaceChildren(...nodes);
  for (const each of section.querySelectorAll("details[data-key]")) {
    each.open = open.has(each.dataset.key);
  }
}

async function refresh() {
  const answer = await fetch("/sandbox/", { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const section of document.querySelectorAll("[data-live]")) {
    const name = section.dataset.live;
    const fresh = page.querySelector(`[data-live="${name}"]`);
    if (!fresh || isTypingIn(section)) continue;
    const text = fresh.outerHTML;
    if (shown.has(name) && shown.get(name) === text) continue;
    shown.set(name, text);
    replaceSection(section, fresh);
  }
}

function summarize(answer) {
  const text = JSON.stringify(answer);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

async function submit(form, button) {
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    const body = await answer.json();
    say(answer.ok ? `Done. ${summarize(body)}` : body.error, !answer.ok);
    await refresh();
  } catch (error) {
    say(`The sandbox does not answer: ${error.message}`, true);
  } finally {
    button?.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  if (!(event.target instanceof HTMLFormElement)) return;
  if (!event.target.action.endsWith("/sandbox/form")) return;
  event.preventDefault();
  void submit(event.target, event.submitter);
});

window.setInterval(() => {
  if (!document.hidden) refresh().catch(() => {});
}, 2000);
if (!said.hidden) say(said.textContent, false);
