// Says on the way in when the connection is down, and holds what would be sent
// until it is back. Those pages work without WebAssembly, and so does this.
(() => {
  "use strict";
  const root = document.documentElement;
  const off = () => root.dataset.line === "off";
  let timer;

  const say = (words) => {
    const region = document.getElementById("status");
    setTimeout(() => { region.textContent = words; }, 100);
    setTimeout(() => { if (region.textContent === words) region.textContent = ""; }, 10000);
  };

  const mark = (button) => {
    if (off() && !button.hasAttribute("aria-disabled")) {
      button.setAttribute("aria-disabled", "true");
      button.setAttribute("aria-describedby", "line-why");
    } else if (!off() && button.getAttribute("aria-describedby") === "line-why") {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-describedby");
    }
  };

  const show = (state) => {
    root.dataset.line = state;
    say(document.querySelector(`.c-line[data-when="${state}"]`).textContent.trim());
    document.querySelectorAll("form[method=post] button:not([type=button])").forEach(mark);
  };

  const alive = () => fetch("/livez", { cache: "no-store", credentials: "omit" }).then(() => true, () => false);

  // What the browser believes of its connection is a hint at most.
  const look = async () => {
    clearTimeout(timer);
    const up = await alive();
    if (!up && !off()) show("off");
    if (!up) timer = setTimeout(look, 5000);
    if (up && off()) {
      show("back");
      setTimeout(() => { if (root.dataset.line === "back") delete root.dataset.line; }, 4000);
    }
  };

  const hold = (e) => {
    if (!off()) return;
    e.preventDefault();
    e.stopImmediatePropagation();
  };

  addEventListener("offline", look);
  addEventListener("online", look);
  addEventListener("submit", hold, { capture: true });
  addEventListener("click", (e) => {
    if (e.target.closest("a[href^='/'], a[href^='http']")) hold(e);
  }, { capture: true });
  if (!navigator.onLine) look();
})();
