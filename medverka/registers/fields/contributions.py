"""What a register can say about a contribution: one person on one occasion."""

from django.utils.translation import gettext_lazy as _

from medverka.registers import choices, values
from medverka.registers.fields.base import a_date, a_distance, field

CONTRIBUTION_FIELDS = (
    field(
        "on",
        _("dag"),
        "datum|dag|dat|när|mötesdatum|insatsdatum|datum för insats|genomförd datum|date|day|on",
        weight=1.5,
        reads=a_date,
    ),
    field(
        "request",
        _("förfrågan"),
        "förfr|förfrågan|förfr nr|förfrågan nr|förfrågningsnr|uppdragsnr|uppdrag nr|uppdragsnummer|aktivitet nr|"
        "aktivitetsnr|ärendenr|avser förfrågan|avser uppdrag|till förfrågan|ref|referens|request|request no|request number|assignment no|uppdrag|ärende",
        weight=2,
        reads=values.number_key,
    ),
    field(
        "person",
        _("person"),
        "person|person nr|personnr|person id|deltagare|deltagarnr|medverkande|vem|namn|nr|nummer|representant|"
        "brukarrepresentant|utförd av|intressebanksperson|medlemsnr|participant|contributor|who|person no|name|id|deltagare nr|medverkande person",
        weight=1,
    ),
    field("given_name", _("förnamn"), "förnamn|tilltalsnamn|first name|given name", weight=0.5),
    field("family_name", _("efternamn"), "efternamn|last name|surname|family name", weight=0.5),
    field("email", _("e-post"), "e-post|epost|mail|mejl|e-postadress|email", weight=0.3, reads=values.emails),
    field(
        "phone",
        _("telefon"),
        "telefon|tel|tfn|mobil|mobiltelefon|mobilnr|mobilnummer|telefonnummer|telefonnr|telnr|mobil/tel|phone|mobile|phone number",
        weight=0.3,
        many=True,
        reads=values.phones,
    ),
    field(
        "kind",
        _("vad"),
        "vad|aktivitet|typ|typ av insats|insats|gäller|uppgift|uppdragstyp|typ av uppdrag|uppdrag|what|activity|task|type|kind",
        weight=0.7,
    ),
    field(
        "hours",
        _("timmar"),
        "timmar|tid|antal timmar|tim|antal tim|arvoderad tid|arvoderade timmar|tidsåtgång|tidåtgång|arbetad tid|arbetstid|"
        "varaktighet|mötestid|tid (tim)|tid (h)|h|hours|hrs|duration|time spent|nedlagd tid|arvodestid|timantal|tid timmar|tid i timmar|timmar totalt|summa timmar",
        weight=3,
        reads=values.length,
    ),
    field(
        "preparation",
        _("förberedelse i timmar"),
        "förberedelse|förberedelser|förberedelsetid|inläsning|inläsningstid|prep|preparation",
        weight=2,
        reads=values.length,
    ),
    field(
        "minutes",
        _("minuter vid sidan av timmar"),
        "minuter|min|antal minuter|minutes|tid (min)|tid i minuter|antal min|tid minuter",
        weight=1,
        reads=values.minutes,
    ),
    field(
        "start",
        _("började"),
        "starttid|start|från|börjar|började|från kl|kl från|klockan från|start time|from",
        weight=1,
        reads=values.clock,
    ),
    field(
        "end",
        _("slutade"),
        "sluttid|slut|till|slutar|slutade|till kl|kl till|klockan till|end time|to",
        weight=1,
        reads=values.clock,
    ),
    field("travel_hours", _("restid"), "restid|resetid|restid tim|travel time", weight=1, reads=values.length),
    field(
        "outcome",
        _("utfall"),
        "utfall|resultat|status|genomfört|genomförd|deltog|närvaro|närvarande|blev av|outcome|attended|held|blev det av|deltog ja/nej",
        weight=1.5,
        reads=choices.took_place,
    ),
    field(
        "unit",
        _("verksamhet"),
        "verksamhet|enhet|verksamhet/enhet|uppdragsgivare|beställare|avdelning|klinik|unit|service",
        weight=0.5,
    ),
    field("level", _("nivå"), "nivå|inflytandenivå|level", weight=0.5, reads=choices.level),
    field(
        "distance",
        _("resa i kilometer"),
        "km|mil|resa|resa km|resa (km)|körda km|antal km|milersättning|bilresa|distance|kilometres|reseersättning km|antal mil|resa mil|körda mil",
        weight=1.5,
        reads=a_distance,
    ),
    field(
        "notes",
        _("anteckningar"),
        "anteckningar|anteckning|anteckn|övrigt|kommentar|kommentarer|notering|noteringar|anmärkning|notes|comments",
        weight=0.2,
        many=True,
    ),
)
