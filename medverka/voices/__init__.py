"""What was said, what was answered, what changed, and that those who spoke were told.

A voice comes from an assignment, a meeting, a consultation (its origin, as kind and id). It
gets an answer, yes or no or later, always with a because; perhaps an effect; and it is told
back to each who spoke. "Sent" is never "answered".
"""
