import gettext
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from tools import translations

PAGE = """
{% load i18n %}
  <h1>{% translate "Ditt uppdrag" %}</h1>
{% if late %}  <p>It's {% blocktranslate with name=name %}Hej {{ name }}!{% endblocktranslate %}</p>{% endif %}
{% blocktranslate count n=n %}{{ n }} röst{% plural %}{{ n }} röster{% endblocktranslate %}
<c-button label="{% translate 'Spara' context 'knapp' %}" />
"""
CODE = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
LABEL = _("Kommun")
MONTH = pgettext_lazy("date", "maj")
def people(n): return ngettext("%(n)s person", "%(n)s personer", n) % {"n": n}
def subject(n): return f"{_('Tack')} ({n})"
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in {
        "pool/templates/pool/page.html": PAGE,
        "pool/models.py": CODE,
        "pool/tests/test_x.py": '_("Bara i ett test")',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def translate(package: Path, **english: str | tuple[str, ...]) -> None:
    """Fills the .po file: what ``english`` says, and the Swedish text itself for everything else."""
    with (package / translations.PO).open("rb") as file:
        catalog = read_po(file, locale="en")
    for message in catalog:
        if message.id:
            message.string = english.get(str(message.id), message.id)
    with (package / translations.PO).open("wb") as file:
        write_po(file, catalog)


def test_texts_are_found_in_python_in_templates_and_in_attributes_of_components(package):
    found = {(message.context, message.id) for message in translations.texts(package) if message.id}

    assert found == {
        (None, "Ditt uppdrag"),
        (None, "Hej %(name)s!"),
        (None, ("%(n)s röst", "%(n)s röster")),
        ("knapp", "Spara"),
        (None, "Kommun"),
        ("date", "maj"),
        (None, ("%(n)s person", "%(n)s personer")),
        (None, "Tack"),
    }


def test_a_text_is_found_under_whatever_name_gettext_goes_by(package):
    code = "from django.utils.translation import gettext as _now\nfrom django.utils.translation import ngettext as _n\n"
    (package / "pool/rules.py").write_text(code + """_now("Avslutad")\n_n("%s dag", "%s dagar", 2)\n""")
    found = {message.id for message in translations.texts(package)}
    assert {"Avslutad", ("%s dag", "%s dagar")} <= found


def test_the_check_names_every_text_that_has_no_translation(package):
    assert len(translations.flaws(package)) == 8
    assert "pool/models.py:3: “Kommun”: missing" in translations.flaws(package)

    translations.update(package)

    assert "pool/models.py:3: “Kommun”: not translated" in translations.flaws(package)


def test_a_full_translation_has_no_flaws_and_stays_so_after_an_update(package):
    translations.update(package)
    translate(package, Kommun="Municipality")
    before = (package / translations.PO).read_text()

    translations.update(package)

    assert translations.flaws(package) == []
    assert "Municipality" in (package / translations.PO).read_text()
    assert before.count("msgid") == (package / translations.PO).read_text().count("msgid")


def test_a_fuzzy_a_lost_placeholder_and_an_unused_text_are_flaws(package):
    translations.update(package)
    translate(package, **{"Hej %(name)s!": "Hello!"})
    po = package / translations.PO
    po.write_text(po.read_text().replace('msgid "Kommun"', '#, fuzzy\nmsgid "Kommun"'))
    page = package / "pool/templates/pool/page.html"
    page.write_text(page.read_text().replace("Ditt uppdrag", "Ditt nya uppdrag"))

    flaws = "\n".join(translations.flaws(package))

    assert "“Kommun”: marked fuzzy" in flaws
    assert "“Hej %(name)s!”: %(name)s is lost" in flaws
    assert "“Ditt uppdrag”: no longer used" in flaws
    assert "“Ditt nya uppdrag”: missing" in flaws


def test_one_form_of_a_plural_without_translation_is_a_flaw(package):
    translations.update(package)
    translate(package, **{"('%(n)s röst', '%(n)s röster')": ("%(n)s voice", "")})

    assert translations.flaws(package) == ["pool/templates/pool/page.html:5: “%(n)s röst”: not translated"]


def test_what_is_compiled_can_be_read_by_gettext(package):
    translations.update(package)
    translate(package, Kommun="Municipality")

    translations.compile_all(package)

    with (package / translations.PO).with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Kommun") == "Municipality"
