"""Standing bodies (councils, forums, steering groups, networks), who sits on them, and their meetings.

What is said at a meeting becomes voices, whoever took part with a seat gets a contribution. Five
subjects, each a module of its own in every package: councils with their seats, meetings, the
agenda, the forum that is held on a tablet, and the minutes.
"""
