"""How forms look: every field through one template of ours, so that a plain ``{{ form }}`` is right too."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django's widgets, our fields: label, help before the field, the error in words at the field."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
