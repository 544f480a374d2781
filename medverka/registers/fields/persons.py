"""What a register can say about a person."""

from django.utils.translation import gettext_lazy as _

from medverka.registers import choices, values
from medverka.registers.fields.base import a_date, a_postcode, a_status, field

PERSON_FIELDS = (
    field(
        "number",
        _("nummer"),
        "nr|nummer|id|löpnr|löpnummer|person nr|person id|deltagarnr|deltagarnummer|"
        "medlemsnr|medlemsnummer|registernr|kod|no|number|#|nr.",
        weight=0.5,
        reads=values.number_key,
    ),
    field("given_name", _("förnamn"), "förnamn|tilltalsnamn|fnamn|first name|given name|forename", weight=2),
    field("family_name", _("efternamn"), "efternamn|enamn|last name|surname|family name", weight=2),
    field(
        "name",
        _("namn"),
        "namn|fullständigt namn|för- och efternamn|förnamn och efternamn|förnamn efternamn|person|"
        "deltagare|invånare|kontaktuppgifter namn|representant|brukarrepresentant|name|full name",
        weight=1.5,
    ),
    field(
        "name_family_first",
        _("namn, efternamnet först"),
        "efternamn, förnamn|efternamn förnamn|efternamn och förnamn|"
        "last name first name|surname, first name|namn (efternamn, förnamn)",
        weight=1.5,
    ),
    field(
        "email",
        _("e-post"),
        "e-post|epost|mail|mejl|e-mail|e-postadress|mailadress|mejladress|epostadress|email address",
        weight=2,
        many=True,
        reads=values.emails,
    ),
    field(
        "phone",
        _("telefon"),
        "telefon|tel|tfn|mobil|mobiltelefon|mobilnr|mobilnummer|telefonnummer|telefonnr|telnr|"
        "mobil/tel|tel/mobil|telefon/mobil|hemtelefon|telefon hem|telefon mobil|telefon arbete|phone|mobile|cell phone|"
        "phone number|tfn dagtid|tel dagtid|tfn nr|tel hem|tel arb|tel mobil",
        weight=2,
        many=True,
        reads=values.phones,
    ),
    field(
        "street",
        _("gatuadress"),
        "adress|gatuadress|gata|utdelningsadress|bostadsadress|hemadress|address|street",
        weight=1.5,
    ),
    field(
        "postal",
        _("postnummer och ort"),
        "postnr o ort|postnr och ort|postnummer och ort|postnr/ort|postnr ort|postnr+ort|"
        "postadress|postnummer ort|zip and city",
        weight=2,
    ),
    field(
        "postcode",
        _("postnummer"),
        "postnr|postnummer|post nr|zip|zip code|postal code|postcode",
        weight=2,
        reads=a_postcode,
    ),
    field("town", _("ort"), "ort|postort|bostadsort|stad|city|town", weight=1),
    field(
        "municipality",
        _("kommun"),
        "kommun|hemkommun|bostadskommun|kommuntillhörighet|municipality|boendekommun|kommun boende",
        weight=1,
    ),
    field(
        "age_band",
        _("åldersgrupp"),
        "åldersgrupp|ålder|åldersspann|ålderskategori|åldersintervall|åldersklass|age band|age group|age range",
        weight=1,
        reads=choices.age_band,
    ),
    field(
        "is_user",
        _("brukare (kryss)"),
        "brukare|brukarerfarenhet|service user|user|har varit brukare",
        weight=2,
        reads=values.mark,
    ),
    field(
        "is_patient",
        _("patient (kryss)"),
        "patient|patienterfarenhet|psykiatripatient|har varit patient",
        weight=2,
        reads=values.mark,
    ),
    field(
        "is_relative",
        _("närstående (kryss)"),
        "närstående|anhörig|närståendeerfarenhet|anhörigerfarenhet|relative|carer|family member",
        weight=2,
        reads=values.mark,
    ),
    field(
        "perspective",
        _("perspektiv"),
        "perspektiv|roll|erfarenhet som|erfarenhet av att vara|kategori|typ av erfarenhet|"
        "brukare/patient/närstående|brukare/närstående|patient/närstående|erfarenhet|perspective|role",
        weight=2,
        reads=choices.perspectives,
    ),
    field(
        "areas",
        _("erfarenhetsområden"),
        "område|områden|erfarenhetsområde|erfarenhetsområden|verksamhetsområde|"
        "erfarenhet inom|erfarenhet av|ämnesområde|erfarenheter|område(n)|area|experience|field of experience",
        weight=1,
        many=True,
    ),
    field(
        "ways",
        _("sätt att medverka"),
        "vill bidra med|bidra med|bidrar med|intresse|intresserad av|intressen|vill göra|uppdragstyp|"
        "sätt att medverka|kan tänka sig|kan bidra med|vill delta i|typ av uppdrag|wants to do|interests|kan medverka i|vill medverka i|medverkar i|uppdrag som intresserar",
        weight=1.5,
        many=True,
    ),
    field(
        "forms",
        _("form"),
        "form|mötesform|digitalt/fysiskt|på plats/digitalt|vill delta",
        weight=0.5,
        reads=choices.forms,
    ),
    field("languages", _("språk"), "språk|modersmål|talar|language|languages|språkkunskaper", weight=1, many=True),
    field(
        "access_needs",
        _("behov för att kunna delta"),
        "behov|särskilda behov|tillgänglighet|anpassning|anpassningar|stödbehov|"
        "behov av stöd|tillgänglighetsbehov|access needs|accessibility",
        weight=1,
        many=True,
    ),
    field(
        "joined_on",
        _("med sedan"),
        "anmälningsdatum|anm datum|anmäld|anmäld datum|datum för anmälan|anmälan|anslöt|anslöt datum|"
        "ansluten|startdatum|start|inträde|inträdesdatum|med sedan|medlem sedan|gick med|inskriven|inskrivningsdatum|registrerad|"
        "registreringsdatum|reg datum|datum|tillkom|från och med|fr o m|joined|date joined|join date|member since|registered|"
        "start date|startade|anmälan inkom|datum för inskrivning|inskriven datum|gick med år",
        weight=1.5,
        reads=a_date,
    ),
    field(
        "left_on",
        _("lämnade"),
        "slutdatum|avslutad|avslutsdatum|avslutad datum|datum för avslut|avslut|slutade|slutat|utträde|"
        "utträdesdatum|lämnade|har lämnat|till och med|t o m|left|end date|date left|ended|slutade datum|avslutningsdatum|avregistrerad|avslutad den",
        weight=1.5,
        reads=a_date,
    ),
    field("status", _("status"), "status|läge|aktiv|aktiv/vilande|active", weight=0.5, reads=a_status),
    field(
        "channel",
        _("vill bli nådd genom"),
        "kontaktas via|kontakt via|kontaktväg|kontaktsätt|vill nås via|nås via|nås bäst via|önskad kontakt|"
        "helst kontakt via|kanal|kontaktas helst|preferred contact|contact by|contact via|vill bli kontaktad via|kontaktas genom|önskat kontaktsätt",
        weight=2,
        reads=choices.channels,
    ),
    field(
        "protected",
        _("skyddade personuppgifter"),
        "skyddad|skyddade personuppgifter|skyddade uppgifter|skyddad identitet|skyddad id|"
        "sekretess|sekretessmarkering|sekretessmarkerad|sekr|protected|protected identity",
        weight=2,
        reads=values.protected,
    ),
    field(
        "notes",
        _("anteckningar"),
        "anteckningar|anteckning|anteckn|övrigt|övriga upplysningar|kommentar|kommentarer|notering|noteringar|"
        "anmärkning|anmärkningar|anm|att tänka på|notes|note|comment|comments|remarks|övrig info|övr info|övrig information",
        weight=0.3,
        many=True,
    ),
)
