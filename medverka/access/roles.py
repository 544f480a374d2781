"""The whole matrix: role, one sentence, permissions."""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PERMISSIONS: dict[str, Promise | str] = {
    "county.edit": _("ändra länets inställningar och listor"),
    "organisations.read": _("se alla uppgifter om organisationer och kontaktpersoner"),
    "organisations.edit": _("ändra organisationer, delregioner och kontaktpersoner"),
    "staff.manage": _("bjuda in medarbetare, ge och avsluta roller"),
    "pool.read": _("se Intressebanken under pseudonym"),
    "pool.edit": _("ta emot, ändra, pausa och avsluta personer i Intressebanken"),
    "door.open": _("öppna dörren till en persons namn och kontaktuppgifter (med andra faktor, och det antecknas)"),
    "registers.import": _("läsa in register"),
    "requests.make": _("göra en förfrågan för en verksamhet"),
    "requests.follow": _("följa verksamhetens förfrågningar"),
    "requests.handle": _("handlägga förfrågningar: fråga, avböja, öppna, bjuda in, avsluta"),
    "contributions.record": _("anteckna insatser"),
    "councils.edit": _("lägga upp och ändra råd och forum, och utse vem som sitter där"),
    "councils.lead": _("leda forum: planera, kalla, anteckna, läsa upp och avsluta"),
    "councils.read": _("läsa råds och forums inre sidor: vilka som sitter där, möten och handlingar"),
    "voices.record": _("anteckna synpunkter"),
    "voices.answer": _("svara på synpunkter och berätta vad de ledde till"),
    "voices.publish": _("bestämma vem som svarar, vad som visas på Ni sa, vi gjorde, och berätta svaren tillbaka"),
    "voices.read": _("läsa synpunkter och svar"),
    "surveys.edit": _("bygga enkäter, öppna omgångar, ta emot svar och granska det som skrivits"),
    "surveys.read": _("läsa enkäters resultat"),
    "mappings.edit": _("lägga upp kartläggningar och följa utvecklingsområden i hela länet"),
    "mappings.answer": _("svara i kartläggningar för sin verksamhet och ta hand om dess utvecklingsområden"),
    "mappings.read": _("läsa kartläggningar"),
    "draws.edit": _("lotta fram grupper: lägga upp, räkna ut, publicera, dra och se vilka som lottades fram"),
    "figures.read": _("se länets siffror"),
    "journal.read": _("läsa journalen"),
    "mail.read": _("se utskickens tillstånd och skicka om"),
    "own.profile": _("se, rätta, ladda ner och avsluta sina egna uppgifter, och se vem som läst dem"),
    "own.assignments": _("svara på inbjudningar, följa sina uppdrag och anteckna insatser"),
    "own.seats": _("delta i råd där man har en plats: svara på kallelser, skicka in punkter, läsa och justera"),
}

# Only a role held in the whole county carries these: what they open or change is not divided by sub-area.
COUNTY_WIDE = frozenset({"county.edit", "journal.read"})


@dataclass(frozen=True)
class Role:
    """One role: what it is called, what it is for, what it may, and in which scopes it can be held."""

    code: str
    label: Promise | str
    sentence: Promise | str
    permissions: frozenset[str] = field(default_factory=frozenset)
    scopes: tuple[str, ...] = ("county",)


ROLES = {
    role.code: role
    for role in (
        Role(
            "coordinator",
            _("samordnare"),
            _("Driver brukarinflytandet i länet eller i en delregion."),
            frozenset(PERMISSIONS) - {"own.profile", "own.assignments"},
            ("county", "sub_area"),
        ),
        Role(
            "commissioner",
            _("uppdragsgivare"),
            _("Gör förfrågningar för sin verksamhet och svarar på det som sägs."),
            frozenset(
                {
                    *("requests.make", "requests.follow"),
                    *("voices.record", "voices.answer", "voices.read"),
                    *("councils.read", "own.seats"),
                    *("surveys.read", "mappings.answer", "mappings.read"),
                }
            ),
            ("organisation",),
        ),
        Role(
            "contributor",
            _("medverkande"),
            _("Har egen erfarenhet och bestämmer själv över sin medverkan."),
            frozenset({"own.profile", "own.assignments", "own.seats"}),
        ),
        Role(
            "facilitator",
            _("samtalsledare"),
            _("Leder forum och antecknar utan namn."),
            frozenset({"councils.lead", "councils.read", "voices.record", "voices.read", "own.seats"}),
            ("county", "organisation"),
        ),
        Role(
            "representative",
            _("föreningsföreträdare"),
            _("Företräder en förening."),
            frozenset({"own.seats"}),
            ("organisation",),
        ),
        Role(
            "payroll_officer",
            _("löneadministratör"),
            _("Betalar ut ersättning och ser inget om erfarenhet."),
            frozenset(),
            ("county", "organisation"),
        ),
        Role(
            "steering_member",
            _("ledamot i styrgrupp"),
            _("Följer siffror och vad medverkan leder till."),
            frozenset({"figures.read", "voices.read", "councils.read", "own.seats", "surveys.read", "mappings.read"}),
        ),
    )
}
