"""The pages of mappings: setting up and running one, answering, by account or by link, and what came of it."""
