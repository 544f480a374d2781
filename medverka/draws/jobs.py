"""What the worker does with draws: reads their files, works them out, makes them ready to publish, and lets those go who are disposed of.

Every process imports this module when it starts; what is heavy (numpy, the solver) is imported by the work itself.
"""

from medverka.draws import disposal, uploads
from medverka.draws.models import Draw
from medverka.draws.rules import OPEN_TO_ALL
from medverka.foundation.schedule import daily


def read(draw_id: int, token: str) -> None:
    """Read the files of a draw, and take in who stands there."""
    from medverka.draws import work

    work.do(work.READ, draw_id, token)
    uploads.remove_read(draw_id)


def compute(draw_id: int, token: str) -> None:
    """Find the fairest lottery of a draw."""
    from medverka.draws import work

    work.do(work.COMPUTE, draw_id, token)


def publish(draw_id: int, token: str) -> None:
    """Make the numbered panels of a draw and publish them."""
    from medverka.draws import work

    work.do(work.PUBLISH, draw_id, token)


def tell(draw_id: int) -> None:
    """Mail those who are in a published draw. Harmless to run twice: each gets one."""
    draw = Draw.objects.filter(pk=draw_id, state__in=OPEN_TO_ALL).first()
    if draw is not None:
        from medverka.draws.actions import publishing

        publishing.queue_mails(draw)


@daily
def forget() -> None:
    """Let those go who have been disposed of: their salt and what was known of them. What was published stays.

    Files that nobody waits to have read go too.
    """
    disposal.let_go()
    uploads.sweep()
