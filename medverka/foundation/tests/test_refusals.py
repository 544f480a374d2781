import pytest
from django import forms
from django.core.exceptions import ValidationError

from medverka.foundation import refusals


class Sample(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(
    ("refusal", "place"),
    [
        (ValidationError("Nej."), "__all__"),
        (ValidationError({"name": "Nej."}), "name"),
        (ValidationError({"age": "Nej."}), "__all__"),
    ],
)
def test_a_refusal_stands_in_the_form_at_its_field_or_above_all(refusal, place):
    form = Sample({"name": "Ylva"})
    assert form.is_valid()
    with refusals.shown_in(form):
        raise refusal
    assert form.errors == {place: ["Nej."]}
    assert form["name"].value() == "Ylva"


def test_what_is_no_refusal_goes_on_upwards():
    with pytest.raises(LookupError), refusals.shown_in(Sample()):
        raise LookupError
