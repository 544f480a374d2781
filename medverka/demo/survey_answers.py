"""What was answered in Exempellän's surveys: how many chose each option, in the options' order, and what was written. All made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class AnswersOf:
    """What a group of `n` answered. `counts` by question, a matrix's rows as ``question.row``."""

    n: int
    counts: Mapping[str, Sequence[int]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class FollowUp:
    """A follow-up: its groups as key, name, how many were asked, and what they answered; which texts were chosen."""

    slug: str
    title: str
    opens_on: date
    groups: tuple[tuple[str, str, int, AnswersOf], ...]
    quotes: tuple[str, ...]
    follows: str = ""
    conclusions: str = ""


LEADING, GROUPS, CONTRIBUTORS = "Länsgemensam ledning", "Samordnande grupper", "Medverkande"

NEEDED = "Utan dem pratar vi om människor. Med dem pratar vi med människor, och då blir det andra beslut."
ONE_OR_MANY = (
    "Jag vet inte alltid om någon talar för sig själv eller för fler. Det borde vi säga i början av varje möte."
)
OTHER_EYES = "Vi får syn på sådant som ingen av oss har tänkt på, som vad det står i det första brevet."
HOME_TOO = "Det här borde vi ha i kommunens egna möten också, inte bara i länets."
CHILDREN = "Vi behöver barn och unga som vi kan fråga, på deras sätt och deras tider."
FIRST_ITEM = "Låt varje möte börja med vad som är viktigt för den det gäller."
SAY_IT = "Jag vågar säga vad jag tycker nu. Någon frågade vad jag menade och skrev upp det."
TOO_FAST = "Ibland går det fort och är många förkortningar. Då hinner jag inte säga det jag tänkt."
PAID_LATE = "Ersättningen kom så sent att jag hade glömt vad den var för."

FOLLOW_UPS = (
    FollowUp(
        "uppfoljning-2021", "Uppföljning av medverkan, hösten 2021", date(2021, 10, 4),
        (
            ("lansledning", LEADING, 24, AnswersOf(
                20,
                {
                    "satt": (12, 5, 15, 9, 6, 2, 0),
                    "helhet": (0, 0, 5, 9, 6, 0),
                    "komma-till-tals": (0, 6, 9, 5, 0),
                    "nytta-samtal": (0, 0, 6, 8, 6, 0),
                    "nytta-beslut": (0, 3, 7, 6, 4, 0),
                    "ledde-till": (5, 9, 6, 0),
                    "eget-arbetssatt": (6, 8, 6, 0),
                },
                {
                    "eget-arbetssatt-vad": ("Jag frågar vad som är viktigt innan jag berättar vad vi kan göra.",),
                    "fungerar-bra": (NEEDED, "Att samordnaren har träffat dem innan, så att de vet vad mötet gäller."),
                    "battre": (ONE_OR_MANY, CHILDREN),
                },
            )),
            ("samordning", GROUPS, 52, AnswersOf(
                38,
                {
                    "satt": (20, 11, 31, 14, 8, 6, 3),
                    "helhet": (0, 6, 9, 15, 8, 0),
                    "komma-till-tals": (0, 13, 16, 9, 0),
                    "nytta-samtal": (0, 5, 9, 14, 10, 0),
                    "nytta-beslut": (2, 8, 13, 10, 5, 0),
                    "ledde-till": (10, 17, 5, 6),
                    "eget-arbetssatt": (12, 15, 11, 0),
                },
                {
                    "eget-arbetssatt-vad": ("Jag läser mina texter högt för någon utanför.", "Jag håller tyst längre."),
                    "fungerar-bra": (OTHER_EYES, "Två från Intressebanken samtidigt. Ingen blir ensam."),
                    "battre": (HOME_TOO, FIRST_ITEM, "Skicka underlaget två veckor före, inte två dagar."),
                },
            )),
            ("medverkande", CONTRIBUTORS, 12, AnswersOf(
                8,
                {
                    "satt": (3, 2, 8, 4, 1, 0, 0),
                    "helhet": (0, 0, 0, 3, 5, 0),
                    "komma-till-tals": (0, 3, 4, 1, 0),
                    "bemotande": (0, 0, 0, 2, 6, 0),
                    "stod": (0, 0, 0, 1, 7, 0, 0),
                    "praktiskt.information": (0, 0, 0, 5, 3, 0),
                    "praktiskt.tid-och-plats": (0, 1, 2, 3, 2, 0),
                    "praktiskt.resan": (0, 0, 1, 4, 2, 1),
                    "praktiskt.ersattning": (1, 3, 1, 2, 1, 0),
                    "ledde-till": (0, 4, 2, 2),
                    "aterkoppling": (1, 4, 3, 0, 0),
                },
                {"fungerar-bra": (SAY_IT,), "battre": (TOO_FAST, PAID_LATE)},
                {"ganger": (2, 3, 4, 4, 5, 6, 8, 11)},
            )),
        ),
        (NEEDED, ONE_OR_MANY, OTHER_EYES, HOME_TOO, SAY_IT, TOO_FAST),
        conclusions=(
            "Vi bygger upp referensgrupper för barn och unga.\n"
            "Varje möte har en ordning där alla kommer till tals, och börjar med vad som är viktigt för den det gäller.\n"
            "Vi frågar olika grupper i olika frågor, och säger i början vem som talar för vem.\n"
            "Goda exempel samlas och delas."
        ),
    ),
    FollowUp(
        "uppfoljning-2023", "Uppföljning av medverkan, hösten 2023", date(2023, 10, 2),
        (
            ("lansledning", LEADING, 26, AnswersOf(
                22,
                {
                    "satt": (13, 6, 16, 11, 8, 5, 0),
                    "helhet": (0, 0, 5, 10, 7, 0),
                    "komma-till-tals": (0, 5, 10, 7, 0),
                    "nytta-samtal": (0, 0, 5, 9, 8, 0),
                    "nytta-beslut": (0, 0, 9, 7, 6, 0),
                    "ledde-till": (5, 9, 8, 0),
                    "eget-arbetssatt": (5, 9, 8, 0),
                },
                {"fungerar-bra": ("Att någon säger vem de talar för. Det gjorde skillnad på en gång.",)},
            )),
            ("samordning", GROUPS, 58, AnswersOf(
                41,
                {
                    "satt": (22, 13, 33, 17, 10, 8, 5),
                    "helhet": (0, 5, 8, 17, 11, 0),
                    "komma-till-tals": (0, 9, 19, 13, 0),
                    "nytta-samtal": (0, 5, 7, 16, 13, 0),
                    "nytta-beslut": (0, 7, 14, 12, 8, 0),
                    "ledde-till": (8, 18, 9, 6),
                    "eget-arbetssatt": (9, 17, 15, 0),
                },
                {"battre": ("Fler yngre. Det är samma åldrar varje gång.",)},
            )),
            ("medverkande", CONTRIBUTORS, 24, AnswersOf(
                17,
                {
                    "satt": (6, 5, 17, 7, 5, 0, 0),
                    "helhet": (0, 0, 0, 7, 10, 0),
                    "komma-till-tals": (0, 0, 11, 6, 0),
                    "bemotande": (0, 0, 0, 6, 11, 0),
                    "stod": (0, 0, 0, 5, 12, 0, 0),
                    "praktiskt.information": (0, 0, 0, 9, 8, 0),
                    "praktiskt.tid-och-plats": (0, 0, 5, 7, 5, 0),
                    "praktiskt.resan": (0, 0, 6, 5, 6, 0),
                    "praktiskt.ersattning": (0, 5, 0, 7, 5, 0),
                    "ledde-till": (0, 9, 8, 0),
                    "aterkoppling": (0, 6, 11, 0, 0),
                },
                {"fungerar-bra": ("Nu får jag veta vad det blev av det vi sa. Inte alltid, men ofta.",)},
                {"ganger": (1, 2, 2, 3, 3, 4, 4, 5, 6, 6, 7, 8, 8, 9, 10, 12, 14)},
            )),
        ),
        ("Att någon säger vem de talar för. Det gjorde skillnad på en gång.",
         "Fler yngre. Det är samma åldrar varje gång.",
         "Nu får jag veta vad det blev av det vi sa. Inte alltid, men ofta."),
        follows="uppfoljning-2021",
    ),
)  # fmt: skip

MOVEMENT = (
    "Vi vet vem vi ska ringa. Förr skickades vi runt.",
    "Föreningarna har börjat prata med varandra, även de som inte var med i nätverket.",
    "Någon som tar våra frågor till rätt bord och kommer tillbaka med ett svar.",
    "Hon öppnar dörrar i regionen som vi har stått utanför i flera år.",
    "Ordning. Det finns en kalender, en lista och någon som håller i den.",
    "Det måste vara en fast tjänst. Annars börjar vi om från början vartannat år.",
    "Vi hör talas om förändringar innan de är beslutade.",
    "Bättre förslag från oss, för vi har någon att pröva dem på.",
    "Medlemmar som aldrig sagt något på ett möte har suttit i en referensgrupp.",
)
