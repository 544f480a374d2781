"""The term's compilation: what recurs across forums, councils and assignments, and what became of it.

`terms` says what a term is, `counting` counts, `bodies` keeps small bodies from being named, `queries` reads, and
`pictures`, `paper` and `tables` show the same figures on the page, in PDF and in a spreadsheet.
"""
