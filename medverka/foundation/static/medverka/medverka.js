/* Small kindnesses. Every page works without them. */

// A form is sent once, however many times its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-disabled", "true");
});

// … but may be sent again when somebody comes back to it, or when the answer came without a new page.
const wake = () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
};
addEventListener("pageshow", wake);
document.addEventListener("htmx:afterRequest", wake);

// The summary of what needs to be put right takes focus.
const greet = (root) => root.querySelector("[data-focus]")?.focus();
document.addEventListener("DOMContentLoaded", () => greet(document));
document.addEventListener("htmx:afterSwap", (event) => greet(event.target));

// Buttons that print the page.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// The server's half of the key to a forum's notes is held in its own pages alone (councils/forum-keep.js).
if (!document.querySelector("[data-forum]")) sessionStorage.removeItem("forum-half");
