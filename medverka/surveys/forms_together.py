"""The form by which groups are put together."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from medverka.surveys import telling
from medverka.surveys.models import Group
from medverka.surveys.queries.rounds import Standing
from medverka.surveys.together import by_questions


class TogetherForm(forms.Form):
    """Which groups, and what they are called together."""

    groups = forms.ModelMultipleChoiceField(
        Group.objects.none(),
        label=_("Vilka ska räknas som en grupp?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst två grupper.")},
    )
    name = forms.CharField(
        label=_("Vad heter de tillsammans?"),
        help_text=_("Så heter gruppen i resultatet, till exempel: Rektorer och lärare."),
        max_length=80,
        error_messages={"required": _("Skriv vad de heter tillsammans.")},
    )

    def __init__(self, *args: Any, standings: Iterable[Standing], **options: Any) -> None:
        super().__init__(*args, **options)
        answered = {standing.group.pk: standing.answered for standing in standings}
        offered = [group for alike in by_questions(standing.group for standing in standings) for group in alike]
        groups: Any = self.fields["groups"]
        groups.queryset = Group.objects.filter(pk__in=[group.pk for group in offered])
        groups.choices = [(group.pk, _with_answers(group, answered[group.pk])) for group in offered]

    def clean(self) -> dict[str, Any]:
        """The key is made of the name."""
        data = self.cleaned_data
        if name := data.get("name"):
            data["key"] = (slugify(telling.without(name)) or "grupp")[:40].strip("-_")
            if not slugify(name):
                self.add_error("name", _("Skriv ett namn med bokstäver."))
        return data


def _with_answers(group: Group, many: int) -> str:
    return ngettext("%(name)s (ett svar)", "%(name)s (%(n)s svar)", many) % {"name": group.name, "n": many}
