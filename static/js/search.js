// Suggestions under a search box, as an ARIA combobox. Without script the box is a plain search.
(() => {
  const WAIT = 120; // milliseconds after the last letter
  const LOWEST = 180; // pixels of the list at the least

  const combobox = (input) => {
    const list = document.createElement("ul");
    list.id = `${input.id}-list`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    input.after(list);
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.setAttribute("role", "status");
    list.after(told);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);

    let options = [];
    let active = -1;
    let waiting = 0;
    let asked = null;

    const close = () => {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const activate = (to) => {
      active = (to + options.length) % options.length;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    };

    // A term becomes a filter: beside those of the list one is on, in place of what was typed.
    const choose = ({ kind, value, address }) => {
      close();
      const form = document.getElementById("list-form");
      if (kind === "study" || !form) return location.assign(address);
      const asked = form.asked?.() ?? new URLSearchParams(location.search);
      for (const name of ["q", "page", "as_typed"]) asked.delete(name);
      if (!asked.getAll(kind).includes(value)) asked.append(kind, value);
      return location.assign(`${location.pathname}?${asked}`);
    };

    const option = (found, at) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("span");
      name.textContent = found.matched ? `${found.matched} → ${found.name}` : found.name;
      item.append(name);
      if (found.kind !== "study") {
        const count = document.createElement("span");
        count.className = "n";
        count.textContent = found.count;
        item.append(" ", count);
      }
      item.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
      item.addEventListener("click", () => choose(found));
      item.choose = () => choose(found);
      return item;
    };

    const show = (suggestions) => {
      list.replaceChildren();
      options = suggestions.map(option);
      let group = null;
      suggestions.forEach((found, at) => {
        if (!group || group.dataset.name !== found.group) {
          group = document.createElement("ul");
          group.dataset.name = found.group;
          group.setAttribute("role", "group");
          group.setAttribute("aria-label", found.group);
          const title = document.createElement("li");
          title.className = "group";
          title.setAttribute("role", "presentation");
          title.textContent = found.group;
          group.append(title);
          const holder = document.createElement("li");
          holder.setAttribute("role", "presentation");
          holder.append(group);
          list.append(holder);
        }
        group.append(options[at]);
      });
      active = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !options.length;
      const room = (window.visualViewport?.height ?? innerHeight) - list.getBoundingClientRect().top - 8;
      list.style.maxHeight = `${Math.max(room, LOWEST)}px`;
      input.setAttribute("aria-expanded", String(!list.hidden));
      told.textContent = options.length ? `${options.length} ${options.length > 1 ? "suggestions" : "suggestion"}` : "";
    };

    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const typed = input.value.trim();
      if (typed.length < 2) return close();
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
        if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
      } catch {
        close(); // no suggestions is no harm: the search itself goes on
      }
      return undefined;
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, WAIT);
    });
    input.addEventListener("blur", () => {
      clearTimeout(waiting);
      close();
    });
    input.addEventListener("keydown", (event) => {
      if (list.hidden || !options.length) return;
      if (event.key === "ArrowDown") activate(active + 1);
      else if (event.key === "ArrowUp") activate(active < 0 ? -1 : active - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && active >= 0) options[active].choose();
      else return;
      event.preventDefault();
    });
  };

  addEventListener("DOMContentLoaded", () => document.querySelectorAll("input[data-suggest]").forEach(combobox));
})();
