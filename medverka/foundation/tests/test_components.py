"""The components' promises: words for what is seen, ids that meet, and hostile text shown as text."""

import re
from pathlib import Path
from types import SimpleNamespace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from medverka.foundation import gallery, petals

FOUNDATION = Path(__file__).parents[1]
COTTON = FOUNDATION / "templates" / "cotton"
HOSTILE = "\"'><script>alert(1)</script>"


def render(source: str, **context: object) -> str:
    template = engines["django"].from_string(CottonCompiler().process(source))
    return template.render({"request": RequestFactory().get("/"), "csrf_token": "token", **context})


def tree(html: str) -> Element:
    page: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return page


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


class Visit(forms.Form):
    day = forms.CharField(label="Vilken dag?", help_text="Till exempel 5/3.")
    kind = forms.ChoiceField(label="Slag", choices=[("a", "Samtal"), ("b", "Grupp")], widget=forms.RadioSelect)
    note = forms.CharField(label="Övrigt", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture(autouse=True)
def swedish():
    with translation.override("sv"):
        yield


# --- Forms ----------------------------------------------------------------------------------


def test_a_wrong_field_points_to_its_help_and_its_error():
    page = tree(render('<c-field :field="form.day" />', form=Visit({})))
    control = page.find(".//input[@name='day']")
    assert control is not None
    assert control.get("aria-invalid") == "true"
    described = [page.find(f".//*[@id='{key}']") for key in control.get("aria-describedby", "").split()]
    assert words(described[0]) == "Till exempel 5/3."
    assert words(described[1]).startswith("Fel:")


def test_the_label_and_the_help_stand_before_the_control():
    html = render('<c-field :field="form.day" />', form=Visit())
    assert html.index("Vilken dag?") < html.index("Till exempel") < html.index("<input")


def test_choices_are_a_fieldset_named_by_its_legend():
    fieldset = tree(render('<c-field :field="form.kind" />', form=Visit())).find(".//fieldset")
    assert fieldset is not None
    assert words(fieldset.find("legend")) == "Slag"
    assert len(fieldset.findall(".//input[@type='radio']")) == 2


def test_only_what_may_be_left_out_is_marked():
    assert "(frivilligt)" in render('<c-field :field="form.note" />', form=Visit())
    assert "(frivilligt)" not in render('<c-field :field="form.day" />', form=Visit())


def test_every_link_of_the_summary_leads_to_a_control():
    page = tree(render('<c-form :form="form" submit="Spara" />', form=Visit({})))
    links = page.findall(".//div[@class='errors']//a")
    assert len(links) == 2
    for link in links:
        assert page.find(f".//input[@id='{link.get('href', '')[1:]}']") is not None


def test_an_error_in_a_hidden_field_or_in_the_whole_form_is_told_in_the_summary():
    form = Visit({"day": "5/3", "kind": "a"})
    form.add_error(None, "Dagen ligger efter beslutet.")
    summary = words(tree(render('<c-form-errors :form="form" />', form=form)).find(".//div[@class='errors']"))
    assert "Dagen ligger efter beslutet." in summary
    assert str(Visit.base_fields["secret"].error_messages["required"]) in summary


def test_the_summary_takes_focus_and_is_there_only_when_something_is_wrong():
    summary = tree(render('<c-form :form="form" />', form=Visit({}))).find(".//div[@class='errors']")
    assert summary is not None
    assert (summary.get("tabindex"), summary.get("role")) == ("-1", "alert")
    assert "autofocus" in summary.attrib
    assert 'class="errors"' not in render('<c-form :form="form" />', form=Visit())


def test_what_was_typed_comes_back():
    html = render('<c-form :form="form" />', form=Visit({"day": "31 februari", "note": HOSTILE}))
    assert 'value="31 februari"' in html
    assert "<script>" not in html


def test_a_plain_form_looks_the_same_as_the_component():
    plain = render("{{ form }}", form=Visit())
    assert 'class="field"' in plain
    assert 'type="hidden" name="secret"' in plain


def test_fields_in_an_order_of_ones_own_keep_the_summary_and_the_hidden_fields():
    html = render('<c-form :form="form"><c-field :field="form.note" /></c-form>', form=Visit({}))
    assert html.count('class="errors"') == 1
    assert html.count('name="secret"') == 1
    assert 'name="kind"' not in html


def test_a_posting_form_carries_the_token_and_a_searching_one_does_not():
    assert "csrfmiddlewaretoken" in render("<c-form></c-form>")
    assert "csrfmiddlewaretoken" not in render('<c-form method="get"></c-form>')


def test_a_form_with_a_file_is_sent_in_parts():
    class Sheet(forms.Form):
        file = forms.FileField()

    assert 'enctype="multipart/form-data"' in render('<c-form :form="form" />', form=Sheet())
    assert "enctype" not in render('<c-form :form="form" />', form=Visit())


# --- Buttons, rows, notices ---------------------------------------------------------------------


def test_a_button_with_an_address_is_a_link():
    page = tree(render('<c-button href="/idag/" kind="primary">Idag</c-button>'))
    link = page.find(".//a")
    assert link is not None
    assert (link.get("href"), link.get("class")) == ("/idag/", "button button-primary")
    assert page.find(".//button") is None


def test_further_attributes_reach_the_element_escaped():
    html = render('<c-button name="step" :value="value" disabled>Spara</c-button>', value=HOSTILE)
    button = tree(html).find(".//button")
    assert button is not None
    assert button.get("value") == HOSTILE
    assert "disabled" in button.attrib
    assert "<script>" not in html


@pytest.mark.parametrize(
    "source",
    [
        '<c-row title="{{ text }}">{{ text }}</c-row>',
        '<c-row :title="text" :href="text">{{ text }}</c-row>',
        '<c-pick name="p" :value="text" :title="text" :first="text">{{ text }}</c-pick>',
        '<c-quote answer="no" :verdict="text" :reason="text">{{ text }}</c-quote>',
        '<c-fact :term="text" change="{{ text }}">{{ text }}</c-fact>',
        '<c-figure :value="text" :label="text" />',
        '<c-notice :kind="text" :title="text">{{ text }}</c-notice>',
        '<c-search :value="text" :label="text" />',
        '<c-table :caption="text"></c-table>',
        '<c-confirm :submit="text" :cancel="text">{{ text }}</c-confirm>',
    ],
)
def test_hostile_text_is_shown_as_text(source):
    html = render(source, text=HOSTILE)
    assert "<script>" not in html
    assert tree(html).find(".//script") is None
    assert "alert(1)" in html


@pytest.mark.parametrize(
    "source", ['<c-row title="{{ text }}" />', '<c-row :title="text" />', '<c-confirm submit="{{ text }}" />']
)
def test_text_is_escaped_once_however_it_comes_in(source):
    html = render(source, text="Råd & stöd")
    assert "Råd &amp; stöd" in html
    assert "&amp;amp;" not in html


def test_a_component_takes_nothing_from_the_page_that_it_was_not_given():
    html = render("<c-row>Text</c-row><c-empty>Tomt</c-empty>", title="Sidans titel", petals=3, action="Läcka")
    assert "Sidans titel" not in html
    assert "Läcka" not in html
    assert "<svg" not in html


def test_an_answer_always_begins_with_a_word():
    assert "<b>Ja.</b>" in render('<c-quote answer="yes" reason="Nu.">Ord</c-quote>')
    assert "<b>Nej.</b>" in render('<c-quote answer="no" reason="Aldrig.">Ord</c-quote>')
    assert "<b>Senare.</b>" in render('<c-quote answer="later" reason="I höst.">Ord</c-quote>')
    assert "<b>" not in render('<c-quote reason="Väntar på svar.">Ord</c-quote>')


def test_each_status_has_a_word_and_a_shape_of_its_own():
    kinds = ("draft", "open", "active", "done", "stopped", "urgent")
    pages = [render(f'<c-status kind="{kind}">Läge</c-status>') for kind in kinds]
    assert {words(tree(page).find(".//span")) for page in pages} == {"Läge"}
    assert len({page[page.index("<svg") : page.index("</svg>")] for page in pages}) == len(kinds)


def test_a_message_of_django_becomes_a_notice_of_its_kind():
    html = render('<c-notice kind="warning">Sent</c-notice>')
    assert "notice-warn" in html
    assert "notice-warning" not in html


def test_only_work_that_seems_to_have_stopped_can_be_begun_anew():
    assert "<form" not in render('<c-progress words="Räknar" percent="5" again="/igen/" />')
    form = tree(render('<c-progress words="Räknar" percent="5" :silent="True" again="/igen/" />')).find(".//form")
    assert form is not None
    assert form.get("action") == "/igen/"
    assert form.find(".//input[@name='csrfmiddlewaretoken']") is not None


def test_a_list_of_one_page_has_no_pagination():
    assert render('<c-pagination :page="page" />', page=gallery._page(1)).strip()
    assert not render('<c-pagination :page="page" />', page=Paginator([1], 20).page(1)).strip()


# --- The flower and the chain -------------------------------------------------------------------


def test_the_flower_says_what_is_done_what_is_waited_for_and_what_is_left():
    html = render('{% load medverka %}{% flower 3 "answered" %}')
    svg = tree(html).find(".//{*}svg")
    assert svg is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Klart: frågat, människor med, sagt. Nu: besvarat. Kvar: förändrat."
    assert html.count('class="open"') == 3
    assert html.count('class="shut"') == 2
    assert 'class="ring"' in html


def test_petals_may_open_out_of_order():
    flower = petals.Flower.of("asked,answered")
    assert flower.opened == {"asked", "answered"}
    assert petals.Flower.of(["asked", "answered"]) == flower
    assert 'class="ring"' not in petals.flower_svg(flower)


def test_a_petal_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="wilted"):
        petals.Flower.of(["wilted"])
    with pytest.raises(ValueError, match="wilted"):
        petals.Flower.of(2, "wilted")


def test_a_flower_as_decoration_is_hidden_from_screen_readers():
    html = str(petals.flower_svg(petals.Flower.of(3), words=False))
    assert 'aria-hidden="true"' in html
    assert "aria-label" not in html


def test_the_flower_speaks_the_language_of_the_page():
    swedish = petals.flower_svg(petals.Flower.of(1))
    with translation.override("en"):
        petals.flower_svg(petals.Flower.of(1))  # Kept apart in the cache.
    assert petals.flower_svg(petals.Flower.of(1)) == swedish
    assert "Klart: frågat." in swedish


def test_the_chain_tells_each_step_in_words_and_marks_the_current_one():
    steps = tree(render('<c-chain :done="2" />')).findall(".//li")
    assert [words(step) for step in steps] == [
        "Behov: klart",
        "Förfrågan: klart",
        "Människor: här är vi nu",
        "Det som sades: återstår",
        "Svar: återstår",
        "Förändring: återstår",
        "Berättat tillbaka: återstår",
    ]
    assert [step.get("aria-current") for step in steps].count("step") == 1


def test_a_finished_chain_has_no_current_step_even_if_nothing_changed():
    steps = petals.chain_steps(["need", "request", "people", "voice", "answer", "told"], "-")
    assert [step.state for step in steps] == ["done"] * 5 + ["coming", "done"]


def test_the_story_opens_one_petal_a_step_and_waits_where_the_chain_is():
    stages = petals.chain_stages(["need", "request", "people", "voice"], "answer")
    assert [len(stage.flower.opened) for stage in stages.values()] == [0, 1, 2, 3, 3, 0, 0]
    assert [stage.flower.current for stage in stages.values()] == ["", "", "", "", "answered", "", ""]
    html = render('<c-story><c-stage :stage="stage">Nu.</c-stage></c-story>', stage=stages["answer"])
    assert "Svar: här är vi nu" in words(tree(html).find(".//li"))
    assert 'aria-current="step"' in html


def test_a_story_without_a_change_ends_with_a_flower_of_four_petals():
    stages = petals.chain_stages(["need", "request", "people", "voice", "answer", "told"], "-")
    assert (stages["effect"].state, len(stages["told"].flower.opened)) == ("coming", 4)


def test_a_step_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="dream"):
        petals.chain_steps(["dream"])


# --- Layouts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", ["site.html", "workspace.html"])
def test_one_title_serves_both_the_tab_and_the_heading(layout):
    html = render(
        '{% extends "' + layout + '" %}{% block title %}{{ name }}{% endblock %}',
        name="Väntrum & <kök>",
        county=SimpleNamespace(name="Exempellän"),
    )
    page = tree(html)
    assert words(page.find(".//title")) == "Väntrum & <kök> – Medverka Exempellän"
    assert words(page.find(".//h1")) == "Väntrum & <kök>"


@pytest.mark.parametrize("layout", ["site.html", "workspace.html"])
def test_a_layout_stands_with_no_variable_at_all(layout):
    page = tree(render('{% extends "' + layout + '" %}{% block title %}Sida{% endblock %}'))
    assert page.get("lang") == "sv"
    assert page.find(".//a[@href='#main']") is not None
    assert page.find(".//main[@id='main']") is not None
    assert page.find(".//*[@role='status']") is not None
    assert page.find(".//*[@class='lead']") is None


def test_the_back_link_the_lead_and_the_actions_are_placed_around_the_heading():
    html = render(
        '{% extends "workspace.html" %}{% block title %}Rubrik{% endblock %}'
        '{% block back %}<a href="/upp/">Upp</a>{% endblock %}{% block lead %}Ingress{% endblock %}'
        "{% block actions %}<c-button>Gör</c-button>{% endblock %}{% block content %}Innehåll{% endblock %}"
    )
    order = [html.index(word) for word in ('<a href="/upp/">', "<h1>", "Ingress", "Gör", "Innehåll")]
    assert order == sorted(order)


def test_the_navigation_shows_groups_counts_and_where_one_is():
    items = [
        SimpleNamespace(label="Idag", url="/idag/", count=0, current=True, group="a"),
        SimpleNamespace(label="Siffror", url="/siffror/", count=None, current=False, group="b"),
    ]
    page = tree(render('{% extends "workspace.html" %}', navigation=items, account=None))
    nav = page.find(".//nav")
    assert nav is not None
    assert len(nav.findall("ul")) == 2
    assert [(words(link), link.get("aria-current")) for link in nav.findall(".//a")] == [
        ("Idag0", "page"),
        ("Siffror", None),
    ]


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413", "500"])
def test_an_error_page_says_what_happened_and_offers_a_way_on(name):
    page = tree(render('{% extends "' + name + '.html" %}'))
    assert words(page.find(".//h1"))
    assert len(words(page.find(".//p[@class='lead']"))) > 40
    assert page.find(".//main//a[@href='/']") is not None


# --- The gallery --------------------------------------------------------------------------------


def test_the_gallery_shows_every_component():
    source = (FOUNDATION / "templates" / "foundation" / "gallery.html").read_text()
    shown = set(re.findall(r"<c-([a-z-]+)", source)) | {"figure"}
    assert {path.stem.replace("_", "-") for path in COTTON.glob("*.html")} <= shown


@pytest.mark.django_db
def test_the_gallery_opens_to_anybody(client):
    response = client.get("/komponenter/")
    assert response.status_code == 200
    assert "Komponenter – Medverka" in response.text


def test_every_component_says_what_it_takes():
    for path in COTTON.glob("*.html"):
        assert path.read_text().startswith("{# "), path.name


def test_ids_in_the_gallery_are_unique_and_references_meet():
    page = tree(render('{% extends "foundation/gallery.html" %}', **gallery.context()))
    ids = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in page.iter():
        for name in ("aria-describedby", "aria-labelledby", "for"):
            for key in element.get(name, "").split():
                assert key in ids, f"{name}={key}"


def test_a_phone_number_can_be_called_and_is_shown_as_text():
    number = engines["django"].from_string("{% load medverka %}{{ number|to_call }}")
    assert number.render({"number": "031-390 06 00"}) == '<a class="whole" href="tel:0313900600">031-390 06 00</a>'
    assert number.render({"number": ""}) == ""
    assert "<b>" not in number.render({"number": "<b>1"})


def test_the_countys_phone_number_can_be_called_wherever_it_stands():
    printed = re.compile(r"\{(?:\{|% blocktranslate|% firstof)[^}]*county\.phone(?!\|to_call)")
    templates = list(FOUNDATION.parent.glob("*/templates/**/*.html"))
    assert templates
    assert [path for path in templates if printed.search(path.read_text())] == []
