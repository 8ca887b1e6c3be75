// The button that copies an answer with its sources. Without this file the same text can be selected in its box.
const place = document.querySelector("[data-copy-of]");
const announcer = document.querySelector("[data-announcer]");

async function copy(box, details) {
  try {
    await navigator.clipboard.writeText(box.value);
    return true;
  } catch {
    // No clipboard without https: select the text instead, and copy it the old way where that still works.
    details.open = true;
    box.focus();
    box.select();
    return document.execCommand("copy");
  }
}

if (place) {
  const button = place.querySelector("[data-copy]");
  const box = document.getElementById(place.dataset.copyOf);
  const label = button.textContent;
  button.hidden = false;
  box.addEventListener("focus", () => box.select());
  button.addEventListener("click", async () => {
    const done = await copy(box, place.querySelector("[data-copy-text]"));
    const said = done ? place.dataset.saidDone : place.dataset.saidFailed;
    announcer.textContent = said;
    button.textContent = said;
    setTimeout(() => {
      button.textContent = label;
    }, 3000);
  });
}
