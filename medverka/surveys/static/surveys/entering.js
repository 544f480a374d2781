// Paper forms by keyboard alone: a digit chooses (several: ticks and unticks), Enter goes on to the next question.
const stops = (form) =>
  [...form.querySelectorAll("#code, .survey-question:not([hidden]), .survey-matrix fieldset")].filter(
    (stop) => !stop.querySelector(".survey-matrix"),
  );

const focusIn = (stop) => {
  const field = stop.matches("input") ? stop : stop.querySelector("input:checked, input:not([type=hidden]), textarea");
  field?.focus();
  stop.scrollIntoView({ block: "nearest" });
};

const goOn = (form, from) => {
  const all = stops(form);
  const next = all[all.findIndex((stop) => stop === from || stop.contains(from)) + 1];
  if (next) focusIn(next);
  else form.querySelector("[name=next]").focus();
};

for (const form of document.querySelectorAll(".survey-entry")) {
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.ctrlKey || event.altKey || event.metaKey || field.tagName === "BUTTON") return;
    if (event.key === "Enter" && !(field.tagName === "TEXTAREA" && event.shiftKey)) {
      event.preventDefault();
      goOn(form, field);
      return;
    }
    if (!/^[0-9]$/.test(event.key) || !["radio", "checkbox"].includes(field.type)) return;
    const stop = field.closest(".survey-matrix fieldset") || field.closest(".survey-question");
    const choice = stop.querySelectorAll("input[type=radio], input[type=checkbox]")[Number(event.key) - 1];
    event.preventDefault();
    if (event.key === "0") stop.querySelectorAll("input").forEach((one) => { if (one.type !== "hidden") one.checked = false; });
    else if (choice) {
      choice.checked = choice.type === "radio" || !choice.checked;
      choice.focus();
      if (choice.type === "radio") goOn(form, choice);
    }
    (choice || form).dispatchEvent(new Event("change", { bubbles: true }));
  });
}
