"""What each figure is: its name, its unit, and in words what is counted. Nothing is published without one."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

PERSONS, REQUESTS, CONTRIBUTIONS = _("personer"), _("förfrågningar"), _("insatser")


@dataclass(frozen=True)
class Definition:
    """A figure's name, the unit it is counted in, and what it counts."""

    label: Words
    unit: Words
    text: Words


REACH = _(
    "Personerna i Intressebanken vid årets slut, i grupper efter det som står i profilen idag. Tillfrågad är den som fick en "
    "inbjudan genom Medverka under året eller gjorde en insats, medverkade gjorde den som gjorde en insats under året. En "
    "person räknas en gång, hur många gånger det än var. Hur många som är med kan vara en siffra från ett tidigare år: den "
    "ändras först när tillräckligt många har kommit eller gått. En ruta visas inte om den, eller de som den lämnar utanför, "
    "är för få, eller om den skulle röja en annan."
)

DEFINITIONS: dict[str, Definition] = {
    "persons": Definition(
        _("personer i Intressebanken"),
        PERSONS,
        _(
            "Alla som har gått med senast periodens sista dag och inte har lämnat. Den som pausar räknas. Den som har "
            "anmält sig men inte blivit välkomnad än räknas inte. Den dag någon lämnar räknas personen inte längre."
        ),
    ),
    "joined": Definition(
        _("gick med"),
        PERSONS,
        _("Personer som kom med i Intressebanken under perioden. Den som lämnade samma dag räknas inte."),
    ),
    "left": Definition(
        _("lämnade"),
        PERSONS,
        _("Personer som lämnade Intressebanken under perioden, efter att ha varit med minst en dag."),
    ),
    "requests": Definition(
        _("förfrågningar"),
        REQUESTS,
        _(
            "Förfrågningar om medverkan som kom in under perioden. Även de som sedan avböjdes eller ställdes in räknas. "
            "Utkast, och förfrågningar vars avsändare inte har bekräftat sin adress, räknas inte."
        ),
    ),
    "contributions": Definition(
        _("insatser"),
        CONTRIBUTIONS,
        _(
            "En insats är en person vid ett tillfälle. Två personer på samma möte är två insatser. Det som ställdes in, "
            "eller som personen inte kom till, är ingen insats. Insatsen räknas den dag den gjordes."
        ),
    ),
    "hours": Definition(
        _("timmar"),
        _("timmar"),
        _(
            "Timmarna i periodens insatser. En insats där ingen har antecknat tiden räknas som insats, men ger inga timmar."
        ),
    ),
    "voices": Definition(
        _("synpunkter"),
        _("synpunkter"),
        _("Synpunkter som sades under perioden och skrevs ner för att få ett svar."),
    ),
    "share_answered": Definition(
        _("har fått svar"),
        "%",
        _(
            "Andelen av periodens synpunkter som har fått ett svar fram till idag: ja, nej eller senare, med ett skäl. "
            "Visas inte om synpunkterna är för få."
        ),
    ),
    "median_days": Definition(
        _("dagar till svar"),
        _("dagar"),
        _(
            "Dagar från att synpunkten sades till att den fick svar. Medianen: hälften fick vänta så länge eller kortare. "
            "Bara besvarade synpunkter räknas. Visas inte om de är för få."
        ),
    ),
    "share_with_effect": Definition(
        _("ledde till något"),
        "%",
        _("Andelen av de besvarade synpunkterna där någon har skrivit vad de ledde till. Visas inte om de är för få."),
    ),
    "most_engaged_tenth": Definition(
        _("gjordes av den tiondel som var med mest"),
        "%",
        _(
            "Personerna i Intressebanken vid årets slut ställs i ordning efter hur många insatser de gjorde under året. "
            "Siffran är hur stor del av insatserna den sista tiondelen gjorde, i hela procent. Är insatserna "
            "färre än personerna kan den inte bli så liten som 10 procent; därför står det minsta möjliga bredvid."
        ),
    ),
    "most_asked_tenth": Definition(
        _("gick till den tiondel som frågades mest"),
        "%",
        _(
            "Personerna i Intressebanken vid årets slut ställs i ordning efter hur många inbjudningar de fick under året. "
            "Siffran är hur stor del av inbjudningarna som gick till den sista tiondelen, i hela procent. Är "
            "inbjudningarna färre än personerna kan den inte bli så liten som 10 procent; därför står det minsta möjliga "
            "bredvid."
        ),
    ),
    "asked_others": Definition(
        _("inbjudningar till andra än de föreslagna"),
        _("inbjudningar"),
        _(
            "Inbjudningar under perioden till någon som samordnaren själv valde, utanför dem som Medverka föreslog. "
            "Det är fritt att göra så."
        ),
    ),
    "share_asked_others": Definition(
        _("gick till andra än de föreslagna"),
        "%",
        _(
            "Andelen inbjudningar som gick till någon utanför dem som Medverka föreslog, av alla som samordnaren valde efter "
            "ett förslag eller själv. Den som själv anmälde sig till uppdraget, eller drogs i en lottning, räknas inte. Det är "
            "fritt att fråga vem man vill. Visas inte om inbjudningarna är för få."
        ),
    ),
    "persons_by_status": Definition(
        _("Personer, aktiva och pausade"),
        PERSONS,
        _(
            "Personerna i Intressebanken vid årets slut: de som kunde få inbjudningar, och de som hade gjort en paus. "
            "Den som kom med ett register och hade paus där, utan datum, räknas som pausad från den dag registret kom in."
        ),
    ),
    "persons_by_municipality": Definition(
        _("Personer per kommun"),
        PERSONS,
        _("Personerna i Intressebanken vid årets slut, efter den kommun som står i profilen idag."),
    ),
    "persons_by_age_band": Definition(
        _("Personer per åldersgrupp"),
        PERSONS,
        _(
            "Personerna i Intressebanken vid årets slut, efter den åldersgrupp som står i profilen idag. Ingen måste säga "
            "hur gammal man är; de som inte har gjort det räknas för sig."
        ),
    ),
    "persons_by_perspective": Definition(
        _("Personer per perspektiv"),
        PERSONS,
        _(
            "Personerna i Intressebanken vid årets slut, efter det perspektiv som står i profilen idag. "
            "Den som har flera perspektiv räknas i vart och ett."
        ),
    ),
    "persons_by_asked": Definition(
        _("Personer, tillfrågade och aldrig tillfrågade"),
        PERSONS,
        _(
            "Personerna i Intressebanken vid årets slut: de som någon gång fått en inbjudan genom Medverka eller gjort en "
            "insats, och de som aldrig har det. Inbjudningar från tiden före Medverka som inte ledde till en insats är inte med."
        ),
    ),
    "requests_by_way": Definition(
        _("Förfrågningar per slag"),
        REQUESTS,
        _("Årets förfrågningar, efter det slag av medverkan som verksamheten bad om."),
    ),
    "requests_by_level": Definition(
        _("Förfrågningar per nivå"),
        REQUESTS,
        _("Årets förfrågningar, efter om de gällde en enskild person, en verksamhet eller hela systemet."),
    ),
    "requests_by_municipality": Definition(
        _("Förfrågningar per region och kommun"),
        REQUESTS,
        _("Årets förfrågningar, efter den region, kommun eller organisation som verksamheten hör till."),
    ),
    "requests_by_perspective": Definition(
        _("Förfrågningar per perspektiv"),
        REQUESTS,
        _("Årets förfrågningar, efter den erfarenhet som söktes. Den som söker flera räknas i var och en."),
    ),
    "contributions_by_way": Definition(
        _("Insatser per slag"),
        CONTRIBUTIONS,
        _("Årets insatser, efter det slag av medverkan som är antecknat."),
    ),
    "contributions_by_level": Definition(
        _("Insatser per nivå"),
        CONTRIBUTIONS,
        _("Årets insatser, efter om de gällde en enskild person, en verksamhet eller hela systemet."),
    ),
    "contributions_by_municipality": Definition(
        _("Insatser per kommun"),
        CONTRIBUTIONS,
        _("Årets insatser, efter den kommun som idag står i profilen hos den som gjorde insatsen."),
    ),
    "contributions_by_age_band": Definition(
        _("Insatser per åldersgrupp"),
        CONTRIBUTIONS,
        _("Årets insatser, efter den åldersgrupp som idag står i profilen hos den som gjorde insatsen."),
    ),
    "contributions_by_perspective": Definition(
        _("Insatser per perspektiv"),
        CONTRIBUTIONS,
        _(
            "Årets insatser, efter det perspektiv som idag står i profilen hos den som gjorde insatsen. "
            "Den som har flera perspektiv räknas i vart och ett."
        ),
    ),
    "spread": Definition(
        _("Så är insatserna fördelade"),
        _("procent av insatserna"),
        _(
            "Alla personer i Intressebanken vid årets slut, i ordning efter hur många insatser de gjorde under året; också de som "
            "gjorde ingen, de som kom sent på året och de som pausade. Linjen visar hur stor del av insatserna de gjorde "
            "tillsammans, tiondel för tiondel i hela procent. Den streckade linjen är så jämnt som så många insatser kan "
            "delas; ju närmare den, desto jämnare. Insatser av "
            "personer som lämnade under året är inte med. Visas inte om en tiondel, de som gjorde någon insats eller de som "
            "inte gjorde någon är för få."
        ),
    ),
    "spread_asked": Definition(
        _("Så är inbjudningarna fördelade"),
        _("procent av inbjudningarna"),
        _(
            "Alla personer i Intressebanken vid årets slut, i ordning efter hur många inbjudningar till uppdrag de fick genom "
            "Medverka under året, vad de än svarade; också de som inte fick någon. Annars räknat som fördelningen av "
            "insatserna. Inbjudningar från tiden före Medverka är inte med."
        ),
    ),
    "reach_municipality": Definition(_("Vilka vi når, per kommun"), PERSONS, REACH),
    "reach_age_band": Definition(_("Vilka vi når, per åldersgrupp"), PERSONS, REACH),
    "reach_perspective": Definition(_("Vilka vi når, per perspektiv"), PERSONS, REACH),
}

# Why a figure is not shown, in words; the keys stand in the JSON.
WITHHELD: dict[str, Words] = {
    "not_a_closed_year": _(
        "Delas upp för ett kalenderår i taget, när året är slut. Annars kunde två perioder jämföras, och skillnaden "
        "mellan dem berätta om en enda person."
    ),
    "small_group": _("Visas inte: för få personer, eller skydd för en annan siffra."),
    "nothing_to_count": _("Det finns inget att räkna på."),
}

# The columns of the term's compilation that the figures above do not explain.
COMPILATION: dict[str, Definition] = {
    "term": Definition(
        _("termin"),
        _("synpunkter"),
        _("Våren är januari till juni, hösten juli till december. En synpunkt hör till den termin då den sades."),
    ),
    "before": Definition(
        _("terminen före"),
        _("synpunkter"),
        _(
            "Så många synpunkter som sades terminen före, i samma urval. Ett streck betyder att inget hade skrivits ner då, "
            "eller att urvalet inte kan visas för den terminen."
        ),
    ),
    "themes": Definition(
        _("teman"),
        _("synpunkter"),
        _(
            "Vad synpunkterna handlar om, enligt länets lista. En synpunkt med flera teman räknas i vart och ett. "
            "Andelar och dagar visas också när de är få: de säger något om dem som svarar, inte om dem som sade något. "
            "Det som återkommer på flest ställen står först."
        ),
    ),
    "places": Definition(
        _("på så många ställen"),
        _("ställen"),
        _(
            "Så många olika råd, forum och uppdrag som synpunkterna kommer från. Ett forum som träffas tio gånger är ett ställe."
        ),
    ),
    "small_bodies": Definition(
        _("små enheter sammanlagt"),
        _("synpunkter"),
        _(
            "Råd och forum som är för små för att nämnas räknas ihop, alltid minst två. Är det bara ett räknas det ihop med "
            "det minsta av de andra, som då inte heller nämns. Inget urval visas där ett av dem skulle stå ensamt kvar."
        ),
    ),
}

# Why the councils and forums of a term are not told apart.
NOT_APART: dict[str, Words] = {
    "chosen": _("Råd och forum visas var för sig bara när allt är valt, så att inget litet forum kan räknas fram."),
    "term_runs": _("Råd och forum visas var för sig när terminen är slut, så att inget litet forum kan räknas fram."),
    "nobody_beside": _("Råd och forum visas inte var för sig: då skulle ett som är för litet för att nämnas pekas ut."),
}


def as_page() -> str:
    """The definitions as `docs/figures.md`."""
    with translation.override("sv"):
        lines = [
            "# Så räknas siffrorna",
            "",
            "Skapad ur koden (`medverka/reports/definitions.py`) med `medverka docs`. Ändra där, inte här.",
            "",
            "Siffrorna står på sidan *Siffror* och kommer med `medverka figures --from DAG --to DAG --json`. Länets summor ges för",
            "vilken period som helst. Uppdelade ges de för ett avslutat kalenderår i taget, så långt [regeln om små",
            "grupper](disclosure.md) tillåter. Rättas eller tillförs något i efterhand ändras också siffrorna för det år det gäller.",
            "",
            "| siffra | nyckel | enhet | så räknar vi |",
            "|---|---|---|---|",
        ]
        lines += [f"| {known.label} | `{key}` | {known.unit} | {known.text} |" for key, known in DEFINITIONS.items()]
        lines += ["", "## När en siffra inte visas", "", "| skäl i JSON | i ord |", "|---|---|"]
        lines += [f"| `{key}` | {text} |" for key, text in WITHHELD.items()]
        lines += ["", "## Terminens sammanställning", ""]
        lines += [
            "Sidan *Sammanställning* visar per termin vad som återkommer i råd, forum och uppdrag, med andel svar, dagar till svar",
            "och andel som ledde till något, räknade som ovan. Där finns dessutom:",
            "",
            "| kolumn | så räknar vi |",
            "|---|---|",
        ]
        lines += [f"| {known.label} | {known.text} |" for known in COMPILATION.values()]
        lines += ["", *(f"- {text}" for text in NOT_APART.values())]
    return "\n".join(lines) + "\n"
