/* Follow-ups come as soon as they are asked for. Without this the server shows them at the next step. */

const follows = (form, rule) => {
  const [name, keys] = rule.split("=");
  const wanted = keys.split(",");
  return [...form.querySelectorAll(`input[name="${CSS.escape(name)}"]:checked`)].some((one) => wanted.includes(one.value) && !one.closest("[disabled]"));
};

const unfold = (form) => {
  for (const question of form.querySelectorAll("[data-follows]")) {
    const asked = follows(form, question.dataset.follows);
    question.hidden = !asked;
    question.disabled = !asked;
  }
};

// What shuts out the others ("none of these") unticks them, and they it. Without this the server says that both cannot stand.
const leaveAlone = (form, field) => {
  if (field.type !== "checkbox" || !field.checked) return;
  for (const other of form.querySelectorAll(`input[name="${CSS.escape(field.name)}"]:checked`)) {
    if (other !== field && ("alone" in field.dataset || "alone" in other.dataset)) other.checked = false;
  }
};

for (const form of document.querySelectorAll(".survey-form")) {
  form.addEventListener("change", (event) => {
    leaveAlone(form, event.target);
    unfold(form);
  });
  unfold(form);
}
addEventListener("pageshow", () => document.querySelectorAll(".survey-form").forEach(unfold));

// At a tablet in the room a page makes way for whoever comes next when nobody has touched it for a while.
const afterIdle = (seconds, then) => {
  let leaving;
  const wait = () => {
    clearTimeout(leaving);
    leaving = setTimeout(then, seconds * 1000);
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, wait);
  wait();
};

const back = document.querySelector("[data-back-to]");
if (back) {
  back.hidden = false;
  afterIdle(20, () => location.replace(back.dataset.backTo));
}

const leave = document.querySelector("form[data-idle]");
if (leave) afterIdle(Number(leave.dataset.idle), () => leave.submit());
