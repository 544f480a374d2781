from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from medverka.foundation.fields import DateField, RowsField
from medverka.organisations.models import ContactPerson, County, Organisation, SubArea
from medverka.organisations.policies import may_edit_all
from medverka.organisations.queries import trails, visible_to
from medverka.organisations.rules import PARENTS, SMALLEST_SMALL_GROUP


class OrganisationForm(forms.Form):
    """One organisation. What it belongs to is chosen where it is made, or by moving it."""

    name = forms.CharField(label=_("Namn"), max_length=120)
    sub_area = forms.ModelChoiceField(
        SubArea.objects.all(), label=_("Delregion"), required=False, empty_label=_("Ingen delregion")
    )
    website = forms.URLField(
        label=_("Webbplats"), required=False, assume_scheme="https", widget=forms.TextInput(attrs={"inputmode": "url"})
    )
    description = forms.CharField(
        label=_("Om organisationen"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    closed_on = DateField(
        label=_("Upphörde"),
        required=False,
        help_text=_("Om organisationen inte finns längre. Den syns då bara bland de tidigare."),
    )

    def __init__(
        self,
        *args: Any,
        editor: Any,
        organisation: Organisation | None = None,
        parent: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        if organisation:
            kwargs["initial"] = {name: getattr(organisation, name) for name in self.base_fields}
            parent = organisation.parent
        super().__init__(*args, **kwargs)
        if parent or not may_edit_all(editor):
            del self.fields["sub_area"]  # It follows the organisation above.
        if organisation is None:
            del self.fields["closed_on"]


class MoveForm(forms.Form):
    """Where a unit is to belong."""

    parent = forms.ChoiceField(label=_("Hör till"))

    def __init__(self, *args: Any, editor: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [kind for kind in PARENTS[organisation.kind] if kind]
        homes = visible_to(editor).current().filter(kind__in=kinds).exclude(path__startswith=organisation.path)
        parent: Any = self.fields["parent"]
        parent.choices = [(one.pk, trail) for one, trail in trails(homes)]
        self.initial.setdefault("parent", organisation.parent_id)


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]
    """A contact person and the days between which they are that."""

    starts_on = DateField(label=_("Från och med"))
    ends_on = DateField(label=_("Till och med"), required=False, help_text=_("Om du vet när det tar slut."))

    class Meta:
        model = ContactPerson
        fields = ("name", "role", "email", "phone", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Sista dagen måste komma efter den första."))
        return values


class SubAreaForm(forms.Form):
    """A sub-area and the municipalities in it."""

    name = forms.CharField(label=_("Namn"), max_length=80)
    municipalities = RowsField(
        Organisation.objects.municipalities().current(),
        label=_("Kommuner"),
        required=False,
        help_text=_("En kommun som du kryssar i flyttas hit från sin nuvarande delregion."),
        widget=forms.CheckboxSelectMultiple,
    )


class CountyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What differs from county to county."""

    class Meta:
        model = County
        fields = (
            "name", "pool_name", "phone", "email", "postal_address", "controller",
            "small_group", "retention_days", "answer_days", "urgent_answer_days", "invitation_days",
        )  # fmt: skip
        help_texts = {
            "phone": _("Står i inbjudningar och brev, för den som hellre ringer."),
            "controller": _("Den nämnd eller styrelse som ansvarar för personuppgifterna."),
            "small_group": _("Färre än så visas aldrig i siffror och enkätsvar. Minst 3."),
            "retention_days": _("Så länge finns uppgifterna kvar när någon har lämnat."),
        }

    def clean_small_group(self) -> int:
        size: int = self.cleaned_data["small_group"]
        if size < SMALLEST_SMALL_GROUP:
            raise forms.ValidationError(_("Skriv minst 3. Annars går det att räkna ut vad en enskild person har sagt."))
        return size
