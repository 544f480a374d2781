"""What the pool mails. Subjects are neutral, and texts say no more than they must: a mailbox is read over shoulders."""

from django.urls import reverse
from django.utils.translation import gettext as _

from medverka.foundation import links, outbox
from medverka.organisations.queries import the_county
from medverka.pool import door, joining
from medverka.pool.models import Contributor


@outbox.notice("pool.account")
def account(contributor_id: str) -> outbox.Message | None:
    """The link by which a contributor gets a sign-in."""
    contributor = Contributor.objects.exclude(status="left").filter(pk=contributor_id, user=None).first()
    text = _(
        "Hej%(name)s!\n\nDu kan få ett eget konto i Medverka. Där ser du vad som finns antecknat om dig, "
        "rättar det och svarar på frågor.\n\nÖppna länken och tryck på knappen på sidan:\n%(address)s\n\n"
        "Länken gäller i 14 dagar. Vill du inte ha något konto behöver du inte göra något: "
        "allt går lika bra i telefon och på papper.\n"
    )
    return _to(contributor, "pool.account", "pool:accept_account", _("En inbjudan från Medverka"), text)


@outbox.notice("pool.still_right")
def still_right(contributor_id: str) -> outbox.Message | None:
    """The yearly question."""
    contributor = Contributor.objects.filter(pk=contributor_id, status=Contributor.Status.ACTIVE).first()
    text = _(
        "Hej%(name)s!\n\nEn gång om året frågar vi om det vi har antecknat om dig fortfarande stämmer. "
        "Öppna länken, läs och svara:\n%(address)s\n\n"
        "Länken gäller i 60 dagar. Du kan också ringa%(phone)s.\n"
    )
    return _to(contributor, "pool.still_right", "pool:still_right", _("En fråga från Medverka"), text)


def _to(contributor: Contributor | None, purpose: str, view: str, subject: str, text: str) -> outbox.Message | None:
    """One message with one link; None where the person or the address is gone."""
    reach = door.reach_all([contributor]).get(contributor.pk) if contributor else None
    if contributor is None or reach is None or not reach.email:
        return None
    token = links.make(purpose, contributor.pk, contributor.reference)
    phone = the_county().phone
    words = {
        "name": f" {reach.greeting_name}" if reach.greeting_name else "",
        "address": links.absolute(reverse(view, args=[token])),
        "phone": _(" oss på %s") % phone if phone else _(" oss"),
    }
    return outbox.Message(reach.email, subject, text % words)


@outbox.notice("pool.resume")
def resume(draft_id: str) -> outbox.Message | None:
    """The link by which somebody goes on with what they have begun to fill in."""
    draft = joining.by_id(draft_id)
    email = joining.mail_of(draft) if draft else ""
    if draft is None or not email:
        return None
    address = links.absolute(reverse("pool:join_resume", args=[links.make("pool.resume", draft.pk)]))
    text = _(
        "Hej!\n\nHär är länken för att fortsätta där du slutade:\n%(address)s\n\n"
        "Länken gäller i 30 dagar. Har du inte bett om den kan du slänga det här brevet: då tas allt bort av sig självt.\n"
    ) % {"address": address}
    return outbox.Message(email, _("Fortsätt där du slutade"), text)
