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
