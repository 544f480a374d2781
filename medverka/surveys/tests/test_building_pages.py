"""What the pages of the builder say and let one do."""

import pytest
from django.urls import reverse

from medverka.foundation import clock
from medverka.questionnaires import files
from medverka.surveys.models import Questionnaire, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def karin(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.fixture
def made(karin):
    """A questionnaire with a section, begun from nothing in the karin."""
    karin.post(reverse("surveys:new_questionnaire"), {"name": "Höstens enkät", "start": "tomt"})
    return Questionnaire.objects.get()


def at(name, made, *more):
    return reverse(f"surveys:{name}", args=[made.slug, *more])


def document(made):
    return files.load(made.versions.first().content)


def seen(karin, made):
    return karin.get(at("questionnaire", made)).context["page_of"].stamp


def post(karin, address, data=(), **options):
    return karin.post(address, dict(data), follow=True, **options)


def add_scale(karin, made, text="Hur är det?", **more):
    data = {"text": text, "ladder": "bra", "faces": "on", "dont_know": "on"} | more
    return post(karin, at("new_question", made, "fragor", "scale"), data)


def add_single(karin, made, text, *options, into="fragor"):
    return post(karin, at("new_question", made, into, "single"), {"text": text, "svar-text": list(options)})


def was(karin, address):
    return karin.get(address).context["was"]


def test_an_empty_list_says_what_to_do_first(karin):
    page = karin.get(reverse("surveys:questionnaires")).content.decode()
    assert "Inget frågeformulär än" in page
    assert reverse("surveys:new_questionnaire") in page


def test_a_scale_is_added_with_ready_words_and_faces_and_dont_know_beside_it(karin, made):
    page = add_scale(karin, made).content.decode()
    question = document(made).question("hur-ar-det")
    assert next(option.text["sv"] for option in question.steps) == "Mycket dåligt"
    assert [option.face for option in question.steps] == ["very_sad", "sad", "neutral", "happy", "very_happy"]
    assert [option.key for option in question.options if option.apart] == ["vet-inte"]
    assert "Mycket dåligt · Ganska dåligt" in page


def test_own_words_for_a_scale_are_asked_for_before_anything_is_wrong(karin, made):
    address = at("new_question", made, "fragor", "scale")
    page = post(karin, address, {"text": "Hur?", "ladder": "egna"})
    assert not page.context["form"].errors
    assert page.context["form"]["text"].value() == "Hur?"
    post(karin, address, {"text": "Hur?", "ladder": "egna", "steg-text": ["Illa", "Väl"], "vid-text": ["Vet ej"]})
    assert [(o.key, o.apart) for o in document(made).question("hur").options] == [
        ("illa", False), ("val", False), ("vet-ej", True),
    ]  # fmt: skip


def test_options_keep_their_keys_when_their_words_and_order_change(karin, made):
    add_single(karin, made, "Vem är du?", "Brukare", "Närstående", "Annan")
    address = at("question", made, "vem-ar-du")
    post(karin, address, {
        "was": was(karin, address), "text": "Vem svarar?",
        "svar-key": ["narstaende", "brukare", "", "annan"], "svar-text": ["Anhörig", "Patient", "Personal", ""],
    })  # fmt: skip
    options = document(made).question("vem-ar-du").options
    assert [(option.key, option.text["sv"]) for option in options] == [
        ("narstaende", "Anhörig"), ("brukare", "Patient"), ("personal", "Personal"),
    ]  # fmt: skip


def test_a_forged_or_doubled_key_of_an_option_is_no_key(karin, made):
    add_single(karin, made, "Vem är du?", "Ett", "Två")
    address = at("question", made, "vem-ar-du")
    post(karin, address, {
        "was": was(karin, address), "text": "Vem är du?",
        "svar-key": ["ett", "ett", "../../x"], "svar-text": ["Ett", "Fler", "Flest"],
    })  # fmt: skip
    assert [option.key for option in document(made).question("vem-ar-du").options] == ["ett", "fler", "flest"]


def test_a_scale_in_own_words_begins_with_room_for_five_steps_and_what_was_chosen_beside_it(karin, made):
    address = at("new_question", made, "fragor", "scale")
    page = post(karin, address, {"text": "Hur var lokalen?", "ladder": "egna", "dont_know": "on"})
    steps, beside = page.context["form"].groups
    assert [row.text for row in steps.rows] == [""] * 5
    assert [row.text for row in beside.rows] == ["Vet inte"]
    shown = page.content.decode()
    assert "Med ansikten vid orden" not in shown, (
        "it is about ready scales; each step of one's own has a face of its own"
    )
    rows = {"steg-text": ["Illa", "Bra", "", ""], "vid-key": ["vet-inte"], "vid-text": ["Vet inte"]}
    post(karin, address, {"text": "Hur var lokalen?", "ladder": "egna", "dont_know": "True", "faces": "False"} | rows)
    options = document(made).question("hur-var-lokalen").options
    assert [(option.key, option.apart) for option in options] == [("illa", False), ("bra", False), ("vet-inte", True)]


def test_whoever_takes_a_ready_scale_after_all_gets_it_as_it_was_chosen_first(karin, made):
    address = at("new_question", made, "fragor", "scale")
    first = {"text": "Hur?", "ladder": "egna", "dont_know": "on"}
    shown = post(karin, address, first).content.decode()
    assert '<input type="hidden" name="dont_know" value="True"' in shown
    rows = {"steg-text": [""], "vid-text": ["Vet inte"], "dont_know": "True", "faces": "False"}
    post(karin, address, {"text": "Hur?", "ladder": "bra"} | rows)
    options = document(made).question("hur").options
    assert (len(options), options[-1].key, options[0].face) == (6, "vet-inte", "")


def test_a_finished_questionnaire_leads_to_a_round_that_asks_it(karin, made):
    address = f"{reverse('surveys:new_round')}?formular={made.slug}"
    assert address not in karin.get(at("questionnaire", made)).content.decode(), "nothing to ask yet"
    add_single(karin, made, "Ett?", "Ja", "Nej")
    assert address in karin.get(at("questionnaire", made)).content.decode()
    assert karin.get(address).context["form"]["questionnaire"].value() == made.pk
    assert karin.get(f"{address}x").status_code == 200


def test_rows_move_and_come_before_anything_is_saved(karin, made):
    address = at("new_question", made, "fragor", "single")
    page = post(karin, address, {"text": "", "svar-text": ["Ett", "Två"], "do": "svar:up:1"})
    (rows,) = page.context["form"].groups
    assert [row.text for row in rows.rows] == ["Två", "Ett"]
    assert not page.context["form"].errors
    page = post(karin, address, {"text": "", "svar-text": ["Ett", ""], "svar-lines": "Två\n\nTre", "do": "svar:more:0"})
    (rows,) = page.context["form"].groups
    assert [row.text for row in rows.rows][:3] == ["Ett", "Två", "Tre"]
    for nonsense in ("svar:up:99", "svar:down:x", "svar:up:-1", "annat:up:1", "svar", ":::", "svar:up:9999999999999"):
        assert post(karin, address, {"text": "", "svar-text": ["Ett"], "do": nonsense}).status_code == 200


def test_five_hundred_options_are_refused_and_come_back(karin, made):
    options = [f"Svar {number}" for number in range(500)]
    page = add_single(karin, made, "Vilket?", *options)
    (rows,) = page.context["form"].groups
    assert len(rows.rows) == 500
    assert "Högst 100. Här är 500." in page.content.decode()
    assert list(document(made).questions) == []


def test_two_options_of_the_same_words_are_told_at_the_row(karin, made):
    page = add_single(karin, made, "Vilket?", "Ja", "ja").content.decode()
    assert "Samma ord står redan i en annan rad." in page


def test_a_double_click_adds_one_question(karin, made):
    for _click in range(2):
        add_scale(karin, made)
    assert [question.key for question in document(made).questions] == ["hur-ar-det"]


def test_a_double_click_on_copy_and_move_is_done_once(karin, made):
    add_scale(karin, made)
    add_single(karin, made, "Vem är du?", "Ett", "Två")
    one = {"seen": seen(karin, made), "what": "question", "key": "vem-ar-du", "do": "kopiera"}
    post(karin, at("questionnaire_do", made), one)
    page = post(karin, at("questionnaire_do", made), one)
    assert "Det hade redan hänt något mer." in page.content.decode()
    assert [question.key for question in document(made).questions] == ["hur-ar-det", "vem-ar-du", "vem-ar-du-2"]
    post(karin, at("questionnaire_do", made), one | {"seen": seen(karin, made), "do": "upp"})
    assert next(question.key for question in document(made).questions) == "vem-ar-du"


def test_two_tabs_lose_nothing(karin, made):
    add_scale(karin, made)
    address = at("question", made, "hur-ar-det")
    before = was(karin, address)
    steps = list(document(made).question("hur-ar-det").steps)
    rows = {"steg-key": [o.key for o in steps], "steg-text": [o.text["sv"] for o in steps], "vid-text": [""]}
    post(karin, address, {"was": before, "text": "Först sparad"} | rows)
    page = post(karin, address, {"was": before, "text": "Sen i andra fliken"} | rows)
    text = page.content.decode()
    assert "Någon annan har ändrat samma sak" in text
    assert "Sen i andra fliken" in text
    assert "Först sparad" in text
    assert document(made).question("hur-ar-det").text["sv"] == "Först sparad"
    post(karin, address, {"was": page.context["was"], "text": "Sen i andra fliken"} | rows)
    assert document(made).question("hur-ar-det").text["sv"] == "Sen i andra fliken"


def test_changes_of_different_questions_do_not_stand_in_each_others_way(karin, made):
    add_single(karin, made, "Ett?", "Ja", "Nej")
    add_single(karin, made, "Två?", "Ja", "Nej")
    rows = {"svar-key": ["ja", "nej"], "svar-text": ["Ja", "Nej"]}
    stamps = {key: was(karin, at("question", made, key)) for key in ("ett", "tva")}
    for key, stamp in stamps.items():
        post(karin, at("question", made, key), {"was": stamp, "text": f"Ny {key}?"} | rows)
    assert [question.text["sv"] for question in document(made).questions] == ["Ny ett?", "Ny tva?"]


def test_the_heading_and_the_introduction_are_changed_as_they_were_seen(karin, made):
    address = at("questionnaire_about", made)
    data = {
        "was": was(karin, address),
        "name": "Ny",
        "title": "Vad tycker du?",
        "intro": "Vi vill veta.",
        "thanks": "",
    }
    post(karin, address, data)
    made.refresh_from_db()
    assert (made.name, document(made).title["sv"]) == ("Ny", "Vad tycker du?")
    page = post(karin, address, data | {"title": "Annat"}).content.decode()
    assert "Någon annan har ändrat samma sak" in page


def test_a_removed_question_is_asked_about_first(karin, made):
    add_single(karin, made, "Ett?", "Ja", "Nej")
    address = at("remove_question", made, "ett")
    assert "Ta bort frågan?" in karin.get(address).content.decode()
    assert len(list(document(made).questions)) == 1
    post(karin, address)
    assert list(document(made).questions) == []
    assert karin.post(address).status_code == 404, "a second click finds nothing to remove"


def test_a_version_in_use_is_told_of_and_the_next_one_begins(karin, made):
    add_single(karin, made, "Ett?", "Ja", "Nej")
    Version.objects.update(fixed_at=clock.now())
    assert "När du ändrar något här börjar nästa version" in karin.get(at("questionnaire", made)).content.decode()
    page = add_single(karin, made, "Två?", "Ja", "Nej").content.decode()
    assert "Det här är version 2. Det som redan är igång fortsätter med version 1." in page
    assert [version.number for version in made.versions.all()] == [2, 1]


def test_hostile_words_are_words(karin, made):
    hostile = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    page = add_single(karin, made, hostile, hostile, "Nej").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert next(document(made).questions).text["sv"] == hostile


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("number", {"least": "tre"}),
        ("number", {"least": "10", "most": "2,5"}),
        ("multiple", {"svar-text": ["Ett", "Två"], "at_most": "3"}),
        ("text", {"longest": "99999999"}),
        ("matrix", {"ladder": "bra", "rad-text": ["", ""]}),
        ("scale", {"ladder": "finns-inte"}),
        ("single", {"svar-text": ["Bara ett"]}),
    ],
)
def test_what_cannot_be_is_told_and_comes_back(karin, made, kind, data):
    page = post(karin, at("new_question", made, "fragor", kind), {"text": "Så här?"} | data)
    assert page.context["form"].errors
    assert page.context["form"]["text"].value() == "Så här?"
    assert list(document(made).questions) == []


def test_numbers_are_written_as_swedes_write_them(karin, made):
    address = at("new_question", made, "fragor", "number")
    post(karin, address, {"text": "Hur mycket?", "least": "0,5", "most": "1 234", "unit": "timmar"})
    page = karin.get(at("questionnaire", made)).content.decode()
    assert "Från 0,5 till 1234. Enhet: timmar." in page
    assert 'value="0,5"' in karin.get(at("question", made, "hur-mycket")).content.decode()


def test_each_kind_of_question_is_built_and_opened_again(karin, made):
    for kind, data in {
        "scale": {"ladder": "grad"}, "single": {"svar-text": ["A", "B"]}, "multiple": {"svar-text": ["A", "B"], "at_most": "2"},
        "number": {}, "text": {"longest": "200"}, "matrix": {"ladder": "ofta", "rad-text": ["Rad ett", "Rad två"]},
    }.items():  # fmt: skip
        post(karin, at("new_question", made, "fragor", kind), {"text": f"Fråga {kind}"} | data)
        address = at("question", made, f"fraga-{kind}")
        assert karin.get(address).status_code == 200
    assert [question.kind for question in document(made).questions] == [
        "scale", "single", "multiple", "number", "text", "matrix",
    ]  # fmt: skip
    assert karin.get(at("questionnaire", made)).status_code == 200
    assert karin.get(at("questionnaire_preview", made)).status_code == 200


def test_a_questionnaire_begins_as_a_ready_one_or_as_a_copy_with_the_same_keys(karin):
    for name, start in (("Till er", "bank:medverkande"), ("Kopian", "kopia:till-er")):
        karin.post(reverse("surveys:new_questionnaire"), {"name": name, "start": start})
    first, second = (document(Questionnaire.objects.get(name=name)) for name in ("Till er", "Kopian"))
    assert [question.key for question in first.questions] == [question.key for question in second.questions]
    assert second.title["sv"] == "Kopian"


@pytest.mark.parametrize("start", ["", "bank:finns-inte", "kopia:finns-inte", "../../etc", "bank"])
def test_nothing_begins_as_what_is_not_offered(karin, start):
    page = karin.post(reverse("surveys:new_questionnaire"), {"name": "Ny", "start": start})
    assert page.context["form"].errors
    assert not Questionnaire.objects.exists()
