/* A forum's notes on this device: kept sealed first, then sent; what other devices wrote is taken in.

   The server keeps one row for each key and lets the higher revision stand, so that sending again, an answer that
   is lost, or one that comes too late, doubles nothing. */

const Notes = (() => {
  const AT_ONCE = 50, PATIENCE = 15_000, SLOWEST = 60_000;
  const all = new Map(); // By key, also those taken away: the server is still to be told.
  const elsewhere = new BroadcastChannel("medverka-forum");
  let base, store, told;

  const unsent = () => [...all.values()].filter((note) => note.unsent);
  const version = () => [...all.values()].reduce((sum, note) => sum + note.revision, 0);
  const inOrder = (one, other) =>
    (one.place ?? Infinity) - (other.place ?? Infinity) || (one.made ?? 0) - (other.made ?? 0);
  const live = () => [...all.values()].filter((note) => !note.removed).sort(inOrder);
  const saysTheSame = (one, other) =>
    ["text", "urgent", "removed", "unit"].every((name) => (one[name] ?? null) === (other[name] ?? null)) &&
    one.themes.join() === other.themes.join();

  // `tell` hears of `status(kind)`, `changed()` and `closed()`.
  function begin(address, opened, tell) {
    [base, store, told] = [address, opened, tell];
    elsewhere.onmessage = async ({ data }) => {
      if (data !== store.meeting) return;
      await load();
      told.changed();
    };
    return load();
  }

  // --- On the device --------------------------------------------------------------------------

  // What it has, written in this tab or in another.
  async function load() {
    const found = await Keep.all(store);
    for (const [name, { value }] of found.values) {
      const mine = all.get(value.key);
      if (name.startsWith("note/") && (!mine || mine.revision <= value.revision)) all.set(value.key, value);
    }
    return found;
  }

  async function keep(note) {
    all.set(note.key, note);
    await Keep.put(store, `note/${note.key}`, note, note.unsent);
  }

  // A note that is new, or changed here: on the device first, then on its way.
  async function write(note) {
    await keep({ ...note, unsent: true });
    elsewhere.postMessage(store.meeting);
    told.changed();
    send();
  }

  // What the server has. What was changed here in the meantime becomes a note of its own: nothing is lost.
  async function merge(theirs) {
    for (const note of theirs) {
      const mine = all.get(note.key);
      if (mine?.unsent && mine.revision > note.revision) continue;
      if (mine?.unsent && !mine.removed && !saysTheSame(mine, note)) {
        await keep({ ...mine, key: crypto.randomUUID(), revision: 1, place: undefined });
      }
      await keep({ ...note, made: mine?.made, unsent: false });
    }
  }

  // --- To the server --------------------------------------------------------------------------

  const cookie = (name) => document.cookie.match(`(?:^|; )${name}=([^;]*)`)?.[1] ?? "";

  function ask(address, options = {}) {
    return fetch(address, { redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...options });
  }

  async function post(batch) {
    const notes = batch.map(({ key, revision, text, themes, urgent, unit, removed }) => (
      { key, revision, text, themes, urgent, unit, removed }
    ));
    const response = await ask(`${base}synpunkter/`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
      body: JSON.stringify({ notes, version: version() }),
    });
    if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) throw "signed_out";
    if (response.status === 400) throw (await response.json()).problem;
    if (!response.ok) throw "trouble";
    return response.json();
  }

  async function sendSome() {
    const batch = unsent().slice(0, AT_ONCE);
    const answer = await post(batch);
    for (const sent of batch) {
      const mine = all.get(sent.key), revision = answer.saved[sent.key];
      if (revision && mine.revision === sent.revision) await keep({ ...mine, revision, unsent: false });
    }
    if (answer.notes) await merge(answer.notes);
    return answer;
  }

  let round = null, again = false, tries = 0, timer;

  // Until nothing is left; true where that went well. Whoever asks meanwhile waits for the same round.
  function send() {
    again = true;
    clearTimeout(timer);
    round ??= sendAll().finally(() => { round = null; });
    return round;
  }

  async function sendAll() {
    try {
      while (again || unsent().length) {
        again = false;
        if (unsent().length) told.status("sending");
        const { closed } = await sendSome();
        tries = 0;
        if (closed && !unsent().length) told.closed();
      }
      told.status("sent");
      return true;
    } catch (problem) {
      told.status(typeof problem === "string" ? problem : "offline");
      timer = setTimeout(send, Math.min(SLOWEST, 1000 * 2 ** tries++) * (0.75 + Math.random() / 2));
      return false;
    } finally {
      told.changed();
      elsewhere.postMessage(store.meeting);
    }
  }

  return { all, unsent, version, live, begin, write, merge, ask, cookie, send, sendSome };
})();
