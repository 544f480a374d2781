/* Passkeys: their buttons show where the browser can use them, and what goes wrong is said in words. */

if (window.PublicKeyCredential) {
  for (const hidden of document.querySelectorAll("[data-passkey]")) hidden.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey-trouble");
  trouble.hidden = true;
  requestAnimationFrame(() => { trouble.hidden = false; });
});
