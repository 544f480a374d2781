"""The pages of draws: setting one up, the work and what follows it, what everybody reads, and one's own place."""
