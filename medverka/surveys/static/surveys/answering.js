/* Follow-ups come as soon as they are asked for, and are counted. Without this the server shows them at the next step. */

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
  count(form);
};

// The questions' numbers as they are now, and no error that leads to a question which is not there.
const count = (form) => {
  if (!form.dataset.first) return;
  const all = [...form.querySelectorAll(".survey-question")];
  const asked = all.filter((question) => !question.hidden);
  form.dataset.more ??= Number(form.dataset.total) - all.filter((question) => question.querySelector("[data-number]").textContent !== "0").length;
  asked.forEach((question, place) => { question.querySelector("[data-number]").textContent = Number(form.dataset.first) + place; });
  for (const total of form.querySelectorAll("[data-total]")) total.textContent = Number(form.dataset.more) + asked.length;
  for (const link of document.querySelectorAll(".errors a[href^='#']")) {
    link.parentElement.hidden = document.getElementById(link.hash.slice(1))?.hidden ?? false;
  }
};

// Whoever leaves the page without pressing anything keeps what they have answered, as if they had pressed "later": the
// questions that were touched on this page alone, so that an older tab takes nothing from a newer one.
const keep = (form) => {
  const touched = new Set();
  form.addEventListener("input", (event) => { touched.add(event.target.closest(".survey-question")); });
  form.addEventListener("submit", () => { touched.clear(); });
  addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !touched.size) return;
    const answers = new FormData();
    answers.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    answers.append("later", "1");
    for (const question of touched) {
      for (const field of question.querySelectorAll("input:not(:disabled), textarea:not(:disabled)")) {
        if (!["radio", "checkbox"].includes(field.type) || field.checked) answers.append(field.name, field.value);
      }
    }
    if (navigator.sendBeacon(location.href, answers)) touched.clear();
    else fetch(location.href, { method: "POST", body: answers, redirect: "manual" }).then(() => { touched.clear(); });
  });
  form.querySelector(".hint[hidden]:last-child").hidden = false;
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
  if ("keeps" in form.dataset) keep(form);
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
