// The little that pages do by script: light or dark, a button on popovers, folded filters on a phone.
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const key = "hemakb-theme";
  const read = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const chosen = read();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector(".theme");
    const name = () => (button.textContent = isDark() ? "Light" : "Dark");
    button.hidden = false;
    name();
    button.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try {
        localStorage.setItem(key, root.dataset.theme);
      } catch {
        // The choice holds for this page only.
      }
      name();
    });
    // Popovers close by Escape and by a click beside them; a button says so to those who look for one.
    document.addEventListener(
      "toggle",
      ({ target, newState }) => {
        if (newState !== "open" || !target.matches(".note") || target.querySelector(".close")) return;
        const close = document.createElement("button");
        close.type = "button";
        close.className = "close";
        close.textContent = "Close";
        close.addEventListener("click", () => target.hidePopover());
        target.append(close);
      },
      true,
    );
    // A phone opens its filters on demand; without script they stay open.
    const filters = document.querySelector("details.filters");
    if (filters && matchMedia("(max-width: 60rem)").matches) filters.open = false;
    filters?.classList.remove("fresh");
  });
})();
