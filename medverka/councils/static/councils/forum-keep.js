/* What a device keeps of a forum: rows in IndexedDB, each sealed with AES-256-GCM.

   The key is made of two halves: one never leaves this browser, the other comes from the server and is held in
   memory and in sessionStorage alone. Nobody who takes the device without an open page reads what stands here,
   and neither half can be read back out of the key. See docs/adr/0012. */

const Keep = (() => {
  const NAME = "medverka-forum";
  const HALF = "forum-half";
  const IDLE = 2 * 60 * 60 * 1000; // So long the server's half is held while nobody touches the device.

  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  // Ends when the rows stand on the disk, not when they were handed over.
  const finished = (transaction) =>
    new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });

  async function open() {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("halves");
      request.result.createObjectStore("rows");
    };
    const database = await answer(request);
    database.onversionchange = () => database.close();
    return database;
  }

  // The device's half: made once for each forum, and never shown, not even to this script.
  async function deviceHalf(database, meeting) {
    const fresh = await crypto.subtle.importKey(
      "raw", crypto.getRandomValues(new Uint8Array(32)), "HKDF", false, ["deriveKey"],
    );
    const transaction = database.transaction("halves", "readwrite", { durability: "strict" });
    const halves = transaction.objectStore("halves");
    const there = await answer(halves.get(meeting)); // Another tab may have made it meanwhile.
    if (!there) halves.put(fresh, meeting);
    await finished(transaction);
    return there || fresh;
  }

  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));

  async function keyOf(database, meeting, serverHalf) {
    const material = await deviceHalf(database, meeting);
    const how = { name: "HKDF", hash: "SHA-256", salt: bytes(serverHalf), info: new TextEncoder().encode(NAME) };
    return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }

  // The rows of one meeting begin with its number. What is sealed for one place does not open in another.
  const place = (meeting, name) => `${meeting}/${name}`;
  const range = (meeting) => IDBKeyRange.bound(`${meeting}/`, `${meeting}0`, false, true);
  const sealing = (meeting, name, iv) => ({
    name: "AES-GCM", iv, additionalData: new TextEncoder().encode(place(meeting, name)),
  });

  async function put({ database, meeting, key }, name, value, unsent = false) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt(sealing(meeting, name, iv), key, text);
    const transaction = database.transaction("rows", "readwrite", { durability: "strict" });
    transaction.objectStore("rows").put({ iv, sealed, unsent }, place(meeting, name));
    await finished(transaction);
  }

  async function raw(database, meeting) {
    const rows = database.transaction("rows").objectStore("rows");
    const [keys, values] = await Promise.all([answer(rows.getAllKeys(range(meeting))), answer(rows.getAll(range(meeting)))]);
    return keys.map((key, at) => ({ name: key.slice(key.indexOf("/") + 1), ...values[at] }));
  }

  // Everything that opens, by name; and how many rows did not, in all and among those not sent.
  async function all({ database, meeting, key }) {
    const found = { values: new Map(), shut: [], shutUnsent: 0 };
    for (const row of await raw(database, meeting)) {
      try {
        const text = await crypto.subtle.decrypt(sealing(meeting, row.name, row.iv), key, row.sealed);
        found.values.set(row.name, { value: JSON.parse(new TextDecoder().decode(text)), unsent: row.unsent });
      } catch {
        found.shut.push(row.name);
        if (row.unsent) found.shutUnsent += 1;
      }
    }
    return found;
  }

  async function countUnsent(database, meeting) {
    return (await raw(database, meeting)).filter((row) => row.unsent).length;
  }

  async function remove({ database, meeting }, names) {
    const transaction = database.transaction("rows", "readwrite");
    for (const name of names) transaction.objectStore("rows").delete(place(meeting, name));
    await finished(transaction);
  }

  // The forum is closed: nothing of it stays on the device.
  async function wipe(database, meeting) {
    const transaction = database.transaction(["rows", "halves"], "readwrite");
    transaction.objectStore("rows").delete(range(meeting));
    transaction.objectStore("halves").delete(meeting);
    await finished(transaction);
    forget();
  }

  // --- The server's half, for a reload without a net in the same tab ---------------------------

  function remember(meeting, half) {
    sessionStorage.setItem(HALF, JSON.stringify({ meeting, half, touched: Date.now() }));
  }

  function remembered(meeting) {
    const kept = JSON.parse(sessionStorage.getItem(HALF) || "null");
    if (!kept || kept.meeting !== meeting || Date.now() - kept.touched > IDLE) {
      forget();
      return null;
    }
    return kept.half;
  }

  function touch() {
    const kept = JSON.parse(sessionStorage.getItem(HALF) || "null");
    if (kept) sessionStorage.setItem(HALF, JSON.stringify({ ...kept, touched: Date.now() }));
  }

  const forget = () => sessionStorage.removeItem(HALF);

  return { open, keyOf, put, all, countUnsent, remove, wipe, remember, remembered, touch, forget };
})();
