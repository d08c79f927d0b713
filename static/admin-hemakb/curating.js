// Names for autocompletes, and Ctrl+S. Everything else is Django's own.
"use strict";

(() => {
  // Select2 names its box after what is chosen, which leaves an empty one without a name.
  const nameAutocompletes = (part) => {
    for (const select of part.querySelectorAll("select.admin-autocomplete")) {
      const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
      const box = select.parentElement.querySelector(".select2-selection");
      if (!label || !box) continue;
      label.id ||= `${select.id}_label`;
      const shown = box.querySelector(".select2-selection__rendered");
      box.setAttribute("aria-labelledby", shown?.id ? `${label.id} ${shown.id}` : label.id);
      shown?.setAttribute("aria-labelledby", label.id);
      box.querySelector(".select2-search__field")?.setAttribute("aria-labelledby", label.id);
    }
  };

  // After Django's own script, which waits for jQuery's word too.
  window.addEventListener("load", () => window.django?.jQuery?.(() => nameAutocompletes(document)));
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
