"""Who is owed an answer told back, and who owes an answer."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from medverka.foundation import clock
from medverka.foundation.models import OutgoingMail
from medverka.pool.models import Contributor
from medverka.voices.models import ToldBack, Voice

EMAIL = Contributor.Channel.EMAIL


def wants_to_know(contributor: str = "contributor") -> Q:
    """Those still in the pool, and those who left and asked to be told. `contributor` is the look-up to them."""
    lookup = f"{contributor}__" if contributor else ""
    still_here = ~Q(**{f"{lookup}status": Contributor.Status.LEFT}) | Q(**{f"{lookup}tell_after_leaving": True})
    return still_here & Q(**{f"{lookup}disposed_on": None})


def all_debts() -> QuerySet[ToldBack]:
    """Every debt that is paid or left. Whoever left untold, and did not ask to know, is owed nothing."""
    return ToldBack.objects.filter(wants_to_know() | Q(told_at__isnull=False))


def untold() -> QuerySet[ToldBack]:
    """Every debt that is left."""
    return ToldBack.objects.filter(wants_to_know(), told_at=None)


def by_hand() -> QuerySet[ToldBack]:
    """What the coordinator tells by letter or phone; also where a mail could not be delivered."""
    return untold().filter(~Q(channel=EMAIL) | Q(mail__state=OutgoingMail.State.FAILED))


def way(channel: str, mail_state: str | None) -> str:
    """How a debt is paid: "email", "letter" or "phone". A mail that failed becomes a call."""
    if channel == EMAIL and mail_state == OutgoingMail.State.FAILED:
        return Contributor.Channel.PHONE
    return channel


def correctable(voice: Voice, debts: Collection[ToldBack]) -> list[str]:
    """The answers that this one may be corrected to; none where somebody has been told it, or all can read it."""
    if not voice.answer or voice.public or voice.effect:
        return []
    final = [debt for debt in debts if debt.what == ToldBack.What.FINAL]
    answers = Voice.Answer.values if not final else [Voice.Answer.YES, Voice.Answer.NO]
    return [] if any(_is_told(debt) for debt in final or debts) else list(answers)


def _is_told(debt: ToldBack) -> bool:
    gone = debt.mail is not None and debt.mail.state == OutgoingMail.State.SENT
    return gone or debt.told_at is not None


def overdue() -> QuerySet[Voice]:
    """Voices without an answer past the promised day."""
    return Voice.objects.filter(answer="", answer_due_on__lt=clock.today())
