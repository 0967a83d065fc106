// Decides pairs by one key each and has the next pair ready. Without it the same forms work, page by page.
"use strict";
(() => {
  const KEYS = { s: "same", d: "different", u: "unsure", k: "skip" };
  const HEADERS = { "HX-Request": "true", "Accept": "text/html" };
  const pair = () => document.getElementById("pair");
  const trouble = document.getElementById("trouble");
  const left = document.getElementById("left");
  const sent = new Set();
  let held = null; // the key that is down: it decides once, however long it is held
  let busy = false;
  let ready = null;

  // The text of a part of a page; null where there is none, as after the session's end.
  async function fetchPart(address) {
    try {
      const answer = await fetch(address, { headers: HEADERS, cache: "no-store" });
      return answer.ok && !answer.redirected ? await answer.text() : null;
    } catch {
      return null;
    }
  }

  function prefetch() {
    const next = pair().dataset.next;
    ready = next ? fetchPart(next) : null;
  }

  async function showCounts() {
    const text = await fetchPart(left.dataset.address);
    if (text === null) return;
    const open = left.querySelector("details")?.open;
    left.innerHTML = text;
    const details = left.querySelector("details");
    if (details && open) details.open = true;
  }

  function tell(text, failedPair) {
    if (text !== null) {
      trouble.insertAdjacentHTML("beforeend", text);
      return;
    }
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = failedPair;
    link.textContent = failedPair;
    line.append(trouble.dataset.failed, " ", link);
    trouble.append(line);
  }

  async function send(address, body, failedPair) {
    try {
      const answer = await fetch(address, { method: "POST", headers: HEADERS, body });
      const refused = answer.status === 409 || answer.status === 412;
      if (answer.status !== 204) tell(refused ? await answer.text() : null, failedPair);
    } catch {
      tell(null, failedPair);
    }
  }

  function parsed(text) {
    return new DOMParser().parseFromString(text, "text/html").getElementById("pair");
  }

  // The next pair from what lies ready, unless this decision may change it: then it is read after the decision.
  async function nextPair(decision, last, decided) {
    const text = await ready;
    const next = text && parsed(text);
    const sides = last.dataset.sides.split(" ");
    const touched = next && next.dataset.sides.split(" ").some((one) => sides.includes(one));
    if (next && next.dataset.id && (decision === "skip" || !touched)) return next;
    await decided;
    const fresh = await fetchPart(last.dataset.next);
    return fresh && parsed(fresh);
  }

  async function decide(form, decision) {
    if (busy) return;
    busy = true;
    const last = pair();
    const body = new URLSearchParams(new FormData(form));
    body.set("decision", decision);
    const decided = send(form.getAttribute("action"), body, last.dataset.again);
    sent.add(decided);
    decided.finally(() => { sent.delete(decided); showCounts(); });
    const next = await nextPair(decision, last, decided);
    if (next === null) {
      await decided;
      location.assign(last.dataset.next);
      return;
    }
    last.replaceWith(document.adoptNode(next));
    document.getElementById("pair-title").focus({ preventScroll: true });
    scrollTo(0, 0);
    prefetch();
    busy = false;
  }

  // Undoing is a page of its own, once every decision on its way has arrived.
  async function undo(form) {
    if (busy) return;
    busy = true;
    await Promise.all(sent);
    form.submit();
  }

  function letterOf(event) {
    const typed = event.key.toLowerCase();
    return /^[a-z]$/.test(typed) ? typed : event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
  }

  function writesText(target) {
    return target.matches("textarea, select, input:not([type=checkbox])");
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || writesText(event.target)) return;
    const letter = letterOf(event);
    if (!(letter in KEYS) && letter !== "z" && letter !== "l") return;
    if (!document.getElementById("keys").checked) return;
    event.preventDefault();
    if (event.repeat || held !== null) return;
    held = event.code;
    if (letter === "l") document.getElementById("latin").click();
    else if (letter === "z") document.getElementById("undo").requestSubmit();
    else document.querySelector(`#decide [value=${KEYS[letter]}]`)?.click();
  });
  document.addEventListener("keyup", (event) => { if (event.code === held) held = null; });
  addEventListener("blur", () => { held = null; });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "decide" && event.submitter) {
      event.preventDefault();
      decide(form, event.submitter.value);
    } else if (form.id === "undo") {
      event.preventDefault();
      undo(form);
    }
  });

  document.getElementById("keys").closest("label").hidden = false;
  prefetch();
})();
