"""SQLite as Django has it, with the Swedish alphabet: `LIKE` that knows ÅÄÖ, and the collation `sv`."""
