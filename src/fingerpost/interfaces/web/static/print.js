// The button that opens the browser's own print box. Without this file the page prints just as well from the browser's menu.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => window.print());
