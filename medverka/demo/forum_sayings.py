"""What was said in Exempellän's forums, the oldest meeting first: in our own words, and nobody's own care."""

from typing import NamedTuple


class Heard(NamedTuple):
    """What was said, what it is about, the answer (empty while it waits), the because, and the effect."""

    text: str
    theme: str
    answer: str = ""
    because: str = ""
    effect: str = ""
    urgent: bool = False


WAY, INFO, SAY, ROOMS, FOOD = "bemotande", "information", "delaktighet-i-varden-och-stodet", "miljo-och-lokaler", "mat"
DOING, SAFE, CLOSE, WAIT = "aktiviteter", "trygghet", "narstaende", "vantan-och-tillganglighet"
BETWEEN, STAFF, OTHER = "overgangar", "personal-och-kontinuitet", "annat"

# This is handed on to the next level.
HANDED_ON = "Helgerna är tomma. Det finns inget att göra från fredag till måndag."

HEARD: dict[str, tuple[tuple[Heard, ...], ...]] = {
    "Patientforum Avdelning 12": (
        (
            Heard("Kvällarna är långa. Kan vi få gå ut en stund efter middagen?", DOING, "yes", "Det går när två i personalen kan följa med.", "Promenad varje kväll klockan 19."),
            Heard("Man hör allt som sägs i expeditionen från soffan i dagrummet.", SAFE, "yes", "Det ska inte gå att höra. Tack för att ni sade det.", "Dörren har fått en tätning och är stängd vid överlämningen."),
        ),
        (
            Heard("Frukosten är slut om man sover till nio.", FOOD, "yes", "Köket kan ställa fram en andra omgång.", "Frukosten står framme till klockan tio."),
            Heard("Ingen säger vem som arbetar i dag.", STAFF, "yes", "Det är lätt att ordna.", "Namn och bild på dem som arbetar sitter vid matsalen."),
        ),
        (
            Heard("Rummen borde kunna låsas inifrån på natten.", SAFE, "no", "Personalen behöver kunna komma in fort om något händer. Vi kan däremot knacka och vänta."),
            Heard("Laddaren till telefonen får man bara låna på expeditionen, och då sitter man där.", ROOMS, "yes", "Vi har köpt in korta sladdar som får finnas på rummet.", "Varje rum har en egen laddplats."),
            Heard("Skriv på tavlan när ronden är, så att man vet om man hinner duscha.", INFO, "yes", "Självklart.", "Tiden för ronden står på tavlan varje morgon."),
        ),
        (
            Heard("Det är kallt i duschrummet.", ROOMS, "later", "Värmen styrs för hela huset. Vi har felanmält och väntar på fastighetsavdelningen."),
            Heard("Den som är vegetarian får samma gryta tre dagar i rad.", FOOD, "yes", "Köket har fler rätter, vi har beställt för dåligt.", "Det finns två gröna rätter att välja mellan varje dag."),
        ),
        (
            Heard("När man ska på permission får man veta det samma morgon. Det är för sent för den som ska hämta.", CLOSE, "yes", "Vi bestämmer det vid ronden dagen före när det går.", "Beskedet om permission ges dagen före."),
            Heard("Musiken i dagrummet bestäms av den som kommer först.", DOING, "no", "Vi vill inte ha regler för allt. Prata med varandra, och be personalen om hjälp när det inte går."),
        ),
        (
            Heard("Läkarna pratar med varandra över huvudet på en.", WAY, "yes", "Det är inte så vi vill ha det. Vi har talat om det i läkargruppen.", "Ronden börjar med att alla säger vilka de är, och slutar med en fråga till dig."),
            Heard("Kan man få läsa sin egen plan tillsammans med någon i stället för att få den i handen?", SAY, "yes", "Vi avsätter tid till det på onsdagarna.", "På onsdagar finns en stund för den som vill läsa planen tillsammans."),
        ),
        (
            Heard("Det finns inget lugnt ställe när det är stökigt i dagrummet.", ROOMS, "yes", "Biblioteket har stått låst utan anledning.", "Biblioteket är öppet till klockan 22."),
            Heard("Nya vikarier vet inte vad vi har kommit överens om.", STAFF, "later", "Vi skriver en sida som alla vikarier läser innan passet. Den är inte färdig."),
        ),
        (
            Heard("Det skulle hjälpa att få prata med någon som själv har legat här.", SAY, "yes", "Vi har bett arbetsgruppen för kamratstöd om det.", "En kamratstödjare är här på torsdagar."),
            Heard("Kaffet är slut efter klockan två, och då är dagen bara halv.", FOOD, "no", "Koffein sent på dagen gör att flera sover sämre. Det finns te och koffeinfritt dygnet runt."),
            Heard("Besökande barn har ingenstans att vara.", CLOSE, "yes", "Vi har ett rum som kan bli deras.", "Det finns ett rum för besök av barn, med leksaker och en soffa."),
        ),
        (
            Heard(HANDED_ON, DOING),
            Heard("Larmet i korridoren går så ofta att ingen reagerar längre.", SAFE, "yes", "Ni har rätt, det är en risk. Larmet ställs om redan den här veckan.", "Larmet går bara till den som ska komma.", urgent=True),
            Heard("Telefontiden till avdelningen är samma tid som lunchen.", WAIT, "yes", "Vi flyttar den till klockan 13."),
            Heard("Det står fel besökstider på webben.", INFO, "yes", "Tack, det är rättat.", "Rätt tider står på webben sedan i går."),
            Heard("Ta bort skylten om att inget får hända utan att man har frågat. Den gör en liten.", WAY),
        ),
    ),
    "Patientforum Avdelning 14": (
        (
            Heard("Väckningen klockan sju är för tidig för den som har medicin på kvällen.", SAY, "yes", "Den som vill kan få frukost klockan nio.", "Väckningen är frivillig på helgerna och klockan åtta på vardagar."),
            Heard("Vi vill ha en egen tavla där vi kan skriva vad vi vill ta upp.", SAY, "yes", "Bra förslag.", "Tavlan sitter utanför samtalsrummet."),
        ),
        (
            Heard("På helgerna händer ingenting alls.", DOING, "later", "Vi har inte personal till det än. Vi söker pengar till en aktivitetsledare."),
            Heard("Gardinerna släpper in ljus hela sommarnatten.", ROOMS, "yes", "Nya är beställda.", "Alla rum har mörka gardiner."),
        ),
        (
            Heard("Anhöriga blir bortkopplade mellan växeln och avdelningen.", CLOSE, "yes", "Växeln hade fel nummer.", "Det finns ett direktnummer för närstående."),
            Heard("Maten kommer ljummen.", FOOD, "yes", "Vagnen stod för länge i hissen.", "Maten värms på avdelningen."),
        ),
        (
            Heard("Man får olika svar beroende på vem man frågar.", STAFF, "later", "Vi skriver ner det som gäller så att alla svarar lika. Klart till våren."),
            Heard("Kan sjukgymnasten komma hit i stället för att vi ska gå dit i grupp?", DOING, "no", "Redskapen finns i den andra byggnaden. Den som inte vill gå i grupp kan boka en egen tid."),
        ),
        (
            Heard("Skriv ut mötets svar stort och sätt upp dem, alla går inte på forum.", INFO, "yes", "Det gör vi från och med nu.", "En affisch med svaren sitter vid matsalen."),
        ),
        (
            Heard("Vi behöver veta vad som händer efter utskrivningen, inte bara datum.", BETWEEN, "yes", "Mottagningen kommer hit veckan före utskrivningen."),
            Heard("Tvättstugan är upptagen av personalens kläder.", ROOMS),
        ),
    ),
    "Patientforum Avdelning 30": (
        (
            Heard("Besöksrummet är fullt bokat flera veckor fram.", CLOSE, "yes", "Vi öppnar på lördagar också.", "Besöksrummet är öppet sex dagar i veckan."),
        ),
        (
            Heard("Det tar för lång tid att få svar på en ansökan om något så litet som en bok.", WAIT, "yes", "Små saker ska avgöras samma dag.", "Kontaktmannen beslutar själv om det som kostar under hundra kronor."),
        ),
        (
            Heard("Studier går inte när nätet stängs klockan 16.", DOING, "later", "Säkerheten måste prövas först. Vi har bett om en lösning."),
        ),
        (
            Heard("Personalen byts så ofta att man börjar om hela tiden.", STAFF, "no", "Vi kan inte lova samma person. Vi lovar att den nya har läst på innan ni ses."),
        ),
        (Heard("Promenadgården är blöt halva året.", ROOMS, "yes", "Dräneringen läggs om i vår."),),
        (
            Heard("Det vi säger här borde gå vidare till ledningen utan att någon kan räkna ut vem det var.", SAFE, "yes", "Därför räknas vårt forum ihop med andra små i sammanställningen."),
        ),
    ),
    "Dialogforum i Norrvik": (
        (
            Heard("Boendestödet kommer på olika tider, och då vågar man inte gå ut.", WAIT, "yes", "Ni ska veta en timme före.", "Ett sms kommer en timme före besöket."),
            Heard("Den som är ny får ingen presentation av vad boendestöd är.", INFO, "yes", "Vi har skrivit en sida.", "Sidan lämnas vid första besöket."),
        ),
        (
            Heard("Det borde gå att säga nej till en person utan att bli av med stödet.", SAY, "yes", "Det har ni rätt till.", "Det står nu i beslutet att man kan byta."),
        ),
        (
            Heard("På helgerna är träffpunkten stängd, och det är då den behövs.", DOING, "later", "Nämnden tar upp det i budgeten."),
            Heard("Trappan till träffpunkten går inte att komma upp för med rullstol.", ROOMS, "yes", "Det finns en annan ingång som har varit låst.", "Ingången på baksidan är öppen och skyltad."),
        ),
        (
            Heard("Man vill kunna ta med en vän till planeringsmötet.", CLOSE, "yes", "Det får man alltid.", "Kallelsen säger att du gärna får ha någon med dig."),
        ),
        (
            Heard("Handläggaren svarar aldrig i telefon, bara svararen.", WAIT, "yes", "Vi inför telefontid två gånger i veckan.", "Telefontid tisdag och torsdag klockan 9 till 10."),
            Heard("Kan vi få höra vad som blev av det vi sade förra året?", INFO, "yes", "Ja. Det är därför vi har börjat med de här mötena."),
        ),
        (
            Heard("Bussen till träffpunkten dras in. Då kommer hälften inte längre.", WAIT, urgent=True),
            Heard("Fikat kostar mer än man har råd med i slutet av månaden.", OTHER, "no", "Vi får inte ge bort det, men det går att ta med eget."),
        ),
    ),
}  # fmt: skip

# Said at the user council, and the answers given between its meetings.
COUNCIL_SAYINGS = (
    Heard("Ta med oss innan upphandlingen av det nya journalsystemet, inte efter.", SAY, "yes", "Två från rådet sitter med i den grupp som skriver kraven."),
    Heard("Kallelser till återbesök skickas fortfarande i kuvert som alla förstår.", WAY, "yes", "Kuverten byts vid årsskiftet."),
    Heard("Kamratstödjarna borde få vara med när någon skrivs ut.", BETWEEN),
)  # fmt: skip
