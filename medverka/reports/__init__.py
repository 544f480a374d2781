"""Figures: reads all, owns no facts. Every figure has a written definition beside it."""
