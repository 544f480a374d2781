/* The forum's page on a tablet or phone: one large field, one voice after another, with or without a net.

   The page works without scripts. With them, what is written stands on the device first (forum-keep.js) and is then
   sent (forum-notes.js); this file is what one sees. */

(() => {
  const root = document.querySelector("[data-forum]");
  const address = location.pathname.match(/^(.*\/moten\/(\d+)\/forum\/)/);
  if (!root || !address || !window.indexedDB || !window.crypto?.subtle) return;

  const [, base, meeting] = address;
  const IDLE = 2 * 60 * 60 * 1000;
  const by = (id) => document.getElementById(id);
  const read = (id) => JSON.parse(by(id)?.textContent || "null");
  const words = read("forum-words");
  const field = by("id_text"), form = by("forum-form");
  let store, facts = read("forum-facts");
  let view = root.dataset.forum, editing = null, only = null;

  // --- Words ----------------------------------------------------------------------------------

  const say = (word, value) => words[word].replace("%s", value);
  const counted = (word, count) => (count === 1 ? words[`${word}_one`] : say(`${word}_many`, count));

  function put(id, text) {
    by(id).hidden = !text;
    (by(`${id}-words`) ?? by(id)).textContent = text;
  }

  // Where the notes are, in words that are true: sent, on the way, or here alone.
  function status(kind) {
    const left = Notes.unsent().length, calm = kind === "sent" || kind === "sending";
    if (kind === "offline" && left) kind = "kept";
    if (kind === "sent" && !Notes.all.size) kind = "ready";
    const text = [words[kind] ?? kind, left ? counted("unsent", left) : ""].filter(Boolean).join(" ");
    put("forum-calm", calm ? text : "");
    put("forum-trouble", calm ? "" : text);
    by("forum-sign-in").hidden = kind !== "signed_out";
  }

  function suspicion(text) {
    const signs = { ...words.signs, plain: [...words.signs.plain, ...facts.known] };
    const found = looksPersonal(text, signs).map((kind) => words.kinds[kind]);
    return found.length ? say("personal", found.join(", ")) : "";
  }

  // --- What one sees --------------------------------------------------------------------------

  function drawn(note, number) {
    const item = by("forum-note").content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(name);
    const themes = facts.themes.filter((theme) => note.themes.includes(theme.slug));
    item.dataset.key = note.key;
    part(".forum-text").textContent = note.text;
    part(".forum-number").textContent = part("a .hidden-text").textContent = say("number", number);
    part(".forum-themes").textContent = themes.map((theme) => theme.name).join(", ");
    part(".late").hidden = !note.urgent;
    part(".forum-waits").hidden = !note.unsent;
    part(".forum-suspects").textContent = suspicion(note.text);
    part(".forum-suspects").hidden = !part(".forum-suspects").textContent;
    part("a").href = `${base}synpunkter/${note.key}/`;
    return item;
  }

  function draw() {
    const items = Notes.live().map((note, at) => drawn(note, at + 1));
    if (view === "read") {
      by("forum-aloud").replaceChildren(...items);
      show(only === null ? null : Math.max(0, Math.min(only, items.length - 1)));
    } else {
      by("forum-notes").replaceChildren(...items.reverse());
    }
    put("forum-count", items.length ? counted("count", items.length) : "");
    by("forum-none").hidden = items.length > 0;
    by("forum-to-read").hidden = !Notes.all.size;
  }

  function turn(to, { remember = true } = {}) {
    view = to;
    by("forum-title").textContent = words[editing ? "title_edit" : `title_${to}`];
    for (const part of ["write", "read", "locked"]) by(`forum-${part}`).hidden = part !== to;
    put("forum-not-yet", "");
    if (remember) history.pushState(null, "", to === "read" ? `${base}las-upp/` : base);
    if (to !== "locked") draw();
    scrollTo(0, 0);
    (to === "write" ? field : by("main")).focus();
  }

  // Read aloud: all of them, or one at a time.
  function show(at) {
    only = at;
    [...by("forum-aloud").children].forEach((item, place) => { item.hidden = at !== null && place !== at; });
    by("forum-steps").hidden = at === null;
    by("forum-one").textContent = words[at === null ? "one_by_one" : "all_at_once"];
  }

  // --- Writing --------------------------------------------------------------------------------

  // As the server cleans it, so that both hold the same.
  const cleaned = (text) =>
    text.replace(/\r\n?/g, "\n").replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "").trim();

  const written = () => ({
    text: cleaned(field.value),
    themes: [...form.querySelectorAll("[name=themes]:checked")].map((box) => box.value).sort(),
    urgent: form.querySelector("[name=urgent]").checked,
    unit: Number(form.unit?.value) || null,
  });

  function fill(note) {
    editing = note?.key ?? null;
    field.value = note?.text ?? "";
    for (const box of form.querySelectorAll("[name=themes]")) box.checked = !!note?.themes.includes(box.value);
    form.querySelector("[name=urgent]").checked = !!note?.urgent;
    if (form.unit) form.unit.value = note?.unit ?? "";
    by("forum-more").open = matchMedia("(width >= 52rem)").matches || !!note?.urgent || !!note?.themes.length;
    by("forum-change").hidden = !note;
    form.querySelector("button[type=submit]").textContent = words[note ? "save_change" : "save"];
    put("forum-warning", suspicion(field.value));
  }

  // What is half written survives a reload too.
  let drafting;
  function draft() {
    clearTimeout(drafting);
    drafting = setTimeout(() => {
      put("forum-warning", suspicion(field.value));
      if (!editing) Keep.put(store, "draft", written()).catch(() => {});
    }, 400);
  }

  async function save(event) {
    event.preventDefault();
    event.stopPropagation();
    const note = written(), missing = !note.text;
    by("forum-missing").hidden = !missing;
    field.setAttribute("aria-invalid", missing);
    field.setAttribute("aria-describedby", `${missing ? "forum-missing " : ""}forum-care forum-warning`);
    if (missing) return field.focus();
    const old = Notes.all.get(editing) ?? { key: crypto.randomUUID(), revision: 0, made: Date.now() };
    clearTimeout(drafting);
    try {
      await Notes.write({ ...old, ...note, removed: false, revision: old.revision + 1 });
      await Keep.remove(store, ["draft"]);
    } catch {
      return status("not_kept");
    }
    done();
  }

  let cameFrom = "write";
  function change(key) {
    cameFrom = view;
    fill(Notes.all.get(key));
    turn("write", { remember: cameFrom === "read" });
  }

  // Back to where one came from.
  function done() {
    fill(null);
    turn(cameFrom, { remember: cameFrom === "read" });
    cameFrom = "write";
  }

  let gone;
  async function takeAway() {
    gone = Notes.all.get(editing);
    by("forum-gone").hidden = false;
    await Notes.write({ ...gone, text: "", removed: true, revision: gone.revision + 1 });
    done();
    by("forum-undo").focus();
  }

  async function bringBack() {
    by("forum-gone").hidden = true;
    await Notes.write({ ...gone, removed: false, revision: Notes.all.get(gone.key).revision + 1 });
    by("main").focus();
  }

  // Everybody has heard it. The server takes it from there, when all is sent and nothing came from another device.
  async function heard(event) {
    event.preventDefault();
    event.stopPropagation();
    const before = Notes.version(), sent = await Notes.send();
    if (!sent || Notes.version() !== before) return put("forum-not-yet", words[sent ? "more_came" : "not_yet"]);
    const target = event.target;
    target.version.value = before;
    target.csrfmiddlewaretoken.value = Notes.cookie("csrftoken");
    removeEventListener("beforeunload", warn);
    target.submit();
  }

  // --- Beginning and ending -------------------------------------------------------------------

  function warn(event) {
    if (Notes.unsent().length) event.preventDefault();
  }

  function leave(path) {
    removeEventListener("beforeunload", warn);
    location.assign(base + path);
  }

  async function findHalf() {
    try {
      const response = await Notes.ask(`${base}nyckel/`);
      if (response.ok) return (await response.json()).half;
      if (response.type === "opaqueredirect") return leave("");
      if (response.status < 500) return Keep.forget();
    } catch { /* No net: perhaps this tab has been here before. */ }
    return Keep.remembered(meeting);
  }

  async function openStore(database) {
    const half = await findHalf();
    if (!half) return null;
    Keep.remember(meeting, half);
    return { database, meeting, key: await Keep.keyOf(database, meeting, half) };
  }

  function fillChoices() {
    const boxes = facts.themes.map((theme) => {
      const label = by("forum-theme").content.firstElementChild.cloneNode(true);
      label.querySelector("input").value = theme.slug;
      label.querySelector("span").textContent = theme.name;
      return label;
    });
    by("forum-themes").replaceChildren(...boxes);
    form.unit?.replaceChildren(...facts.units.map(({ pk, name }, at) => new Option(name, at ? pk : "")));
    form.unit?.closest(".field").toggleAttribute("hidden", facts.units.length < 2);
    by("forum-council").textContent = facts.council;
  }

  const deeds = {
    read: () => turn("read"), write: () => turn("write"), cancel: done, remove: takeAway, undo: bringBack,
    one: () => show(only === null ? 0 : null), previous: () => show(Math.max(only - 1, 0)),
    next: () => show(Math.min(only + 1, Notes.live().length - 1)),
  };

  function listen() {
    form.addEventListener("submit", save);
    by("forum-heard").addEventListener("submit", heard);
    field.addEventListener("input", draft);
    root.addEventListener("click", (event) => {
      const pressed = event.target.closest("[data-key] a, [data-do]");
      if (!pressed) return;
      event.preventDefault();
      if (pressed.dataset.do) deeds[pressed.dataset.do]();
      else change(pressed.closest("[data-key]").dataset.key);
    });
    const here = () => (location.pathname.endsWith("/las-upp/") ? "read" : "write");
    addEventListener("popstate", () => turn(here(), { remember: false }));
    addEventListener("beforeunload", warn);
    addEventListener("online", Notes.send);
    addEventListener("offline", () => status("offline"));
    turn(here(), { remember: false });
  }

  // Nobody has touched the device for long: what was said is no longer shown, nor can it be without the server.
  function watch() {
    let touched = Date.now();
    const touch = () => {
      if (Date.now() - touched > 10_000) Keep.touch();
      touched = Date.now();
    };
    for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, touch, { passive: true });
    setInterval(() => {
      if (Date.now() - touched < IDLE) return;
      Keep.forget();
      removeEventListener("beforeunload", warn);
      location.reload();
    }, 60_000);
  }

  async function lock(database) {
    const left = await Keep.countUnsent(database, meeting);
    put("forum-left", left ? counted("unsent", left) : "");
    turn("locked", { remember: false });
    addEventListener("online", () => location.reload());
  }

  // What stands here under a key that no longer fits cannot be read by anybody; that is said, and it is thrown away.
  async function throwAway({ shut, shutUnsent }) {
    if (shut.length) await Keep.remove(store, shut);
    put("forum-lost", shutUnsent ? counted("lost", shutUnsent) : "");
  }

  async function start() {
    const database = await Keep.open();
    store = await openStore(database);
    if (!store) return view === "shell" && lock(database);
    const found = await Notes.begin(base, store, { status, changed: draw, closed: () => leave("klart/") });
    await throwAway(found);
    facts ??= found.values.get("facts")?.value;
    if (!facts) return lock(database);
    const { notes = [], ...rest } = facts;
    await Keep.put(store, "facts", rest);
    await Notes.merge(notes);
    fillChoices();
    fill(null);
    for (const part of root.querySelectorAll("[data-scripted]")) part.hidden = false;
    listen();
    field.value = found.values.get("draft")?.value.text ?? "";
    watch();
    navigator.serviceWorker?.register(root.dataset.worker, { scope: root.dataset.scope }).catch(() => {});
    Notes.send();
  }

  // The forum is closed: what a device still has is sent, and then nothing of it stays there.
  async function finish() {
    const database = await Keep.open();
    store = await openStore(database);
    if (!store) return;
    await Notes.begin(base, store, { changed() {} });
    const late = Notes.unsent().length;
    while (Notes.unsent().length) await Notes.sendSome();
    await Keep.wipe(database, meeting);
    by("forum-emptied").hidden = false;
    put("forum-late", late ? counted("late", late) : "");
  }

  if (view === "done") finish().catch(() => addEventListener("online", () => location.reload()));
  else start().catch((problem) => console.warn("The forum goes on without scripts.", problem.name));
})();
