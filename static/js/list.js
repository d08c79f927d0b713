// The list changes in place as filters are ticked on a wide screen; a phone applies them together.
addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("list-form");
  if (!form) return;
  const wide = matchMedia("(min-width: 60.01rem)");
  const box = form.elements.namedItem("q");
  const told = document.getElementById("count");

  // An address says what was asked for, and nothing of what was not.
  const idle = (name, value) =>
    !value ||
    (name === "agent_match" && value === "any") ||
    (name === "as_typed" && box.value.trim() !== box.defaultValue.trim());
  form.asked = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => !idle(name, value)));

  // What would be shown, told on the button that shows it.
  const promise = (found) => {
    for (const button of form.querySelectorAll(".apply button")) {
      button.textContent = `Show ${found} ${found === "1" ? "study" : "studies"}`;
    }
  };
  let counting = null;
  const count = async () => {
    counting?.abort();
    counting = new AbortController();
    try {
      const answer = await fetch(`${form.action}?${form.asked()}`, { signal: counting.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("#count strong")?.textContent;
      if (found) promise(found);
    } catch {
      // The button keeps its words.
    }
  };

  const apply = () => {
    if (window.htmx) form.dispatchEvent(new Event("apply"));
    else form.requestSubmit();
  };
  form.addEventListener("change", ({ target }) => {
    if (target.name === "s" || target.name === "q") return;
    if (target.name === "sort" || wide.matches) apply();
    else count();
  });

  form.addEventListener("htmx:configRequest", ({ detail }) => {
    for (const name of new Set(detail.parameters.keys())) {
      const kept = detail.parameters.getAll(name).filter((value) => !idle(name, value));
      detail.parameters.delete(name);
      for (const value of kept) detail.parameters.append(name, value);
    }
  });
  // Where the list cannot be had in place, the browser asks for it and says what is wrong.
  for (const failure of ["htmx:sendError", "htmx:responseError"]) {
    form.addEventListener(failure, () => form.requestSubmit());
  }

  // Filters come anew with their counts: what the reader opened stays open, and the focus where it was.
  const opened = new Map();
  let focused = false;
  form.addEventListener("htmx:oobBeforeSwap", ({ target }) => {
    if (target.id !== "filters") return;
    focused = target.contains(document.activeElement);
    for (const part of form.querySelectorAll("details")) opened.set(part.id, part.open);
  });
  form.addEventListener("htmx:oobAfterSwap", ({ target }) => {
    if (target.id !== "filters") return;
    target.classList.remove("fresh");
    for (const part of form.querySelectorAll("details")) part.open = opened.get(part.id) ?? part.open;
    promise(told.querySelector("strong").textContent);
  });
  form.addEventListener("htmx:afterSettle", () => {
    // A box whose last study went away with its tick takes no focus: the next best place is the list of filters.
    if (focused && document.activeElement === document.body) {
      form.querySelector("#filters > summary").focus({ preventScroll: true });
    }
    focused = false;
  });

  form.addEventListener("submit", () => {
    const unasked = [...form.elements].filter((one) => one.name && !one.disabled && idle(one.name, one.value));
    for (const one of unasked) one.disabled = true;
    setTimeout(() => {
      for (const one of unasked) one.disabled = false;
    });
  });
  promise(told.querySelector("strong").textContent);
});
