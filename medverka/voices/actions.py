"""What happens to what was said: it is written down, answered, changed something, made public."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from medverka.access.authorise import may
from medverka.accounts.models import User
from medverka.foundation import clock
from medverka.foundation.outbox import queue
from medverka.journal.actions import record, subject_of
from medverka.organisations.models import Organisation
from medverka.organisations.queries import the_county
from medverka.pool.models import Contributor
from medverka.voices import actions_telling, policies
from medverka.voices.models import AWAITED, Speaker, Theme, ToldBack, Voice
from medverka.voices.rules import NotNow, may_answer_with
from medverka.voices.telling import correctable

Answer = Voice.Answer


@transaction.atomic
def record_voice(  # noqa: PLR0913 - it names what it needs
    *,
    by: Any,
    text: str,
    unit: Organisation,
    origin: tuple[str, int],
    said_on: date,
    answer_due_on: date,
    capacity: str = Voice.Capacity.INDIVIDUAL,
    association: Organisation | None = None,
    speakers: Iterable[Contributor] = (),
    owner: User | None = None,
    themes: Iterable[Theme] = (),
    urgent: bool = False,
    in_room: bool = False,
) -> Voice:
    """Write down what was said, and who is to be told. The same words from the same occasion are one voice.

    What is said `in_room`, where people are counted and not named, is told back in that room. What is urgent is
    promised an answer sooner than `answer_due_on`, if that is later than the county says.
    """
    if not policies.may_record(by, unit):
        raise PermissionDenied("voices.record")
    text = words(text, _("Skriv det som sades."))
    if said_on > clock.today():
        raise NotNow(_("Det som sägs i framtiden kan inte antecknas än."))
    kind, origin_id = origin
    Organisation.objects.select_for_update(no_key=True).get(pk=unit.pk)  # Two clicks, one voice: the second waits here.
    if same := Voice.objects.filter(origin_kind=kind, origin_id=origin_id, text=text).first():
        return same
    voice = Voice.objects.create(
        text=text, unit=unit, origin_kind=kind, origin_id=origin_id, said_on=said_on,
        answer_due_on=max(promised_day(answer_due_on, urgent=urgent), said_on), capacity=capacity,
        association=association, urgent=urgent, in_room=in_room,
        owner=owner if owner and may(owner, "voices.answer", unit) else None, recorded_by=by.actor_id,
    )  # fmt: skip
    voice.themes.set(themes)
    Speaker.objects.bulk_create([Speaker(voice=voice, contributor=speaker) for speaker in set(speakers)])
    if voice.owner and by.actor_id != voice.owner.actor_id:
        ask_for_answer(voice)
    record(by, "voice.recorded", voice, unit=unit.pk, origin=f"{kind}:{origin_id}", capacity=capacity, urgent=urgent)
    return voice


def promised_day(day: date, *, urgent: bool) -> date:
    """The day of an answer that is promised by `day`: sooner where it is urgent."""
    return min(day, clock.today() + timedelta(days=the_county().urgent_answer_days)) if urgent else day


@transaction.atomic
def sort_voice(voice: Voice, *, by: Any, themes: Iterable[Theme], urgent: bool) -> Voice:
    """Say what a voice is about, and whether it is urgent. What becomes urgent is promised an answer sooner."""
    if not policies.may_sort(by, voice):
        raise PermissionDenied("voices.record")
    kept = Voice.objects.select_for_update(of=("self",), no_key=True).get(pk=voice.pk)
    wanted = {theme.pk for theme in themes}
    if wanted != set(kept.themes.values_list("pk", flat=True)) or urgent != kept.urgent:
        hurries = urgent and not kept.urgent and kept.awaited
        kept.themes.set(wanted)
        due_on = max(promised_day(kept.answer_due_on, urgent=hurries), kept.said_on)
        Voice.objects.filter(pk=voice.pk).update(urgent=urgent, answer_due_on=due_on)
        record(by, "voice.sorted", voice, themes=sorted(wanted), urgent=urgent)
        voice.refresh_from_db()
        if hurries and voice.owner and by.actor_id != voice.owner.actor_id:
            ask_for_answer(voice)
    return voice


@transaction.atomic
def correct_voice(voice: Voice, *, by: Any, text: str) -> Voice:
    """Write it better while nobody has answered it. What it said before is not kept."""
    if not policies.may_correct(by, voice):
        raise PermissionDenied("voices.record")
    text = words(text, _("Skriv det som sades."))
    # It may have been answered since the page was opened.
    changed = Voice.objects.filter(pk=voice.pk, answer="").exclude(text=text).update(text=text)
    voice.refresh_from_db()
    if voice.text != text:
        raise NotNow(_("Någon har redan svarat på det som stod. Samordnaren kan ta bort det som pekar ut någon."))
    if changed:
        record(by, "voice.corrected", voice)
    return voice


@transaction.atomic
def remove_voice(voice: Voice, *, by: Any) -> None:
    """Take away what was written down by mistake. What has been answered stays."""
    if not policies.may_remove(by, voice):
        raise PermissionDenied("voices.record")
    subject = subject_of(voice)
    removed, _rows = Voice.objects.filter(pk=voice.pk, answer="").delete()
    if removed:
        record(by, "voice.removed", subject)


@transaction.atomic
def answer_voice(voice: Voice, *, by: Any, answer: str, because: str) -> Voice:
    """Answer yes, no or later, always with a because; those who spoke are told. The same answer again is harmless."""
    if not policies.may_answer(by, voice):
        raise PermissionDenied("voices.answer")
    because = words(because, _("Skriv varför. Ett svar utan ”därför att” är inget svar."))
    Answer(answer)
    before = [given for given in ("", Answer.LATER) if may_answer_with(answer, before=given)]
    first = voice.answer == ""
    moved = Voice.objects.filter(pk=voice.pk, answer__in=before, unit=voice.unit_id).update(
        answer=answer, because=because, answered_on=clock.today(), asked_again=False
    )
    voice.refresh_from_db()
    if not moved:
        if (voice.answer, voice.because) == (answer, because):
            return voice
        if voice.awaited:
            raise NotNow(_("Synpunkten har lämnats vidare till %(unit)s.") % {"unit": voice.unit})
        raise NotNow(_("Någon har redan svarat. Här ser du svaret."))
    record(by, "voice.answered", voice, answer=answer)
    actions_telling.owe(voice, ToldBack.What.ANSWER if first else ToldBack.What.FINAL)
    return voice


@transaction.atomic
def correct_answer(voice: Voice, *, by: Any, answer: str, because: str) -> Voice:
    """Write the answer better while nobody has been told it. What it said before is not kept."""
    if not policies.may_answer(by, voice):
        raise PermissionDenied("voices.answer")
    because = words(because, _("Skriv varför. Ett svar utan ”därför att” är inget svar."))
    debts = ToldBack.objects.filter(voice=voice).select_for_update(of=("self",))  # Nobody is told meanwhile.
    if Answer(answer) not in correctable(voice, list(debts.select_related("mail"))):
        raise NotNow(_("Svaret kan inte rättas längre: någon har redan fått veta det, eller så visas det öppet."))
    rows = Voice.objects.filter(pk=voice.pk, public=False, effect="", asked_again=False).exclude(answer="")
    changed = rows.exclude(answer=answer, because=because).update(answer=answer, because=because)
    voice.refresh_from_db()
    if changed:
        record(by, "voice.answer_corrected", voice, answer=answer)
    elif (voice.answer, voice.because) != (answer, because):
        raise NotNow(_("Svaret har ändrats sedan du öppnade sidan. Här ser du hur det ser ut nu."))
    return voice


@transaction.atomic
def tell_effect(voice: Voice, *, by: Any, effect: str) -> Voice:
    """Tell what the answer led to; those who spoke are told that too."""
    if not policies.may_answer(by, voice):
        raise PermissionDenied("voices.answer")
    effect = words(effect, _("Skriv vad det ledde till."))
    waiting = Voice.objects.filter(pk=voice.pk, effect="").exclude(answer="")
    told = waiting.update(effect=effect, effect_on=clock.today())
    voice.refresh_from_db()
    if not told:
        if voice.effect == effect:
            return voice
        raise NotNow(_("Synpunkten måste först få ett svar, eller så är det redan berättat vad den ledde till."))
    record(by, "voice.had_effect", voice)
    actions_telling.owe(voice, ToldBack.What.EFFECT)
    return voice


@transaction.atomic
def make_public(voice: Voice, *, by: Any, public: bool = True) -> Voice:
    """Show an answered voice on the public page, or take it away from there."""
    if not policies.may_publish(by, voice):
        raise PermissionDenied("voices.publish")
    changed = Voice.objects.filter(pk=voice.pk, public=not public).exclude(answer="").update(public=public)
    voice.refresh_from_db()
    if voice.public != public:
        raise NotNow(_("Bara det som har fått svar kan visas."))
    if changed:
        record(by, "voice.published" if public else "voice.hidden", voice)
    return voice


@transaction.atomic
def choose_owner(voice: Voice, *, by: Any, owner: User) -> Voice:
    """Say who is to answer what waits for an answer. They get a mail about it. The same person again is harmless."""
    if not policies.may_publish(by, voice):
        raise PermissionDenied("voices.publish")
    if not may(owner, "voices.answer", voice.unit):
        raise NotNow(_("%(name)s kan inte svara för den verksamheten.") % {"name": owner})
    chosen = Voice.objects.filter(AWAITED, pk=voice.pk).exclude(owner=owner).update(owner=owner)
    voice.refresh_from_db()
    if voice.owner_id != owner.pk:
        raise NotNow(_("Någon har redan svarat. Här ser du svaret."))
    if chosen:
        ask_for_answer(voice)
        record(by, "voice.owner_chosen", voice, owner=owner.pk)
    return voice


@transaction.atomic
def choose_owner_for_all(voice: Voice, *, by: Any, owner: User) -> int:
    """Let one person answer this voice and everything else that waits from the same occasion. Returns how many."""
    same = Voice.objects.filter(AWAITED, origin_kind=voice.origin_kind, origin_id=voice.origin_id, unit=voice.unit_id)
    rows = list(same.select_for_update(of=("self",)).select_related("unit"))
    for row in rows:
        choose_owner(row, by=by, owner=owner)
    return len(rows)


def ask_for_answer(voice: Voice) -> None:
    """One mail a day about the same occasion is enough, however much was said. What is urgent does not wait for the next."""
    if voice.urgent:
        queue("voices.urgent", voice.pk, key=f"voices.urgent:{voice.pk}:{voice.owner_id}")
        return
    subject = f"{voice.owner_id}:{voice.origin_kind}:{voice.origin_id}"
    queue("voices.to_answer", subject, key=f"voices.to_answer:{subject}:{clock.today()}")


def words(text: str, problem: str) -> str:
    """The text as it is kept: trimmed, no longer than the field. `NotNow` where nothing is left."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise NotNow(problem)
    if len(text) > 2000:
        raise NotNow(_("Texten är för lång. Skriv högst 2 000 tecken."))
    return text
