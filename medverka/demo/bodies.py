"""The councils and forums of Exempellän: what they are, and their seats."""

from typing import NamedTuple

from medverka.councils.rules import Capacity, CouncilKind, Duty, Perspective


class Place(NamedTuple):
    """A seat, and who sits there: a member of the cast by login, "pool" for somebody in the pool, a name, or nobody."""

    title: str
    capacity: str
    holder: str = ""
    perspective: str = ""
    sits_for: str = ""
    duty: str = Duty.MEMBER
    public_name: str = ""


class Body(NamedTuple):
    """A standing body. `answers` is the login of whoever answers what is said there.

    What is `hidden` is too small to be named: it has no page of its own, and nothing said there is shown openly.
    """

    name: str
    kind: str
    level: str
    where: str
    purpose: str
    rhythm: str = ""
    mandate: str = ""
    answers: str = ""
    hidden: bool = False
    elsewhere: bool = False
    places: tuple[Place, ...] = ()


C, P, K = Capacity, Perspective, CouncilKind
FORUM = "Att det som är viktigt för den som är här blir sagt, får svar och leder till något."
MONTHLY = "En gång i månaden, klockan 13."
COUNCIL = "Brukarrådet vid Vuxenpsykiatrin"
VACANT = "Egen erfarenhet, under 30 år"

FORUMS = (
    Body("Patientforum Avdelning 12", K.PATIENT_FORUM, "operational", "Avdelning 12", FORUM, MONTHLY, answers="harald.hagg"),
    Body("Patientforum Avdelning 14", K.PATIENT_FORUM, "operational", "Avdelning 14", FORUM, MONTHLY, answers="harald.hagg"),
    Body("Patientforum Avdelning 30", K.PATIENT_FORUM, "operational", "Avdelning 30", FORUM, MONTHLY, hidden=True),
    Body(
        "Dialogforum i Norrvik", K.DIALOGUE_FORUM, "operational", "Boendestödet i Norrvik",
        "Att de som har stöd i Norrvik och de som ger det pratar om hur det fungerar.",
        "Varannan månad på träffpunkten.", answers="berit.bjorkdunge",
    ),
)  # fmt: skip

USER_COUNCIL = Body(
    COUNCIL, K.USER_COUNCIL, "operational", "Vuxenpsykiatrin",
    "Att patienter, närstående och föreningar är med och påverkar hur Vuxenpsykiatrin utvecklas.",
    "Sex gånger om året, en torsdag klockan 13.",
    "Rådet får ta upp vad som helst som rör verksamheten. Verksamhetschefen svarar på allt som rådet säger. "
    "Inför stora förändringar frågas rådet innan beslutet fattas.",
    "harald.hagg",
    places=(
        Place("Ordförande", C.OFFICIAL, "harald.hagg", duty=Duty.CHAIR, sits_for="Vuxenpsykiatrin", public_name="Harald Hägg"),
        Place("Sekreterare", C.COORDINATOR, "karin.blaklint", duty=Duty.SECRETARY, public_name="Karin Blåklint"),
        Place("Egen erfarenhet av slutenvård", C.INDIVIDUAL, "lova.ljungdrom", P.PATIENT, public_name="Lova"),
        Place("Egen erfarenhet av öppenvård", C.INDIVIDUAL, "pool", P.USER),
        Place("Närstående", C.INDIVIDUAL, "pool", P.RELATIVE),
        Place("Föreningen Förgätmigej", C.MANDATE, "kalle.kassako", P.PATIENT, "Föreningen Förgätmigej", public_name="Kalle Kassako"),
        Place("Anhörigringen", C.MANDATE, "Rut Rönnbär", P.RELATIVE, "Anhörigringen i Exempellän"),
        Place("Kamratstödjare", C.PEER, "Ylva Vindspel", P.PATIENT, "Kamratstödet Handslaget"),
        Place("Kommunerna", C.OFFICIAL, "berit.bjorkdunge", sits_for="Norrvik"),
        Place("Regionens nämnd", C.POLITICIAN, "stig.styrsten", sits_for="Region Exempellän", public_name="Stig Styrsten"),
        Place(VACANT, C.INDIVIDUAL, "", P.PATIENT),
    ),
)  # fmt: skip

OTHERS = (
    Body(
        "Länets styrgrupp för brukarinflytande", K.STEERING_GROUP, "system", "Länsgemensam ledning",
        "Att leda och följa upp arbetet med brukarinflytande i hela länet.", "Fyra gånger om året.",
        "Beslutar om mål, pengar och uppföljning.",
        places=(
            Place("Ordförande", C.POLITICIAN, "stig.styrsten", duty=Duty.CHAIR, sits_for="Region Exempellän"),
            Place("Sekreterare", C.COORDINATOR, "karin.blaklint", duty=Duty.SECRETARY),
            Place("Regionen", C.OFFICIAL, "harald.hagg", sits_for="Vuxenpsykiatrin"),
            Place("Kommunerna", C.OFFICIAL, "berit.bjorkdunge", sits_for="Norrvik"),
            Place("Föreningarna", C.MANDATE, "kalle.kassako", P.USER, "Föreningen Förgätmigej"),
            Place("Anhörigföreningarna", C.MANDATE, "Rut Rönnbär", P.RELATIVE, "Anhörigringen i Exempellän"),
            Place("Samordningsförbundet", C.OFFICIAL, "Leila Stenbräcka", sits_for="Samordningsförbundet Exempellän"),
            Place("Personliga ombud", C.OFFICIAL, "Folke Daggkåpa", sits_for="Personliga ombud i Exempellän"),
        ),
    ),
    Body(
        "Ungas referensgrupp vid BUP", K.YOUTH_GROUP, "operational", "Barn- och ungdomspsykiatrin",
        "Att unga som har mött BUP säger vad som behöver ändras, med egna ord och i egen takt.",
        "Tre kvällar per termin, med smörgås.",
        places=(
            Place("Unga vågar", C.MANDATE, "Noor Sjöviol", P.PATIENT, "Unga vågar"),
            Place("Föräldrar för varandra", C.MANDATE, "Milo Blåhake", P.RELATIVE, "Föräldrar för varandra"),
            Place("Ung med egen erfarenhet", C.INDIVIDUAL, "", P.PATIENT),
        ),
    ),
    Body(
        "Arbetsgruppen för kamratstöd", K.WORKING_GROUP, "operational", "Vuxenpsykiatrin",
        "Att bygga upp kamratstödet på länets avdelningar: anställa, utbilda och stötta.", "Varje månad.",
        places=(
            Place("Kamratstödjare", C.PEER, "Ylva Vindspel", P.PATIENT, "Kamratstödet Handslaget"),
            Place("Kamratstödjare, Norrvik", C.PEER, "Samir Ekollon", P.USER, "Norrvik"),
            Place("Chef", C.OFFICIAL, "harald.hagg", duty=Duty.CHAIR, sits_for="Vuxenpsykiatrin"),
            Place("Samordnare", C.COORDINATOR, "karin.blaklint"),
        ),
    ),
    Body(
        "Patientrådet vid Beroendemottagningen", K.PATIENT_COUNCIL, "operational", "Beroendemottagningen",
        "Att patienterna har en egen röst i hur mottagningen arbetar.", "Varannan månad.",
        places=(
            Place("Nya steg", C.MANDATE, "Siv Granlycka", P.PATIENT, "Nätverket Nya steg"),
            Place("Patient", C.INDIVIDUAL, "pool", P.PATIENT),
            Place("Patient", C.INDIVIDUAL, "", P.PATIENT),
        ),
    ),
    Body(
        "Funktionshindersrådet i Exempelstad", K.DISABILITY_COUNCIL, "system", "Exempelstad",
        "Att kommunen rådfrågar funktionshindersrörelsen innan den beslutar.", "En gång i kvartalet.",
        places=(
            Place("Olika hjärnor", C.MANDATE, "Björn Mossbänk", P.USER, "Föreningen Olika hjärnor"),
            Place("Syskonkedjan", C.MANDATE, "Maj Humlesurr", P.RELATIVE, "Syskonkedjan"),
            Place("Kommunstyrelsen", C.POLITICIAN, "Elis Kråkbär", sits_for="Exempelstad"),
        ),
    ),
    Body(
        "Samordnarnas nätverk", K.NETWORK, "system", "Region Exempellän",
        "Samordnare från flera län byter erfarenheter och goda exempel.", "Varannan månad på nätet.", elsewhere=True,
        places=(Place("Exempellän", C.COORDINATOR, "karin.blaklint"),),
    ),
)  # fmt: skip
