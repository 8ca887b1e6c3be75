// Progressive enhancement: the answer arrives as it is found. Every form here works without this file, and when anything at all
// goes wrong the form is sent the plain way instead. The server makes all the HTML; nothing is put together here.
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js?v=6.3.0";

const SILENCE_ALLOWED = 30_000; // milliseconds without a word from the server before the plain way is taken

let page = location.pathname;

initAll();

function announce(text) {
  document.querySelector("[data-announcer]").textContent = text;
}

function openQuotation() {
  const quotation = location.hash.startsWith("#turn-") && document.getElementById(location.hash.slice(1));
  const details = quotation && quotation.closest("details");
  if (!details) return;
  details.open = true;
  quotation.focus({ preventScroll: true });
  quotation.scrollIntoView({ block: "center" });
}

function sendPlainly(form, question) {
  let field = form.elements.namedItem("question");
  if (!field || field instanceof RadioNodeList || field.tagName === "BUTTON") {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = "question";
    form.append(field);
  }
  field.disabled = false;
  field.value = question;
  form.submit();
}

async function* events(response, heard) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    waiting += value;
    const whole = waiting.split("\n\n");
    waiting = whole.pop();
    for (const text of whole) {
      const lines = text.split("\n");
      const field = (name) => (lines.find((line) => line.startsWith(`${name}: `)) || "").slice(name.length + 2);
      if (field("event")) yield { name: field("event"), ...JSON.parse(field("data")) };
    }
  }
}

function showWaiting(question) {
  for (const element of document.querySelectorAll("[data-hide-while-arriving]")) element.hidden = true;
  const view = document.querySelector("[data-arriving]");
  const heading = view.querySelector("[data-arriving-question]");
  heading.textContent = question;
  view.hidden = false;
  heading.focus();
  view.scrollIntoView({ block: "start" });
  return view;
}

function showAnswer(event) {
  const next = new DOMParser().parseFromString(event.html, "text/html");
  for (const name of ["header", "main"]) {
    const place = document.querySelector(name);
    place.replaceChildren(...next.querySelector(name).childNodes);
    initAll({ scope: place });
  }
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang; // another tab may have changed it
  if (location.pathname !== event.address) history.pushState({}, "", event.address);
  page = location.pathname;
  const heading = document.getElementById(event.focus);
  heading.focus();
  heading.scrollIntoView({ block: "start" });
  announce(event.announcement);
}

async function ask(form, question) {
  const stopper = new AbortController();
  let clock;
  const heard = () => {
    clearTimeout(clock);
    clock = setTimeout(() => stopper.abort(), SILENCE_ALLOWED);
  };
  heard();
  const body = new URLSearchParams(new FormData(form));
  body.set("question", question);
  try {
    const response = await fetch(form.dataset.stream, { method: "POST", body, signal: stopper.signal });
    if (!response.ok || !response.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error("no stream");
    const view = showWaiting(question);
    for await (const event of events(response, heard)) {
      if (event.name === "step") {
        view.querySelector("[data-arriving-step]").textContent = event.text;
        announce(event.text);
      } else if (event.name === "answer") {
        view.querySelector("[data-arriving-answer]").innerHTML = event.html;
      } else if (event.name === "done") {
        showAnswer(event);
        return;
      }
    }
    throw new Error("the answer broke off");
  } finally {
    clearTimeout(clock);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!form.matches("form[data-stream]")) return;
  const question = button?.name === "question" ? button.value : form.elements.namedItem("question")?.value;
  if (!question?.trim() || form.dataset.busy) {
    if (form.dataset.busy) event.preventDefault();
    return; // the server says what is wrong with an empty question
  }
  event.preventDefault();
  form.dataset.busy = "yes";
  button?.setAttribute("aria-disabled", "true");
  button?.classList.add("app-busy");
  ask(form, question).catch(() => sendPlainly(form, question));
});

// A citation already pointed at does not change the address, so its quotation is opened on each click as well.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("a.app-marker")) setTimeout(openQuotation);
});
window.addEventListener("hashchange", openQuotation);
window.addEventListener("popstate", () => {
  if (location.pathname !== page) location.reload(); // back to a page whose place an answer has taken
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload(); // brought back as it was left: with its button off
});
openQuotation();
