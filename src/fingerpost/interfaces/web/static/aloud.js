// Reads an answer aloud with the browser's own speech: sentence by sentence, each in the language it is written in. Where the
// browser has no voice, or this file does not run, its buttons are not there.
const speech = window.speechSynthesis;
const BLOCKS = "p, li, h1, h2, h3, h4, th, td, dt, dd, blockquote, .app-callout";
const NOT_READ = "[data-aloud-skip], .app-marker, .govuk-visually-hidden, details, form, script, button, [hidden], [aria-hidden=true]";

let reading = null; // what is being read: its sentences, which one is next, and the controls that started it

function announce(text) {
  const region = document.querySelector("[data-announcer]");
  if (region) region.textContent = text;
}

// Each block's text, with where in the page it stands.
function blocks(region) {
  const found = [];
  const walker = document.createTreeWalker(region, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    if (node.matches(NOT_READ)) return NodeFilter.FILTER_REJECT;
    return node.tagName === "BR" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.tagName === "BR") {
      last = null;
      continue;
    }
    const element = node.parentElement.closest(BLOCKS) || region;
    if (!last || last.element !== element) found.push((last = { element, text: "", pieces: [] }));
    last.pieces.push({ node, start: last.text.length });
    last.text += node.data;
  }
  return found.filter((block) => block.text.trim());
}

function sentences(block) {
  const lang = block.element.closest("[lang]").lang;
  const cut = "Segmenter" in Intl ? [...new Intl.Segmenter(lang, { granularity: "sentence" }).segment(block.text)] : [{ segment: block.text, index: 0 }];
  return cut
    .filter(({ segment }) => /[\p{L}\p{N}]/u.test(segment))
    .map(({ segment, index }) => ({ ...block, lang, from: index, to: index + segment.trimEnd().length, said: segment.replace(/\s+/g, " ").trim() }));
}

function place(block, offset) {
  const piece = block.pieces.findLast(({ start }) => start <= offset);
  return [piece.node, Math.min(offset - piece.start, piece.node.length)];
}

function mark(sentence) {
  document.querySelector(".app-aloud-now")?.classList.remove("app-aloud-now");
  CSS.highlights?.delete("aloud");
  if (!sentence) return;
  if (CSS.highlights) {
    const range = new Range();
    range.setStart(...place(sentence, sentence.from));
    range.setEnd(...place(sentence, sentence.to));
    CSS.highlights.set("aloud", new Highlight(range));
  } else {
    sentence.element.classList.add("app-aloud-now");
  }
  const box = sentence.element.getBoundingClientRect();
  if (box.top < 0 || box.bottom > window.innerHeight) sentence.element.scrollIntoView({ block: "center" });
}

// A voice on the device comes before one that the browser's maker lends from its servers: those are sent what is read.
function voiceFor(lang) {
  const language = lang.split("-")[0].toLowerCase();
  const all = speech.getVoices().filter((voice) => voice.lang.replace("_", "-").toLowerCase().split("-")[0] === language);
  const here = all.filter((voice) => voice.localService !== false);
  const speakers = here.length ? here : all;
  return speakers.find((voice) => voice.lang.replace("_", "-").toLowerCase() === "en-gb") || speakers.find((voice) => voice.default) || speakers[0];
}

function show(controls, state) {
  const button = (name) => controls.querySelector(`[data-aloud=${name}]`);
  const focused = document.activeElement;
  button("read").setAttribute("aria-pressed", String(state !== "stopped"));
  button("pause").setAttribute("aria-pressed", String(state === "paused"));
  for (const name of ["pause", "stop"]) button(name).hidden = state === "stopped";
  if (focused?.hidden && controls.contains(focused)) button("read").focus();
}

function stop(said) {
  if (!reading) return;
  const { controls } = reading;
  reading = null; // before the browser says that what it was reading has ended
  speech.cancel();
  mark(null);
  show(controls, "stopped");
  if (said) announce(controls.dataset[said]);
}

function next() {
  const now = reading;
  const sentence = now.sentences[now.next];
  if (!sentence) return stop("saidFinished");
  const words = new SpeechSynthesisUtterance(sentence.said);
  words.lang = sentence.lang;
  const voice = voiceFor(sentence.lang);
  if (voice) words.voice = voice;
  words.onstart = () => reading === now && mark(sentence);
  words.onend = words.onerror = () => {
    if (reading !== now || now.paused || now.words !== words) return;
    now.next += 1;
    next();
  };
  now.words = words; // or a browser may tidy it away before it has ended
  speech.speak(words);
}

function read(controls) {
  stop();
  const region = controls.closest("[data-aloud-text]");
  const all = blocks(region).flatMap(sentences);
  // Words in a language that no voice here speaks would be read as nonsense by another.
  const spoken = all.filter(({ lang }) => voiceFor(lang));
  if (!spoken.length) return announce(controls.dataset.saidNoVoice);
  speech.cancel(); // whatever another page left in the queue
  reading = { controls, sentences: spoken, next: 0, paused: false };
  show(controls, "reading");
  announce(controls.dataset[spoken.length < all.length ? "saidSome" : "saidReading"]);
  next();
}

// The browser's own pause does not work everywhere, so a pause stops, and going on begins the sentence again.
function pause(controls) {
  reading.paused = !reading.paused;
  show(controls, reading.paused ? "paused" : "reading");
  announce(controls.dataset[reading.paused ? "saidPaused" : "saidReading"]);
  if (reading.paused) speech.cancel();
  else next();
}

function reveal() {
  if (reading && !reading.controls.isConnected) stop(); // its answer has been taken away
  if (!speech.getVoices().length) return;
  for (const controls of document.querySelectorAll("[data-aloud-controls][hidden]")) controls.hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-aloud]");
  if (!button) return;
  const controls = button.closest("[data-aloud-controls]");
  const mine = reading?.controls === controls;
  if (button.dataset.aloud === "pause") mine && pause(controls);
  else if (mine) stop("saidStopped");
  else if (button.dataset.aloud === "read") read(controls);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") stop("saidStopped");
});
window.addEventListener("pagehide", () => stop());

if (speech) {
  reveal();
  speech.addEventListener?.("voiceschanged", reveal);
  setTimeout(reveal, 1000); // for a browser that loads its voices without a word
  const main = document.querySelector("main");
  if (main) new MutationObserver(reveal).observe(main, { childList: true });
}
