/* What in a text looks as if it could tell who somebody is: the twin of medverka/voices/personal.py, tried on the
   same sentences. `lists` are the words that the server's own rule goes by. A warning, never a stop. */

const looksPersonal = (() => {
  const SIGNS = [
    ["number", /(?<![\p{L}\p{N}_])(?:19|20)?\d{2}[01]\d[0-9]\d[-+ ]?\d{4}(?![\p{L}\p{N}_])/gu],
    ["email", /[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}_-]{1,63}\.[\p{L}\p{N}_]{1,30}/gu],
    ["phone", /(?:\+46|(?<![\p{L}\p{N}_])0)[\s-]?\d{1,3}(?:[\s/-]{0,3}\d{2,4}){2,4}(?![\p{L}\p{N}_])/gu],
  ];
  const WORD = /\p{L}+(?:-\p{L}+)*/gu;

  const hasCapital = (word) => word.length > 1 && word[0] !== word[0].toLowerCase() && word !== word.toUpperCase();

  // Two words with capitals in a row, or one after a word that names follow.
  function hasName(text, lists) {
    const [before, plain, titles] = [new Set(lists.before), new Set(lists.plain), new Set(lists.titles)];
    let run = 0, last = "", end = -1;
    for (const found of text.matchAll(WORD)) {
      const word = found[0], lower = word.toLowerCase();
      let between = end < 0 ? "" : text.slice(end, found.index);
      if (titles.has(last)) between = between.replace(/^\./, "");
      const joined = end >= 0 && /^ *$/.test(between) && text.slice(end, found.index) !== "";
      const noName = !hasCapital(word) || plain.has(lower) || before.has(lower);
      if (noName || !joined) {
        if (run > 1) return true;
        run = 0;
      }
      if (!noName) run += run ? 1 : joined && before.has(last) ? 2 : 1;
      [last, end] = [lower, found.index + word.length];
    }
    return run > 1;
  }

  // The kinds that were found: "number", "email", "phone", "name".
  return (text, lists) => {
    const found = [];
    let rest = text;
    for (const [kind, pattern] of SIGNS) {
      const without = rest.replace(pattern, " . ");
      if (without !== rest) found.push(kind);
      rest = without;
    }
    if (hasName(rest, lists)) found.push("name");
    return found;
  };
})();
