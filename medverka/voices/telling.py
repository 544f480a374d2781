"""Who is owed an answer told back, and who owes an answer. A debt to nobody named is owed to the room where it was said."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.pool.models import Contributor
from medverka.voices.models import AWAITED, ToldBack, Voice

EMAIL = Contributor.Channel.EMAIL


THE_ROOM = Q(contributor=None)


def wants_to_know(contributor: str = "contributor") -> Q:
    """Those still in the pool, and those who left and asked to be told. `contributor` is the look-up to them."""
    lookup = f"{contributor}__" if contributor else ""
    still_here = ~Q(**{f"{lookup}status": Contributor.Status.LEFT}) | Q(**{f"{lookup}tell_after_leaving": True})
    return still_here & Q(**{f"{lookup}disposed_on": None})


def all_debts() -> QuerySet[ToldBack]:
    """Every debt that is paid or left. Whoever left untold, and did not ask to know, is owed nothing."""
    return ToldBack.objects.filter(THE_ROOM | wants_to_know() | Q(told_at__isnull=False))


def untold() -> QuerySet[ToldBack]:
    """Every debt that is left."""
    return ToldBack.objects.filter(THE_ROOM | wants_to_know(), told_at=None)


def by_hand() -> QuerySet[ToldBack]:
    """What the coordinator tells by letter or phone; also where a mail could not be delivered. Never a room's debt."""
    ways = ~Q(channel__in=[EMAIL, ToldBack.MEETING]) | Q(mail__state=OutgoingMail.State.FAILED)
    return untold().filter(ways, contributor__isnull=False)


def in_room() -> QuerySet[ToldBack]:
    """What is left to tell back in the rooms where it was said."""
    return ToldBack.objects.filter(THE_ROOM, told_at=None)


def way(channel: str, mail_state: str | None) -> str:
    """How a debt is paid: "email", "letter", "phone" or "meeting". A mail that failed becomes a call."""
    if channel == EMAIL and mail_state == OutgoingMail.State.FAILED:
        return Contributor.Channel.PHONE
    return channel


def correctable(voice: Voice, debts: Collection[ToldBack]) -> list[str]:
    """The answers that this one may be corrected to; none where somebody has been told it, or all can read it."""
    if not voice.answer or voice.public or voice.effect or voice.asked_again:
        return []
    final = [debt for debt in debts if debt.what == ToldBack.What.FINAL]
    answers = Voice.Answer.values if not final else [Voice.Answer.YES, Voice.Answer.NO]
    return [] if any(_is_told(debt) for debt in final or debts) else list(answers)


def _is_told(debt: ToldBack) -> bool:
    gone = debt.mail is not None and debt.mail.state == OutgoingMail.State.SENT
    return gone or debt.told_at is not None


def overdue() -> QuerySet[Voice]:
    """Voices that wait for an answer past the promised day."""
    return Voice.objects.filter(AWAITED, answer_due_on__lt=clock.today())
