"""Registers as coordinators keep them: spreadsheets in, a plan of what would come in out.

A file goes through four doors: `sheets` (bytes to cells), `headings` (which column is what),
`reading` (cells to rows, with every doubt in words at its cell) and `preview` (the plan).
All of that is pure: nothing is written, nothing is guessed. What is in doubt is reported.
"""
