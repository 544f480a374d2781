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

for (const form of document.querySelectorAll(".survey-form")) {
  form.addEventListener("change", () => unfold(form));
  unfold(form);
}
addEventListener("pageshow", () => document.querySelectorAll(".survey-form").forEach(unfold));

// At a tablet in the room the thanks make way for whoever comes next, unless somebody is still doing something.
const back = document.querySelector("[data-back-to]");
if (back) {
  back.hidden = false;
  let leaving;
  const wait = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => location.replace(back.dataset.backTo), 20000);
  };
  for (const sign of ["pointerdown", "keydown", "scroll"]) addEventListener(sign, wait);
  wait();
}
