// Makes the console live: forms answer in place, and the page looks again every two seconds or so.
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

// What somebody unfolded stays unfolded. What did not change stays the very same element, so that
// a letter that is being read does not load again because another one came.
function replaceSection(section, fresh) {
  const had = new Map(
    [...section.querySelectorAll(":scope > [data-key]")].map((each) => [each.dataset.key, each]),
  );
  const open = new Set(
    [...section.querySelectorAll("details[open][data-key]")].map((each) => each.dataset.key),
  );
  const nodes = [...fresh.childNodes].map((node) => {
    const old = had.get(node.dataset?.key);
    return old && old.innerHTML === node.innerHTML ? old : document.importNode(node, true);
  });
  const stays = new Set(nodes);
  for (const each of [...section.childNodes]) {
    if (!stays.has(each)) each.remove();
  }
  let next = section.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling;
    else section.insertBefore(node, next);
  }
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

// A busy machine is not kept busy with looking: the pause is twice as long as the look took.
async function keepFresh() {
  const began = performance.now();
  if (!document.hidden) await refresh().catch(() => {});
  window.setTimeout(keepFresh, Math.min(6000, Math.max(2000, 2 * (performance.now() - began))));
}

window.setTimeout(keepFresh, 2000);
if (!said.hidden) say(said.textContent, false);
