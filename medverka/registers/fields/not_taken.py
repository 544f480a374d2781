"""What registers hold and Medverka does not take in, with the reason that the preview gives."""

from django.utils.translation import gettext_lazy as _

from medverka.registers.fields.base import a_civic_number, field

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
        "sex_and_age",
        _("Kön och ålder läses inte in: de behövs inte för att tillfråga någon."),
        "kön|ålder|födelseår|pronomen|gender|sex|age|year of birth",
    ),
)
