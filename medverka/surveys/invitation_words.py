"""What somebody who is asked is told, in mails and letters alike: who asks, what, how long it takes, until when, whom to turn to."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from medverka.organisations.queries import the_county
from medverka.questionnaires import files
from medverka.surveys import asking
from medverka.surveys.models import Group


def who_asks(group: Group) -> str:
    """Who wants to know, and the title of what it is. It stands in the words, never in a subject."""
    told = _("Vi som arbetar med Medverka i %(county)s vill veta vad du tycker. Frågorna heter ”%(title)s”.")
    return told % {"county": the_county().name, "title": group.round.title}


def once_more(group: Group) -> str:
    """The same to somebody who was asked before, and has not answered."""
    told = _(
        "Vi som arbetar med Medverka i %(county)s har inte fått något svar från dig på ”%(title)s”. "
        "Vill du vara med hinner du fortfarande."
    )
    return told % {"county": the_county().name, "title": group.round.title}


def how_long(group: Group) -> str:
    """That it is voluntary, how long it takes, and until when."""
    minutes = asking.minutes(files.load(group.asks.content))
    takes = ngettext("Det tar ungefär %(n)s minut.", "Det tar ungefär %(n)s minuter.", minutes) % {"n": minutes}
    last = _("Svara senast den %(day)s.") % {"day": date_format(group.round.closes_on, "j F Y")}
    return " ".join((_("Det är frivilligt: du bestämmer själv om du vill svara."), takes, last))


def what_is_seen() -> str:
    """What staff can see of it."""
    return _(
        "Vi ser att du har svarat, så att vi inte påminner dig i onödan. Ingen ser vem som har svarat vad: dina svar sparas utan namn och för sig. "
        "Det du skriver med egna ord läses av en samordnare, så skriv inte vem du är."
    )


def turn_to() -> str:
    """How to reach the coordinator; nothing where the county has said neither phone nor e-mail."""
    county = the_county()
    phone, email = county.phone_whole, county.email
    if phone and email:
        told = _("Har du frågor, eller vill du hellre svara på telefon? Ring %(phone)s eller skriv till %(email)s.")
    elif phone:
        told = _("Har du frågor, eller vill du hellre svara på telefon? Ring %(phone)s.")
    else:
        told = _("Har du frågor? Skriv till %(email)s.") if email else ""
    return told % {"phone": phone, "email": email} if told else ""
