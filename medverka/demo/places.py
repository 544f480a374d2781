"""The places of Exempellän: sub-areas, municipalities, the region with its units, associations, other bodies."""

SUB_AREAS = {
    "Norra Exempellän": ("Norrvik", "Tallåsa", "Åby-Exempel", "Vintersta"),
    "Mellersta Exempellän": ("Exempelstad", "Ekdala", "Lövsta", "Sandby"),
    "Södra Exempellän": ("Söderö", "Ulvön", "Kvarnhult", "Ängsköping"),
}

# unit: units under it
REGION = "Region Exempellän"
REGION_UNITS: dict[str, tuple[str, ...]] = {
    "Vuxenpsykiatrin": ("Avdelning 12", "Avdelning 14", "Öppenvårdsmottagningen", "Mobila teamet"),
    "Rättspsykiatrin": ("Avdelning 30",),
    "Barn- och ungdomspsykiatrin": ("BUP Exempelstad", "BUP Norrvik"),
    "Beroendemottagningen": (),
    "Habiliteringen": (),
    "Primärvården": ("Vårdcentralen Ekdala", "Vårdcentralen Söderö"),
    "Länsgemensam ledning": ("Samordningsgruppen vuxna", "Samordningsgruppen barn och unga"),
}
# A social psychiatry in some municipalities, and other units of theirs.
MUNICIPAL_UNITS = {
    "Norrvik": ("Boendestödet i Norrvik", "Socialförvaltningen i Norrvik"),
    "Exempelstad": ("Socialpsykiatrin i Exempelstad", "Försörjningsstöd i Exempelstad"),
    "Ekdala": ("Socialpsykiatrin i Ekdala",),
    "Lövsta": ("Boendestödet i Lövsta",),
    "Söderö": ("Öppna förskolan i Söderö",),
}
ASSOCIATIONS = (
    ("Föreningen Förgätmigej", "För dig med egen erfarenhet av psykisk ohälsa."),
    ("Anhörigringen i Exempellän", "För dig som är närstående."),
    ("Brukarföreningen Egen röst", "Driver frågor om inflytande."),
    ("Klubbhuset Kompassen", "Arbetsgemenskap och stöd i vardagen."),
    ("Föreningen Lugn och ro", "Samtalsgrupper för dig med oro."),
    ("Nätverket Nya steg", "För dig på väg ut ur ett beroende."),
    ("Föräldrar för varandra", "För dig som har ett barn som behöver stöd."),
    ("Unga vågar", "För dig mellan 15 och 25 år."),
    ("Föreningen Fyrljuset", "Möten och studiecirklar i södra länet."),
    ("Kamratstödet Handslaget", "Kamratstödjare på länets avdelningar."),
    ("Föreningen Olika hjärnor", "För dig som tänker på ett annat sätt."),
    ("Syskonkedjan", "För vuxna syskon."),
    ("Föreningen Balans på lina", "För dig vars liv går upp och ner."),
    ("Tystnadens vänner", "För dig som hör det andra inte hör."),
    ("Föreningen Mat och mod", "För dig med svårt förhållande till mat."),
    ("Efterlevandes krets", "För dig som har mistat någon."),
    ("Seniorernas samtalsrum", "För dig som är äldre."),
    ("Föreningen Långa vägen", "För dig med mångårig erfarenhet av vård."),
    ("Språkbron", "För dig med annat modersmål än svenska."),
    ("Föreningen Skogsgläntan", "Gröna möten, djur och trädgård."),
)
BODIES = ("Samordningsförbundet Exempellän", "Studieförbundet Lyktan", "Personliga ombud i Exempellän")

# What requests are about: title, way to take part, level.
SUBJECTS = (
    ("Kallelsen till nybesök", "lasa-och-tycka-om-texter", "operational"),
    ("Referensgrupp om väntrummet", "referensgrupp", "operational"),
    ("Föreläsning för nya medarbetare", "forelasa-och-beratta", "operational"),
    ("Intervjua sökande till enhetschef", "vara-med-och-anstalla", "operational"),
    ("Dialog om telefontider", "panel", "operational"),
    ("Vad ska enkäten fråga om?", "utforma-enkater", "system"),
    ("Riktlinje för utskrivning", "referensgrupp", "system"),
    ("Utbildningsdag om bemötande", "forelasa-och-beratta", "operational"),
    ("Läsa igenom informationsbladet", "lasa-och-tycka-om-texter", "individual"),
    ("Panel om samordnad plan", "panel", "system"),
    ("Ny lokal för öppenvården", "referensgrupp", "operational"),
    ("Broschyr om stöd till närstående", "lasa-och-tycka-om-texter", "individual"),
    ("Handlingsplan för de kommande åren", "referensgrupp", "system"),
    ("Digital kallelse, pröva och tyck till", "lasa-och-tycka-om-texter", "operational"),
)
# What was said, the answer, the because, and the effect ("" where none is known yet).
VOICES = (
    ("Vi vill veta vem som arbetar i natt, innan vi lägger oss.", "yes", "Det är enkelt att ordna och gör kvällen lugnare.", "En tavla med namn och bild sitter nu vid matsalen."),
    ("Kallelsen går inte att förstå.", "yes", "Vi håller med. Brevet skrevs för länge sedan.", "Fyra personer ur Intressebanken har skrivit om brevet."),
    ("Ha öppet på helgen också.", "no", "Bemanningen räcker inte. Frågan tas upp igen i nästa budget.", ""),
    ("Fråga oss innan ni bygger om, inte efter.", "yes", "Det sparar både pengar och besvikelser.", "Alla ombyggnader har nu en referensgrupp från början."),
    ("Telefontiden är för kort.", "yes", "Många hinner inte fram på morgonen.", "Telefonen är öppen en timme till, på eftermiddagen."),
    ("Vi vill kunna välja bort videosamtal.", "yes", "Formen ska passa den som kommer.", "Kallelsen frågar vilken form du vill ha."),
    ("Ge närstående en egen kontaktperson.", "later", "Vi prövar det på en mottagning under ett år först.", ""),
    ("Skriv på lätt svenska.", "yes", "Ett svårt brev är ett dåligt brev.", "Tolv texter är omskrivna."),
    ("Ta bort låset till trädgården.", "no", "Lagen kräver att avdelningen är låst. Tiderna ute blir fler.", ""),
    ("Berätta vad som hände med det vi sa förra gången.", "yes", "Det är själva poängen.", "Varje möte börjar nu med förra mötets svar."),
    ("Låt oss vara med när ni anställer.", "yes", "Vi får bättre medarbetare då.", "Två medverkande sitter med vid varje chefsintervju."),
    ("Vi behöver pauser i långa möten.", "yes", "Alla orkar mer då.", "Paus var fyrtiofemte minut står i dagordningen."),
)  # fmt: skip
