"""What requests in Exempellän are about, and what was said: in our own words, as people might have put it."""

from typing import NamedTuple


class Saying(NamedTuple):
    """What was said, the answer, the because, and the effect (empty where none is known yet)."""

    text: str
    answer: str
    because: str
    effect: str = ""


class Subject(NamedTuple):
    """What a request is about: title, way to take part, level, the units that would ask it, and the theme of what is said."""

    title: str
    way: str
    level: str
    units: tuple[str, ...]
    theme: str


CARE = (
    "Öppenvårdsmottagningen", "Vuxenpsykiatrin", "Mobila teamet", "Beroendemottagningen", "BUP Exempelstad",
    "BUP Norrvik", "Habiliteringen", "Vårdcentralen Ekdala", "Vårdcentralen Söderö",
)  # fmt: skip
WARDS = ("Avdelning 12", "Avdelning 14", "Avdelning 30")
SOCIAL = (
    "Boendestödet i Norrvik", "Boendestödet i Lövsta", "Socialpsykiatrin i Exempelstad", "Socialpsykiatrin i Ekdala",
)  # fmt: skip
LEADING = ("Vuxenpsykiatrin", "Samordningsgruppen vuxna", "Samordningsgruppen barn och unga")

TEXTS, GROUP, TALK = "lasa-och-tycka-om-texter", "referensgrupp", "forelasa-och-beratta"
SUBJECTS = (
    Subject("Kallelsen till nybesök", TEXTS, "operational", CARE, "information"),
    Subject("Referensgrupp om väntrummet", GROUP, "operational", CARE, "miljo-och-lokaler"),
    Subject("Föreläsning för nya medarbetare", TALK, "operational", CARE + SOCIAL, "bemotande"),
    Subject(
        "Intervjua sökande till enhetschef",
        "vara-med-och-anstalla",
        "operational",
        CARE + SOCIAL,
        "personal-och-kontinuitet",
    ),
    Subject("Dialog om telefontider", "panel", "operational", CARE, "vantan-och-tillganglighet"),
    Subject("Vad ska enkäten fråga om?", "utforma-enkater", "system", LEADING, "delaktighet-i-varden-och-stodet"),
    Subject("Riktlinje för utskrivning", GROUP, "system", WARDS, "overgangar"),
    Subject("Utbildningsdag om bemötande", TALK, "operational", CARE + SOCIAL, "bemotande"),
    Subject("Läsa igenom informationsbladet", TEXTS, "individual", CARE, "information"),
    Subject("Panel om samordnad plan", "panel", "system", LEADING, "overgangar"),
    Subject(
        "Ny lokal för öppenvården",
        GROUP,
        "operational",
        ("Öppenvårdsmottagningen", "Beroendemottagningen"),
        "miljo-och-lokaler",
    ),
    Subject("Broschyr om stöd till närstående", TEXTS, "individual", CARE, "narstaende"),
    Subject("Handlingsplan för de kommande åren", GROUP, "system", LEADING, "annat"),
    Subject("Digital kallelse, pröva och tyck till", TEXTS, "operational", CARE, "information"),
    Subject("Kvällarna på avdelningen", "panel", "operational", WARDS, "aktiviteter"),
    Subject("Boendestödets första besök", GROUP, "individual", SOCIAL, "trygghet"),
    Subject("Besluten, går de att förstå?", TEXTS, "individual", SOCIAL, "information"),
    Subject("Planen för stödet, vems ord?", "panel", "individual", SOCIAL, "delaktighet-i-varden-och-stodet"),
)

_KALLELSEN = (
    Saying("Kallelsen går inte att förstå. Jag läste den tre gånger och visste ändå inte vart jag skulle.", "yes", "Vi håller med. Brevet skrevs för länge sedan, och mest för oss själva.", "Fyra personer ur Intressebanken har skrivit om brevet."),
    Saying("Skriv vem jag ska träffa, inte bara en titel.", "yes", "Det är lättare att komma till någon som har ett namn.", "Namnet står nu överst i kallelsen."),
    Saying("Hotet om avgift kommer före hälsningen. Då vill man inte ens läsa vidare.", "yes", "Avgiften måste stå med, men inte först.", "Raden om avgift står sist, i samma storlek som resten."),
    Saying("Jag vill kunna ta med någon utan att behöva fråga först.", "yes", "Det har man alltid fått. Vi har bara inte sagt det.", "Kallelsen säger att du gärna får ha någon med dig."),
    Saying("Skicka en påminnelse dagen före. Jag kommer inte ihåg ett brev från förra månaden.", "later", "Systemet för påminnelser byts till hösten. Då tar vi med det."),
    Saying("Låt mig välja tid själv på nätet.", "no", "Nybesök kräver att två medarbetare är lediga samtidigt. Däremot går det att ringa och byta."),
)  # fmt: skip
_VANTRUMMET = (
    Saying("Ta bort teven. Nyheterna på hög volym är det sista jag behöver innan jag ska prata om mig själv.", "yes", "Den satt där av gammal vana.", "Teven är borta. I stället finns tidningar och ett stort pussel."),
    Saying("Stolarna står så att alla stirrar på varandra.", "yes", "Det kostar inget att möblera om.", "Stolarna står i mindre grupper, och två av dem med ryggen mot väggen."),
    Saying("Ropa inte upp hela namnet. Halva orten sitter där.", "yes", "Det borde vi ha tänkt på själva.", "Medarbetarna går fram och hälsar med förnamn."),
    Saying("Jag behöver veta om det är försenat. Att inte veta är värre än att vänta.", "yes", "Vi vet det oftast själva en halvtimme före.", "En skylt i receptionen säger hur långt efter vi ligger."),
    Saying("Ordna en egen ingång för den som inte vill synas.", "no", "Huset är hyrt, och fastighetsägaren säger nej. Du kan ringa från bilen så möter vi dig vid sidodörren."),
    Saying("Det finns inget för barnen att göra när man måste ha dem med.", "later", "Ett lekhörn kräver mer plats. Det är med i planen för nästa ombyggnad."),
)  # fmt: skip
_FORELASNING = (
    Saying("Låt oss börja med frågor i stället för med en bildvisning.", "yes", "Samtalet blir bättre än föredraget.", "Halva tiden är nu samtal i små grupper."),
    Saying("Det räcker inte att vi berättar en gång om året. De nya kommer ju hela tiden.", "yes", "Introduktionen är det bästa tillfället.", "En medverkande är med vid varje introduktionsdag."),
    Saying("Cheferna borde också sitta med, inte bara hälsa och gå.", "yes", "Det märks om vi går.", "Enhetscheferna är med hela förmiddagen."),
    Saying("Jag vill att någon ringer mig dagen efter. Det river upp saker att berätta.", "yes", "Det hör till ett bra uppdrag att inte bli lämnad efteråt.", "Samordnaren ringer alltid dagen efter en föreläsning."),
    Saying("Berätta för oss vad ni gjorde med det ni hörde.", "later", "Vi frågar medarbetarna efter tre månader och återkommer då."),
    Saying("Spela in föreläsningen så slipper vi berätta samma sak om igen.", "no", "Det som sägs i rummet ska stanna där. En inspelning kan vi inte skydda."),
)  # fmt: skip
_INTERVJUA = (
    Saying("Låt oss vara med när ni anställer, inte bara när ni presenterar den nya.", "yes", "Vi får bättre medarbetare då.", "Två medverkande sitter med vid varje chefsintervju."),
    Saying("Ge oss frågorna några dagar före, så vi hinner tänka.", "yes", "Det är självklart. Vi har haft för bråttom.", "Frågorna skickas ut en vecka i förväg."),
    Saying("Fråga de sökande om ett tillfälle när de ändrade sig efter att ha lyssnat på någon.", "yes", "Det säger mer än ännu en fråga om ledarskap.", "Frågan är nu en av fem som alla får."),
    Saying("Vi vill ha en röst när ni väljer, inte bara ett intryck.", "no", "Det är chefen som ansvarar för anställningen. Men skälen ska berättas för er, och det gör vi."),
    Saying("Intervjuerna låg klockan åtta på morgonen. Det går inte för alla av oss.", "yes", "Vi tänkte på våra egna kalendrar.", "Intervjuer med medverkande läggs efter klockan tio."),
    Saying("Låt sökande komma till mötesplatsen och äta lunch med oss.", "later", "Vi prövar det vid nästa rekrytering och ser hur det blir för båda håll."),
)  # fmt: skip
_TELEFONTIDER = (
    Saying("Telefontiden är för kort. Klockan nio är det redan fullt.", "yes", "Många hinner inte fram på morgonen.", "Telefonen är öppen en timme till, på eftermiddagen."),
    Saying("Knappvalen är värst. Jag ger upp vid den fjärde menyn.", "yes", "Vi lyssnade på dem själva och höll med.", "Det är två val nu, och det ena är att prata med någon."),
    Saying("Säg när ni ringer upp. Jag vågar inte duscha.", "yes", "En tid är inte svårare att ge än ett löfte.", "Du får veta vilken halvtimme vi ringer, och det hålls nästan alltid."),
    Saying("När ni ringer står det dolt nummer. Jag svarar aldrig på dolt nummer.", "later", "Växeln styrs av regionen. Vi har lämnat in önskemålet och väntar på besked."),
    Saying("Ha öppet på helgen också. Det är då det är som svårast.", "no", "Bemanningen räcker inte. Frågan tas upp igen i nästa budget."),
    Saying("Jag vill kunna skriva i stället för att ringa.", "yes", "För en del är telefonen det svåraste av allt.", "Det går att skicka meddelande, och svaret kommer inom två dagar."),
)  # fmt: skip
_ENKATEN = (
    Saying("Fråga inte om jag är nöjd. Fråga om jag fick det jag behövde.", "yes", "Det är en bättre fråga.", "Ordet nöjd är struket ur enkäten."),
    Saying("Tjugo frågor är för mycket. Ta de fem som ni tänker göra något åt.", "yes", "Vi läste ändå aldrig svaren på resten.", "Enkäten har sex frågor och en rad för egna ord."),
    Saying("Ge oss papper också. Alla sitter inte vid en dator.", "yes", "Annars hör vi bara hälften.", "Enkäten ligger på papper i väntrummen, med en låda att lägga den i."),
    Saying("Fråga de närstående vad de såg. Vi märker andra saker.", "later", "Det blir en egen enkät nästa år, så att frågorna passar."),
    Saying("Skicka den inte en vecka efter utskrivning. Då orkar man ingenting.", "yes", "En månad efter är klokare.", "Enkäten skickas efter fem veckor."),
    Saying("Låt oss se alla fritextsvar.", "no", "Någon skulle kunna bli igenkänd. Ni får se dem som vi har gått igenom och gjort namnlösa."),
)  # fmt: skip
_UTSKRIVNING = (
    Saying("Jag fick veta det samma morgon. Då har man ingen mat hemma.", "yes", "Det ska aldrig behöva komma som en överraskning.", "Dagen bestäms minst två dygn före, tillsammans med den det gäller."),
    Saying("Ge mig ett papper med vem jag ringer om det inte går.", "yes", "Det är enkelt, och det lugnar.", "Alla får ett kort med två namn och två nummer."),
    Saying("Ring den som bor hemma innan, om man har sagt ja till det.", "yes", "En närstående som vet kan hjälpa till.", "Frågan ställs vid inskrivningen och står i planen."),
    Saying("Någon borde ringa efter tre dagar. Det är då det blir tyst.", "yes", "De första dagarna är svårast.", "En medarbetare från avdelningen ringer på tredje dagen."),
    Saying("Jag vill att boendestödet är med på mötet innan jag åker hem.", "later", "Kommunerna behöver kunna komma med kort varsel. Vi prövar med videomöte i vår."),
    Saying("Skriv aldrig ut någon på en fredag.", "no", "Några vill hem just till helgen. Men på fredagar frågar vi en gång till, och det ska finnas någon att ringa."),
)  # fmt: skip
_BEMOTANDE = (
    Saying("Säg mitt namn och sätt er ner. Det tar lika lång tid som att stå.", "yes", "Det var det många skrev upp för egen del.", "Att sitta ner är första punkten i introduktionen."),
    Saying("Fråga vad jag tror att det beror på, innan ni berättar vad ni tror.", "yes", "Det sparar omvägar.", "Frågan står först i mallen för första samtalet."),
    Saying("Prata inte med min mamma över huvudet på mig. Jag är nitton.", "yes", "Det händer oftare än vi vill.", "Den det gäller tillfrågas alltid först, även när någon annan är med."),
    Saying("Om ni måste skriva under samtalet, berätta vad ni skriver.", "yes", "Då är det ett samtal och inget förhör.", "Flera visar nu skärmen medan de skriver."),
    Saying("Vi vill veta vilka medarbetare som har gått utbildningen.", "no", "Det är en sak mellan medarbetaren och chefen. Hur många som har gått kan vi berätta: nästan alla."),
    Saying("Låt receptionen gå utbildningen också. Det är där man hamnar först.", "yes", "De glöms ofta bort.", "Receptionisterna var med redan i nästa omgång."),
)  # fmt: skip
_INFORMATIONSBLADET = (
    Saying("Skriv på lätt svenska. Det är inte barnsligt, det är snällt.", "yes", "Ett svårt blad är ett dåligt blad.", "Tolv texter är omskrivna."),
    Saying("Det står vad ni gör, men inte vad jag kan säga nej till.", "yes", "Det är en viktig del av att bestämma tillsammans.", "Bladet har fått en egen ruta: Du kan säga nej."),
    Saying("Bilden på solnedgången säger ingenting. Visa hur det ser ut hos er.", "yes", "Det man har sett förut är mindre skrämmande.", "På framsidan är ett foto av entrén."),
    Saying("Texten är för liten. Jag höll den på armlängds avstånd.", "yes", "Det är lätt åtgärdat.", "Bladet har större text och är fyra sidor i stället för två."),
    Saying("Finns det på mitt språk? Min syster läser bäst på sitt.", "later", "Vi börjar med de tre språk som flest behöver. Fler kommer när texten är prövad."),
    Saying("Ta bort bladet helt och prata med oss i stället.", "no", "Många vill ha något att läsa hemma. Men vi går igenom det tillsammans först."),
)  # fmt: skip
_SAMORDNAD_PLAN = (
    Saying("Vi var nio runt bordet och jag var den enda som inte fick betalt.", "yes", "Det sätter fingret på något. Antalet går att ändra.", "Kallelsen går till dem som du vill ha med, och till högst fem."),
    Saying("Ingen hade läst på. Jag fick berätta allt från början, igen.", "yes", "Det är vår läxa, inte er.", "En sida skickas ut i förväg, skriven tillsammans med dig."),
    Saying("Skriv planen under mötet, så att jag ser vad som står.", "yes", "Då blir det också dina ord.", "Planen skrivs på storbild medan mötet pågår."),
    Saying("Vem har ansvaret mellan mötena? Det blev ingen.", "yes", "Utan namn händer inget.", "Varje punkt har ett namn och en dag."),
    Saying("Ge närstående en egen kontaktperson.", "later", "Vi prövar det på en mottagning under ett år först."),
    Saying("Låt mig kalla till mötet själv.", "no", "Enligt reglerna är det vi som ska kalla. Men du kan be om ett möte när som helst, och det ska bli av inom tre veckor."),
)  # fmt: skip
_LOKALEN = (
    Saying("Fråga oss innan ni bygger om, inte efter.", "yes", "Det sparar både pengar och besvikelser.", "Alla ombyggnader har nu en referensgrupp från början."),
    Saying("Rummen är så lyhörda att jag hör nästa samtal. Då hör de mitt.", "yes", "Det är inte värdigt.", "Väggarna är tätade och dörrarna är bytta."),
    Saying("Bussen går en gång i timmen dit. Har ni tänkt på det?", "no", "Hyran avgjorde, och det beklagar vi. Tiderna för besök läggs efter bussen för den som vill."),
    Saying("Sätt skylten så att det inte syns från gatan vad det är för ställe.", "yes", "Den som vill vara i fred ska få vara det.", "På skylten står bara husets namn."),
    Saying("Ett rum med fönster, tack. Det är tungt nog ändå.", "yes", "Vi bytte med personalrummet.", "Tre av fyra samtalsrum har dagsljus."),
    Saying("Det behövs någonstans att samla sig innan man går ut i regnet.", "later", "Det finns ett litet rum som är förråd i dag. Det ska tömmas när arkivet flyttar."),
)  # fmt: skip
_NARSTAENDE = (
    Saying("Börja med att säga att det inte är vårt fel.", "yes", "Det är den meningen som flest minns.", "Den står överst på första sidan."),
    Saying("Vi får inte veta något för sekretessen. Men ni kan väl lyssna?", "yes", "Sekretess hindrar oss att berätta, aldrig att höra på.", "Broschyren säger det, och det är en punkt i introduktionen."),
    Saying("Skriv var man ringer mitt i natten. Det är då man behöver broschyren.", "yes", "Det saknades helt.", "Numren står på baksidan, stora."),
    Saying("Barnen behöver en egen. De förstår mer än ni tror.", "later", "Den ska skrivas tillsammans med barn, och det får ta sin tid."),
    Saying("Jag är syskon. Allt handlar om föräldrar.", "yes", "Du har rätt, vi glömde er.", "Ett uppslag handlar om att vara syskon."),
    Saying("Ge oss ersättning för alla timmar vi lägger.", "no", "Det får vi inte för stöd till en anhörig. Men den som medverkar i ett uppdrag hos oss ska ha arvode."),
)  # fmt: skip
_HANDLINGSPLAN = (
    Saying("Berätta vad som hände med det vi sa förra gången.", "yes", "Det är själva poängen.", "Varje möte börjar nu med förra mötets svar."),
    Saying("Planen är full av ord som öka och stärka. Skriv vad ni ska göra, och när.", "yes", "Det går inte att följa upp ett verb.", "Varje mål har en dag och en som ansvarar."),
    Saying("Jag vet inte om jag sitter här för mig själv eller för alla andra.", "yes", "Det måste vara sagt från början.", "I inbjudan står om man talar för sig själv eller för en förening."),
    Saying("Vi behöver pauser i långa möten.", "yes", "Alla orkar mer då.", "Paus var fyrtiofemte minut står i dagordningen."),
    Saying("Lägg pengar på det, annars är det bara en plan.", "later", "Budgeten beslutas i november. Vi kommer tillbaka med en summa, även om den är noll."),
    Saying("Låt oss godkänna planen innan den går till politikerna.", "no", "Beslutet är politikernas. Men ert yttrande skickas med, ordagrant och utan att vi ändrar det."),
)  # fmt: skip
_DIGITAL_KALLELSE = (
    Saying("Jag har ingen e-legitimation och tänker inte skaffa en. Vad gör jag då?", "yes", "Det får aldrig vara enda vägen in.", "Brevet går ut som förut till den som inte har valt något annat."),
    Saying("Vi vill kunna välja bort videosamtal.", "yes", "Formen ska passa den som kommer.", "Kallelsen frågar vilken form du vill ha."),
    Saying("Aviseringen lyste på låsskärmen när jag satt på jobbet.", "yes", "Det får inte hända.", "Det står bara att du har ett meddelande, och inte från vem."),
    Saying("Avboka-knappen syns inte förrän man har skrollat.", "yes", "Det ska vara lika lätt att avboka som att tacka ja.", "Knapparna står bredvid varandra, överst."),
    Saying("Låt kallelsen läggas in i min egen kalender.", "later", "Leverantören har lovat det i nästa version, med neutrala ord."),
    Saying("Skicka den till min pappa också.", "no", "Bara du kan läsa den. Men du kan själv skicka den vidare, och vi visar hur man gör."),
)  # fmt: skip
_KVALLARNA = (
    Saying("Vi vill veta vem som arbetar i natt, innan vi lägger oss.", "yes", "Det är enkelt att ordna och gör kvällen lugnare.", "En tavla med namn och bild sitter nu vid matsalen."),
    Saying("Efter klockan sex händer ingenting. Det är då tankarna kommer.", "yes", "Kvällarna har varit våra mest bortglömda timmar.", "Tre kvällar i veckan är det bakning, film eller promenad."),
    Saying("Ta bort låset till trädgården.", "no", "Lagen kräver att avdelningen är låst. Tiderna ute blir fler."),
    Saying("Nycklarna skramlar hela natten utanför dörren.", "yes", "Det hade vi slutat höra själva.", "Nattpersonalen bär nycklarna i ett fodral."),
    Saying("Låt oss laga kvällsmaten någon gång. Man blir människa av det.", "yes", "Det är bra för alla, även för oss.", "Varannan torsdag lagar en grupp mat till avdelningen."),
    Saying("Jag vill kunna ladda telefonen på rummet.", "later", "Uttagen behöver bytas av säkerhetsskäl. Det är beställt och blir gjort i vår."),
)  # fmt: skip
_FORSTA_BESOKET = (
    Saying("Kom två gånger och bara drick kaffe, innan ni frågar vad jag behöver.", "yes", "Förtroende går inte att skynda på.", "De två första besöken har ingen dagordning."),
    Saying("Jag vill veta vem som kommer. En främling i hallen är inget stöd.", "yes", "Det är ditt hem.", "Du får ett foto och ett namn i förväg."),
    Saying("Byt inte person varje månad.", "yes", "Vi har inte räknat på vad det kostar er.", "Var och en har två personer, och bara de kommer."),
    Saying("Kan man få stöd på kvällen? Det är inte klockan tio på förmiddagen som det är rörigt.", "later", "Kvällstider prövas på ett av områdena till sommaren."),
    Saying("Låt min granne få vara stödet i stället. Henne känner jag.", "no", "Vi kan inte anställa någon som redan står dig nära. Men hon får gärna vara med på besöken."),
    Saying("Ha inte tröja med kommunens namn på. Hela trappen ser.", "yes", "Det var tänkt som trygghet men blev tvärtom.", "Medarbetarna har legitimation i fickan och egna kläder."),
)  # fmt: skip
_BESLUTEN = (
    Saying("Första sidan är bara paragrafer. Jag vill veta om det blev ja eller nej.", "yes", "Svaret ska stå först.", "Beslutet står i första meningen, paragraferna sist."),
    Saying("Skriv hur man överklagar så att en vanlig människa klarar det.", "yes", "Det är en rättighet, och ska kunna användas.", "En sida visar hur man gör, med ett färdigt brev att fylla i."),
    Saying("Det står bistånd. Jag trodde att det var något man skickar utomlands.", "yes", "Vi har slutat höra våra egna ord.", "Ordlistan ligger med, och tio ord är utbytta."),
    Saying("Ring innan det kommer ett nej. Det är så ensamt att läsa det.", "yes", "Ett samtal tar tio minuter.", "Handläggaren ringer alltid först när svaret är nej."),
    Saying("Låt mig läsa utredningen innan ni beslutar, så jag kan rätta det som är fel.", "yes", "Det ska man få. Det har varit ojämnt.", "Utkastet skickas hem en vecka före beslutet."),
    Saying("Slopa datumen. Varför måste jag söka om samma sak varje år?", "later", "Vi ser över vilka beslut som kan gälla längre. Förslaget ska till nämnden."),
)  # fmt: skip
_PLANEN = (
    Saying("Det står att brukaren ska öka sin självständighet. Jag sa att jag vill kunna åka buss.", "yes", "Då är det bussen som ska stå där.", "Målen skrivs med den egna meningen, inom citattecken."),
    Saying("Ingen har frågat vad jag är bra på.", "yes", "Det är halva planen, och den saknades.", "Planen börjar med vad du kan och tycker om."),
    Saying("Jag har aldrig sett min plan.", "yes", "Det är illa. Den är din.", "Alla har fått sin plan hem, och en pärm att ha den i."),
    Saying("Fråga mig efter ett halvår om det blev så. Inte bara om insatsen är utförd.", "yes", "Utfört är inte samma sak som hjälpt.", "Uppföljningen börjar med frågan: Blev det som du ville?"),
    Saying("Min man får inte vara med och skriva. Men det är han som gör allt på helgen.", "later", "Om du vill ha honom med ska det gå. Rutinen skrivs om, och det är klart efter sommaren."),
    Saying("Stryk planen. Jag vill bara ha någon som kommer.", "no", "Beslutet kräver en plan. Men den får vara en enda rad, om du vill ha det så."),
)  # fmt: skip

# In the order of the subjects.
_SAID = (
    _KALLELSEN, _VANTRUMMET, _FORELASNING, _INTERVJUA, _TELEFONTIDER, _ENKATEN, _UTSKRIVNING, _BEMOTANDE,
    _INFORMATIONSBLADET, _SAMORDNAD_PLAN, _LOKALEN, _NARSTAENDE, _HANDLINGSPLAN, _DIGITAL_KALLELSE, _KVALLARNA,
    _FORSTA_BESOKET, _BESLUTEN, _PLANEN,
)  # fmt: skip
SAYINGS = {subject.title: said for subject, said in zip(SUBJECTS, _SAID, strict=True)}
