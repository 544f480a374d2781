from django import forms
from django.utils.translation import gettext_lazy as _


class PaperForm(forms.Form):
    """How large a paper to print on."""

    papper = forms.ChoiceField(
        label=_("Papper"),
        choices=[("a3", _("A3, för väggen")), ("a4", _("A4, för en vanlig skrivare"))],
        initial="a3",
        widget=forms.RadioSelect,
        help_text=_("På A3 kan texten läsas från två meters håll."),
    )
