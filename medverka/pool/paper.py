"""The questions of joining on paper, made from the very forms of the web pages."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from medverka.foundation import pdf
from medverka.organisations.queries import the_county
from medverka.pool import joining, questions

LINES_FOR_LONG_TEXT = 6


def join_form() -> bytes:
    """All steps as one accessible PDF to fill in by hand and send by post."""
    county = the_county()
    blocks: list[pdf.Block] = [
        pdf.Paragraph(
            _("Svara på det du vill. Två saker behövs: minst ett kryss under din erfarenhet, och ett sätt att nå dig.")
        )
    ]
    for step, title in joining.TITLES.items():
        blocks.append(pdf.Heading(str(title)))
        blocks += [_on_paper(field) for field in _form(step) if not field.is_hidden]
    blocks += [
        pdf.Heading(_("Så skickar du in")),
        pdf.Paragraph(_("Posta papperet till samordnaren. Någon hör av sig inom två veckor.")),
    ]
    reached = [line for line in (county.postal_address, county.phone) if line]
    if reached:
        blocks.append(pdf.Paragraph("\n".join(reached)))
    return pdf.document(_("Gå med i %s") % county.pool_name, blocks)


def _form(step: str) -> questions.Group:
    return joining.FORMS[step]()


def _on_paper(field: BoundField) -> pdf.Block:
    words, about = str(field.label or field.name), str(field.help_text or "")
    if isinstance(field.field, forms.BooleanField):
        return pdf.Choices("", about, [words])
    if isinstance(field.field, forms.ChoiceField):
        options: Any = field.field.choices
        return pdf.Choices(words, about, [str(text) for value, text in options if value])
    return pdf.Blank(words, about, LINES_FOR_LONG_TEXT if isinstance(field.field.widget, forms.Textarea) else 1)
