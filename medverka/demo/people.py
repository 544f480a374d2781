"""The people of Exempellän. All are invented, and sound so."""

from dataclasses import dataclass

DOMAIN = "exempel.invalid"


@dataclass(frozen=True)
class Member:
    """One of the cast: how they sign in, what the demo's page says of them, and which role they hold where.

    `where` is the name of an organisation or a sub-area of `places`; empty means the whole county.
    """

    login: str
    name: str
    who: str
    role: str = ""
    where: str = ""

    @property
    def email(self) -> str:
        return f"{self.login}@{DOMAIN}"


CAST = (
    Member("karin.blaklint", "Karin Blåklint", "Samordnare för brukarinflytande i hela länet.", "coordinator"),
    Member("nils.nordanvind", "Nils Nordanvind", "Samordnare i Norra Exempellän.", "coordinator", "Norra Exempellän"),
    Member("harald.hagg", "Harald Hägg", "Verksamhetschef för Vuxenpsykiatrin.", "commissioner", "Vuxenpsykiatrin"),
    Member(
        "berit.bjorkdunge",
        "Berit Björkdunge",
        "Enhetschef för boendestödet i Norrvik.",
        "commissioner",
        "Boendestödet i Norrvik",
    ),
    Member("lova.ljungdrom", "Lova Ljungdröm", "Medverkande. Svarar på e-post.", "contributor"),
    Member("tuva.tranbar", "Tuva Tranbär", "Medverkande med skyddade personuppgifter.", "contributor"),
    Member("saga.samtal", "Saga Samtal", "Samtalsledare för patientforum.", "facilitator", "Avdelning 12"),
    Member(
        "kalle.kassako", "Kalle Kassako", "Kassör i Föreningen Förgätmigej.", "representative", "Föreningen Förgätmigej"
    ),
    Member("lena.lonneberga", "Lena Lönnlöv", "Löneadministratör.", "payroll_officer"),
    Member("stig.styrsten", "Stig Styrsten", "Ledamot i styrgruppen.", "steering_member"),
    Member("otto.utanfor", "Otto Utanfors", "Har ett konto men ingen uppgift."),
)

FIRST_NAMES = (
    "Ärla", "Måns", "Lova", "Ture", "Cajsa", "Örjan", "Nora", "Folke", "Jasmin", "Göran", "Hedda", "Åke",
    "Signe", "Elis", "Yasmin", "Vide", "Tyra", "Sixten", "Leila", "Björn", "Maj", "Samir", "Ylva", "Otto",
    "Amina", "Gösta", "Fatima", "Axel", "Ebba", "Rune", "Siv", "Idun", "Milo", "Vera", "Noor", "Åsa",
)  # fmt: skip
LAST_NAMES = (
    "Tallkotte", "Rönnbär", "Skogsstjärna", "Sjöviol", "Vindspel", "Blåhake", "Granlycka", "Ekollon",
    "Fjälltuva", "Stenbräcka", "Ljungdröm", "Älvdans", "Månskära", "Daggkåpa", "Humlesurr", "Snöflinga",
    "Kråkbär", "Vassrugge", "Klippspricka", "Bäckaros", "Mossbänk", "Stjärnskott",
)  # fmt: skip


def login_of(first: str, last: str, number: int) -> str:
    """An e-mail address under a domain that can never exist."""
    plain = f"{first}.{last}".lower().translate(str.maketrans("åäöé", "aaoe"))
    return f"{plain}{number}@{DOMAIN}"


def phone_of(number: int) -> str:
    """A number of the two series that are kept free for fiction; nothing when all 195 are given out."""
    if number < 95:
        return f"+46701740{605 + number}"
    return f"+46313900{505 + number}" if number < 195 else ""
