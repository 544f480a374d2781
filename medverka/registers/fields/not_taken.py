"""What registers hold and Medverka does not take in, with the reason that the preview gives."""

from django.utils.translation import gettext_lazy as _

from medverka.registers.fields.base import a_civic_number, an_exact_age, field

NOT_TAKEN = (
    field(
        "civic_number",
        _("Personnummer och födelsedata läses inte in: de samlas först när något ska betalas ut."),
        "personnummer|personnr|pers nr|pnr|p-nr|samordningsnummer|födelsedatum|födelsedata|född|födelsenr|social security number|"
        "date of birth|born",
        reads=a_civic_number,
    ),
    field(
        "health",
        _("Diagnoser och hälsouppgifter läses inte in: de ska inte finnas i registret."),
        "diagnos|diagnoser|sjukdom|sjukdomar|medicin|mediciner|medicinering|läkemedel|diagnosis|illness|medication|vårdkontakt|"
        "sjukdomshistoria",
    ),
    field(
        "account",
        _("Kontonummer läses inte in: de samlas först när något ska betalas ut."),
        "kontonummer|kontonr|bankkonto|bankkontonummer|clearingnr|clearingnummer|clearing|bank|bank account|iban",
    ),
    field(
        "sex",
        _("Kön läses inte in: det behövs inte för att tillfråga någon."),
        "kön|pronomen|gender|sex",
    ),
    field(
        "age",
        _("Exakt ålder läses inte in. En åldersgrupp läses, till exempel 18–25."),
        "ålder|födelseår|age|year of birth",
        reads=an_exact_age,
    ),
)
