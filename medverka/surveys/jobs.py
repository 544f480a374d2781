"""What the worker does with surveys: counts them, and lets sheets and drafts go when it is time."""

from medverka.foundation.schedule import daily
from medverka.surveys import disposal, drafts
from medverka.surveys.actions import box, counting, pictures, rounds
from medverka.surveys.models import Round


def count(round_id: int) -> None:
    """Count a round that waits for it, let go of who was asked, and shake its box a last time.

    Harmless to run twice, and to be killed in the middle: what comes after the count is done in the night as well.

    Counting does not depend on the order of the sheets, so nobody waits for the shaking before the results can be read.
    """
    one = Round.objects.filter(pk=round_id).first()
    if one is not None and counting.count(one):
        disposal.let_go()
        box.shake(one)


daily(rounds.close_due)
daily(disposal.let_go)
daily(box.shake_all)
daily(counting.dispose)
daily(drafts.throw_away_old)
daily(pictures.forget_unused)
