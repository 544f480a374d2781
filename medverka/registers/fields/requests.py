"""What a register can say about a request."""

from django.utils.translation import gettext_lazy as _

from medverka.registers import choices, values
from medverka.registers.fields.base import a_date, a_told_back, field

REQUEST_FIELDS = (
    field(
        "number",
        _("nummer"),
        "förfr nr|förfrågan nr|förfrågningsnr|förfrågningsnummer|förfrågan|nr|nummer|id|löpnr|löpnummer|uppdragsnr|"
        "uppdragsnummer|uppdrag nr|ärendenr|ärendenummer|aktivitetsnr|beställningsnr|ref|referens|request no|request number|request|"
        "no|number|#|förfrågan id|förfrågans nr",
        weight=1,
        reads=values.number_key,
    ),
    field(
        "received_on",
        _("inkom"),
        "inkom|inkommen|inkommet|kom in|inkom datum|inkommen datum|datum inkommen|ankomstdatum|mottagen|mottaget|"
        "mottagningsdatum|registrerad|reg datum|datum|datum för förfrågan|förfrågan inkom|beställningsdatum|received|date received|date|inkom den|inkommen den|kom in den|mottagen datum|förfrågan kom",
        weight=1.5,
        reads=a_date,
    ),
    field(
        "unit",
        _("verksamhet"),
        "verksamhet|enhet|verksamhet/enhet|uppdragsgivare|beställare|från|frågeställare|avdelning|klinik|organisation|"
        "förvaltning|avsändare|vem frågar|arbetsplats|verksamhetens namn|unit|requested by|commissioner|service|department|frågeställande verksamhet|beställande enhet|beställande verksamhet",
        weight=1.5,
    ),
    field("municipality", _("kommun"), "kommun|municipality", weight=0.3),
    field(
        "kind",
        _("vad det gäller"),
        "gäller|avser|typ|typ av uppdrag|uppdragstyp|vad|uppdrag|aktivitet|slag|sort|insats|typ av aktivitet|"
        "typ av medverkan|kind|type|activity|assignment|typ av förfrågan|gäller vad|vad gäller",
        weight=1,
    ),
    field(
        "purpose",
        _("syfte"),
        "syfte|ändamål|beskrivning|rubrik|titel|ärende|fråga|innehåll|uppdragsbeskrivning|benämning|purpose|description|"
        "title|subject|ämne|syfte med uppdraget",
        weight=1,
    ),
    field("level", _("nivå"), "nivå|inflytandenivå|level", weight=2, reads=choices.level),
    field(
        "headcount",
        _("antal personer"),
        "antal pers|antal personer|antal|antal deltagare|antal representanter|hur många|behov antal|"
        "önskat antal|number of persons|persons|people|headcount|hur många behövs|antal brukarrepresentanter",
        weight=1.5,
        reads=values.whole,
    ),
    field("status", _("status"), "status|läge|resultat|utfall|state", weight=0.5, reads=choices.request_status),
    field(
        "told_back",
        _("återkoppling lämnad"),
        "återkoppling lämnad|återkoppling|återkopplat|återkopplad|återkopplat till|svar lämnat|"
        "feedback|told back|feedback given|återrapporterat|återrapportering|återfört|återföring",
        weight=2.5,
        reads=a_told_back,
    ),
    field(
        "contact_name",
        _("kontaktperson"),
        "kontaktperson|kontakt|beställarens namn|ansvarig|namn|contact|contact person",
        weight=0.7,
    ),
    field(
        "contact_email",
        _("kontaktpersonens e-post"),
        "e-post|epost|mail|mejl|e-postadress|kontaktpersonens e-post|email",
        weight=0.3,
        reads=values.emails,
    ),
    field(
        "contact_phone",
        _("kontaktpersonens telefon"),
        "telefon|tel|mobil|telefonnummer|phone",
        weight=0.3,
        reads=values.phones,
    ),
    field(
        "when",
        _("när det ska ske"),
        "genomförs|mötesdatum|när|tidpunkt|planerat datum|datum för uppdraget|uppdragsdatum|period|held on|when",
        weight=0.5,
    ),
    field("place", _("plats"), "plats|lokal|var|mötesplats|place|venue|location", weight=0.5),
    field("form", _("form"), "form|mötesform|digitalt/fysiskt", weight=0.5, reads=choices.form),
    field(
        "notes",
        _("anteckningar"),
        "anteckningar|anteckning|anteckn|övrigt|kommentar|kommentarer|notering|noteringar|anmärkning|notes|comments",
        weight=0.2,
        many=True,
    ),
)
