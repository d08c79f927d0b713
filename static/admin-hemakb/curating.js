// Names for autocompletes, and Ctrl+S. Everything else is Django's own.
"use strict";

(() => {
  const nameAutocompletes = (part) => {
    for (const select of part.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const shown = select.parentElement.querySelector(".select2-selection");
      if (!label || !shown) continue;
      shown.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
      const typed = shown.querySelector(".select2-search__field");
      if (typed) typed.setAttribute("aria-label", `Find: ${label.textContent.trim()}`);
    }
  };

  window.addEventListener("load", () => nameAutocompletes(document));
  document.addEventListener("formset:added", (event) => {
    setTimeout(() => {
      nameAutocompletes(event.target);
      event.target.querySelector("input:not([type=hidden]), select")?.focus();
    });
  });
  document.addEventListener("keydown", (event) => {
    const save = document.querySelector(".submit-row [name=_continue], .submit-row [name=_save]");
    if ((event.ctrlKey || event.metaKey) && event.key === "s" && save) {
      event.preventDefault();
      save.click();
    }
  });
})();
