"""Conditions, the question bank, pictures, languages, versions and files, as the builder's pages let one do them."""

import json
from base64 import b64encode
from io import BytesIO
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from PIL import Image as Drawing

from medverka.foundation import clock
from medverka.questionnaires import files
from medverka.questionnaires.document import EASY, Condition
from medverka.surveys.actions import pictures
from medverka.surveys.models import Image, Questionnaire, Version
from medverka.surveys.pictures import NoPicture, redrawn
from medverka.surveys.tests.test_building_pages import add_scale, add_single, at, document, post, seen, was

pytestmark = pytest.mark.django_db


@pytest.fixture
def karin(coordinator, sign_in):
    return sign_in(coordinator)


@pytest.fixture
def made(karin):
    """Three questions in one section."""
    karin.post(reverse("surveys:new_questionnaire"), {"name": "Höstens enkät", "start": "tomt"})
    row = Questionnaire.objects.get()
    add_scale(karin, row, "Helhet?")
    add_single(karin, row, "Vem?", "Jag", "Du")
    add_single(karin, row, "Mer?", "Ja", "Nej")
    return row


def picture(kind="PNG", size=(20, 10), mode="RGB", **options):
    out = BytesIO()
    Drawing.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


# --- Conditions ------------------------------------------------------------------------------


def test_a_question_is_put_to_those_who_answered_something_earlier(karin, made):
    address = at("question_condition", made, "mer")
    page = karin.get(address).content.decode()
    assert 'value="helhet:daligt"' in page
    assert 'value="mer:ja"' not in page, "no question asks about itself"
    post(karin, address, {"chosen": ["helhet:daligt", "helhet:mycket-daligt"]})
    assert document(made).question("mer").asked_if == Condition("helhet", ("mycket-daligt", "daligt"))
    page = karin.get(at("questionnaire", made)).content.decode()
    assert "Ställs bara till dem som svarade ”Mycket dåligt” eller ”Ganska dåligt” på ”Helhet?”." in page
    post(karin, address, {})
    assert document(made).question("mer").asked_if is None


@pytest.mark.parametrize("chosen", [["helhet:daligt", "vem:jag"], ["mer:ja"], ["finns:inte"], ["helhet"]])
def test_a_condition_on_two_questions_or_on_none_is_told(karin, made, chosen):
    page = post(karin, at("question_condition", made, "mer"), {"chosen": chosen})
    assert page.context["form"].errors
    assert document(made).question("mer").asked_if is None


def test_nothing_before_the_first_question_can_be_a_condition(karin, made):
    page = karin.get(at("question_condition", made, "helhet")).content.decode()
    assert "Ingen fråga kommer före" in page
    assert karin.get(at("section_condition", made, "fragor")).status_code == 200


def test_what_others_hang_on_is_told_when_it_is_moved_emptied_or_removed(karin, made):
    post(karin, at("question_condition", made, "mer"), {"chosen": ["vem:jag"]})
    move = {"what": "question", "key": "mer", "do": "upp", "seen": seen(karin, made)}
    page = post(karin, at("questionnaire_do", made), move).content.decode()
    assert "Det går inte så länge ”Mer?” har ett villkor" in page
    address = at("question", made, "vem")
    rows = {"svar-key": ["jag", "du"], "svar-text": ["", "Du"], "svar-lines": "Hon"}
    page = post(karin, address, {"was": was(karin, address), "text": "Vem?"} | rows).content.decode()
    assert "Det går inte så länge ”Mer?” har ett villkor" in page
    assert [option.key for option in document(made).question("vem").options] == ["jag", "du"]
    page = karin.get(at("remove_question", made, "vem")).content.decode()
    assert "Tar du bort det ställs det till alla" in page
    post(karin, at("remove_question", made, "vem"))
    assert document(made).question("vem"), "nobody said yes to what hangs on it"
    post(karin, at("remove_question", made, "vem"), {"hanging": ["mer"]})
    assert document(made).question("mer").asked_if is None


def test_a_question_that_two_conditions_would_hide_in_results_is_warned_of_when_it_is_built(karin, made):
    post(karin, at("new_section", made), {"title": "Mera"})
    add_single(karin, made, "Sist?", "Ja", "Nej", into="mera")
    karin.post(reverse("surveys:section_condition", args=[made.slug, "mera"]), {"chosen": ["vem:jag"]})
    address = at("question_condition", made, "sist")
    assert "Avsnittet har redan ett villkor" in karin.get(address).content.decode()
    page = karin.post(address, {"chosen": ["mer:ja"]}, follow=True).content.decode()
    assert "”Sist?” har nu två villkor" in page
    assert "Frågan har två villkor, sitt eget och avsnittets." in page, "and it stays in the list of things to think of"
    page = karin.post(address, {"chosen": ["mer:nej"]}, follow=True).content.decode()
    assert "har nu två villkor" not in page, "told once, when it comes about"


def test_a_question_that_hangs_on_its_own_section_has_no_second_condition(karin, made):
    post(karin, at("new_section", made), {"title": "Mera"})
    add_single(karin, made, "Nästsist?", "Ja", "Nej", into="mera")
    add_single(karin, made, "Sist?", "Ja", "Nej", into="mera")
    karin.post(reverse("surveys:section_condition", args=[made.slug, "mera"]), {"chosen": ["vem:jag"]})
    page = karin.post(at("question_condition", made, "sist"), {"chosen": ["nastsist:ja"]}, follow=True)
    assert "två villkor" not in page.content.decode()


def test_what_is_wrong_with_a_condition_is_told_in_the_language_of_the_page(karin, made):
    page = karin.post(at("question_condition", made, "mer"), {"chosen": ["helhet:daligt", "vem:jag"]})
    assert "Chosen" not in page.content.decode()


# --- The question bank -----------------------------------------------------------------------


def test_several_questions_are_taken_from_the_bank_once_each_in_the_languages_there_are(karin, made):
    address = at("take_from_bank", made, "fragor")
    assert "Hur blir du bemött" in karin.get(address).content.decode()
    chosen = {"fraga": ["medverkande.bemotande", "medverkande.stod", "finns.inte"]}
    for _click in range(2):
        post(karin, address, chosen)
    assert [question.key for question in document(made).questions] == ["helhet", "vem", "mer", "bemotande", "stod"]
    assert set(document(made).question("bemotande").text) == {"sv"}
    assert "Finns redan i formuläret" in karin.get(address).content.decode()
    assert "Kryssa i minst en fråga." in post(karin, address).content.decode()


def test_the_bank_is_searched_and_another_questionnaire_is_a_bank_too(karin, made):
    address = at("take_from_bank", made, "fragor")
    page = karin.get(address, {"q": "BEMÖTT"}).content.decode()
    assert "Hur blir du bemött" in page
    assert "Hur är stödet" not in page
    assert "Inga frågor hittades" in karin.get(address, {"q": "xyzzy"}).content.decode()
    karin.post(reverse("surveys:new_questionnaire"), {"name": "Annan", "start": "tomt"})
    other = Questionnaire.objects.get(name="Annan")
    post(karin, at("take_from_bank", other, "fragor") + "?ur=hostens-enkat", {"fraga": ["vem"]})
    assert [question.key for question in document(other).questions] == ["vem"]
    assert karin.get(address, {"ur": "finns-inte"}).status_code == 200


# --- Pictures --------------------------------------------------------------------------------


def test_a_sign_stands_at_an_answer_with_what_it_means(karin, made):
    address = at("option_picture", made, "vem", "svar-jag")
    data = {"icon": "user", "alt": "En person", "description": "Den som svarar", "was": was(karin, address)}
    post(karin, address, data)
    option = document(made).question("vem").options[0]
    assert (option.picture.icon, option.picture.alt, option.description) == (
        "user", {"sv": "En person"}, {"sv": "Den som svarar"},
    )  # fmt: skip
    address = at("question", made, "vem")
    rows = {"svar-key": ["jag", "du"], "svar-text": ["Jag själv", "Du"]}
    post(karin, address, {"was": was(karin, address), "text": "Vem?"} | rows)
    assert document(made).question("vem").options[0].picture.icon == "user", "new words leave the picture"


def test_an_uploaded_picture_is_drawn_anew_and_shown_to_everybody(karin, made, client):
    address = at("question_picture", made, "vem")
    exif = Drawing.Exif()
    exif[0x010E] = "Hemma hos Lova"
    sent = SimpleUploadedFile("bild.jpg", picture("JPEG", (1600, 20), exif=exif), "text/html")
    post(karin, address, {"icon": "", "file": sent, "alt": "Rött", "was": was(karin, address)})
    image = Image.objects.get()
    assert document(made).question("vem").picture.file == image.digest
    answer = client.get(reverse("surveys:image", args=[image.digest]))
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert b"Lova" not in answer.content
    assert Drawing.open(BytesIO(answer.content)).size == (1000, 13)
    page = post(karin, address, {"icon": "", "drop": "on", "alt": "", "was": was(karin, address)})
    assert document(made).question("vem").picture is None
    assert page.status_code == 200


def test_a_picture_that_nothing_shows_any_longer_is_thrown_away(karin, made, coordinator):
    address = at("question_picture", made, "vem")
    sent = SimpleUploadedFile("bild.png", picture(), "image/png")
    post(karin, address, {"icon": "", "file": sent, "was": was(karin, address)})
    pictures.keep(redrawn(picture(size=(3, 3))), by=coordinator)
    assert pictures.forget_unused() == 1
    assert Image.objects.get().digest == document(made).question("vem").picture.file
    Image.objects.all().delete()
    page = karin.get(at("questionnaire", made)).content.decode()
    assert "En bild finns inte här." in page


@pytest.mark.parametrize(
    "data", [b"", b"<script>alert(1)</script>", b"GIF89a", picture()[:45], b"\x89PNG\r\n\x1a\n" * 9]
)
def test_what_is_no_picture_is_told_and_kept_nowhere(karin, made, data):
    address = at("question_picture", made, "vem")
    sent = SimpleUploadedFile("bild.png", data, "image/png")
    page = post(karin, address, {"icon": "", "file": sent, "alt": "x", "was": was(karin, address)})
    assert page.context["form"].errors
    assert not Image.objects.exists()


def test_a_picture_that_is_too_much_is_refused_before_it_is_unfolded():
    with pytest.raises(NoPicture, match="bildpunkter"):
        redrawn(picture(size=(5000, 4000), mode="1"))
    clear = BytesIO()
    Drawing.new("RGBA", (9, 9), (255, 0, 0, 90)).save(clear, "WEBP")
    assert redrawn(clear.getvalue())[1] == "image/png"
    assert redrawn(picture("WEBP"))[1] == "image/jpeg", "a photo drawn without loss would be ten times as large"
    assert redrawn(picture("PNG", mode="P"))[1] == "image/png"


def test_a_picture_larger_than_two_megabytes_is_told_at_the_field(karin, made):
    address = at("question_picture", made, "vem")
    sent = SimpleUploadedFile("bild.png", b"x" * 2_000_001, "image/png")
    page = post(karin, address, {"icon": "", "file": sent, "was": was(karin, address)}).content.decode()
    assert "Bilden är större än 2 MB." in page


def test_there_is_no_picture_of_what_is_not_there(karin, made):
    for address in (
        at("option_picture", made, "vem", "svar-finns-inte"), at("option_picture", made, "vem", "jag"),
        at("question_picture", made, "finns-inte"), reverse("surveys:image", args=["0" * 64]),
    ):  # fmt: skip
        assert karin.get(address).status_code == 404


# --- Languages -------------------------------------------------------------------------------


def test_a_language_is_added_and_written_beside_the_first(karin, made):
    post(karin, at("questionnaire_languages", made), {"language": "ar"})
    assert document(made).languages == ("sv", "ar")
    address = at("translation", made, "ar") + "?avsnitt=fragor"
    page = karin.get(address).content.decode()
    assert 'dir="rtl"' in page
    data = {"was": was(karin, address), "question.vem.text": "من؟", "question.vem.option.jag.text": "أنا"}
    post(karin, address, data)
    question = document(made).question("vem")
    assert question.text == {"sv": "Vem?", "ar": "من؟"}
    assert question.options[0].text == {"sv": "Jag", "ar": "أنا"}
    assert "2 av" in karin.get(at("questionnaire_languages", made)).content.decode()


def test_languages_that_medverka_does_not_speak_have_words_for_buttons(karin, made):
    post(karin, at("questionnaire_languages", made), {"other": "lt"})
    address = at("translation", made, "lt")
    post(karin, address, {"was": was(karin, address), "title": "Anketa", "words.next": "Toliau"})
    assert document(made).words == {"lt": {"next": "Toliau"}}
    post(karin, at("questionnaire_languages", made), {"language": EASY})
    assert "words.next" not in karin.get(at("translation", made, EASY)).context["form"].fields


def test_two_who_translate_at_once_lose_nothing(karin, made):
    post(karin, at("questionnaire_languages", made), {"language": "en"})
    address = at("translation", made, "en") + "?avsnitt=fragor"
    stamp = was(karin, address)
    post(karin, address, {"was": stamp, "question.vem.text": "Who?"})
    page = post(karin, address, {"was": stamp, "question.vem.text": "Whom?"})
    text = page.content.decode()
    assert "Whom?" in text
    assert "Nu står det:" in text
    assert document(made).question("vem").text["en"] == "Who?"
    post(karin, address, {"was": page.context["was"], "question.vem.text": "Whom?"})
    assert document(made).question("vem").text["en"] == "Whom?"


@pytest.mark.parametrize("sent", [{}, {"other": "finns inte!"}, {"language": "klingonska"}, {"other": "<b>"}])
def test_what_is_no_language_is_told(karin, made, sent):
    page = post(karin, at("questionnaire_languages", made), sent)
    assert page.context["form"].errors
    assert document(made).languages == ("sv",)


def test_a_language_is_removed_with_all_that_is_written_in_it_and_the_first_is_not(karin, made):
    post(karin, at("questionnaire_languages", made), {"language": "en"})
    address = at("translation", made, "en")
    post(karin, address, {"was": was(karin, address), "title": "Survey"})
    assert karin.get(at("remove_language", made, "en")).status_code == 200
    post(karin, at("remove_language", made, "en"))
    assert document(made).languages == ("sv",)
    assert set(document(made).title) == {"sv"}
    assert karin.post(at("remove_language", made, "sv")).status_code == 404
    assert karin.get(at("translation", made, "en")).status_code == 404


# --- Versions and files ----------------------------------------------------------------------


def test_an_old_version_is_read_and_compared_with_the_next(karin, made):
    Version.objects.update(fixed_at=clock.now())
    address = at("question", made, "vem")
    post(
        karin,
        address,
        {"was": was(karin, address), "text": "Vem då?", "svar-key": ["jag", "du"], "svar-text": ["Jag", "Ni"]},
    )
    post(karin, at("remove_question", made, "mer"))
    assert "Vem?" in karin.get(at("questionnaire_version", made, 1)).content.decode()
    assert karin.get(at("questionnaire_version", made, 9)).status_code == 404
    page = karin.get(at("compare_versions", made))
    assert [(change.kind, change.name) for change in page.context["changes"]] == [
        ("changed", "Vem då?"), ("removed", "Mer?"),
    ]  # fmt: skip
    for nonsense in ("?fran=99", "?fran=x&till=-1", "?till=" + "9" * 30):
        assert karin.get(at("compare_versions", made) + nonsense).status_code in (200, 404)


def test_a_version_begun_by_mistake_is_thrown_away(karin, made):
    assert karin.get(at("drop_version", made)).status_code == 404
    Version.objects.update(fixed_at=clock.now())
    add_single(karin, made, "Ny?", "Ja", "Nej")
    assert "Släng version 2" in karin.get(at("questionnaire_versions", made)).content.decode()
    assert made.versions.count() == 2
    post(karin, at("drop_version", made))
    assert made.versions.count() == 1


def test_a_questionnaire_goes_out_as_a_file_and_comes_in_again(karin, made):
    answer = karin.get(at("questionnaire_file", made, 1))
    assert answer["Content-Disposition"] == 'attachment; filename="hostens-enkat-1.json"'
    sent = SimpleUploadedFile("enkat.json", answer.content)
    page = post(karin, reverse("surveys:questionnaire_from_file"), {"file": sent}).content.decode()
    assert "Formuläret är inläst." in page
    twin = Questionnaire.objects.get(slug="hostens-enkat-2")
    assert document(twin) == document(made)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"format": "annat"}'])
def test_a_file_that_is_none_is_told(karin, made, data):
    page = post(karin, reverse("surveys:questionnaire_from_file"), {"file": SimpleUploadedFile("f.json", data)})
    assert page.context["problems"] or page.context["form"].errors
    assert Questionnaire.objects.count() == 1


def test_all_that_is_wrong_with_a_file_is_told_at_once_with_its_place(karin, made):
    broken = files.write(document(made))
    broken["sections"][0]["questions"][0]["kind"] = "slag"
    broken["sections"][0]["questions"][1]["text"] = {}
    sent = SimpleUploadedFile("f.json", json.dumps(broken).encode())
    page = post(karin, reverse("surveys:questionnaire_from_file"), {"file": sent}).content.decode()
    assert "Avsnitt 1 (fragor), fråga 1 (helhet)" in page
    assert "Avsnitt 1 (fragor), fråga 2 (vem)" in page


def test_a_file_of_five_megabytes_is_refused_in_words(karin, made):
    sent = SimpleUploadedFile("f.json", b"x" * 5_000_000)
    page = karin.post(reverse("surveys:questionnaire_from_file"), {"file": sent})
    assert page.status_code in (200, 413)
    assert "MB" in page.content.decode()


def test_a_form_of_five_megabytes_is_refused_in_words(karin, made):
    page = karin.post(at("new_question", made, "fragor", "text"), {"text": "x" * 5_000_000})
    assert page.status_code == 413


def test_what_is_removed_is_asked_about_and_what_is_used_goes_to_the_archive(karin, made):
    assert "kan inte tas tillbaka" in karin.get(at("put_away_questionnaire", made)).content.decode()
    version = made.versions.get()
    version.rounds.create(slug="r", title="Hösten", opens_on="2021-09-01", closes_on="2021-10-01")
    assert "Lägga formuläret i arkivet?" in karin.get(at("put_away_questionnaire", made)).content.decode()
    page = post(karin, at("put_away_questionnaire", made)).content.decode()
    assert "ligger i arkivet" in page
    assert "Höstens enkät" in karin.get(reverse("surveys:questionnaires"), {"vilka": "arkiv"}).content.decode()
    post(karin, at("take_back_questionnaire", made))
    made.refresh_from_db()
    assert made.archived_on is None


def test_what_is_missing_is_told_with_a_way_there(karin):
    karin.post(reverse("surveys:new_questionnaire"), {"name": "Tom", "start": "tomt"})
    page = karin.get(at("questionnaire", Questionnaire.objects.get())).content.decode()
    assert "Det här behövs innan det kan ställas" in page
    assert "Det finns ingen fråga än." in page


def test_a_section_is_changed_as_it_was_seen_and_can_have_a_level(karin, made):
    address = at("section_words", made, "fragor")
    data = {"was": was(karin, address), "title": "Om dig", "text": "", "level": "individual"}
    post(karin, address, data)
    section = document(made).sections[0]
    assert (section.key, section.title["sv"], section.level) == ("fragor", "Om dig", "individual")
    assert len(section.questions) == 3
    assert "Någon annan har ändrat samma sak" in post(karin, address, data | {"title": "Annat"}).content.decode()


def test_a_section_is_added_once_copied_and_removed_with_its_questions(karin, made):
    for _click in range(2):
        post(karin, at("new_section", made), {"title": "Mer om dig"})
    assert [section.key for section in document(made).sections] == ["fragor", "mer-om-dig"]
    copy = {"what": "section", "key": "fragor", "do": "kopiera", "seen": seen(karin, made)}
    post(karin, at("questionnaire_do", made), copy)
    assert [section.key for section in document(made).sections] == ["fragor", "fragor-2", "mer-om-dig"]
    assert "Avsnittets 3 frågor försvinner också." in karin.get(at("remove_section", made, "fragor")).content.decode()
    post(karin, at("remove_section", made, "fragor"))
    assert [section.key for section in document(made).sections] == ["fragor-2", "mer-om-dig"]


def test_a_copy_has_a_name_to_begin_with(karin, made):
    page = karin.get(reverse("surveys:new_questionnaire"), {"som": f"kopia:{made.slug}"})
    assert page.context["form"].initial == {"start": "kopia:hostens-enkat", "name": "Kopia av Höstens enkät"}
    page = karin.get(reverse("surveys:new_questionnaire"), {"som": "kopia:finns-inte"})
    assert page.context["form"].initial["start"] == "tomt"


# --- Pictures in files -----------------------------------------------------------------------


@pytest.fixture
def pictured(karin, made):
    """A questionnaire with a picture at a question and one at an answer, as its file."""
    upload = SimpleUploadedFile("a.png", picture())
    post(karin, at("question_picture", made, "vem"), {"was": was(karin, at("question_picture", made, "vem")), "file": upload, "alt": "Två personer"})  # fmt: skip
    address = at("option_picture", made, "vem", "svar-jag")
    post(karin, address, {"was": was(karin, address), "file": SimpleUploadedFile("b.jpg", picture("JPEG", (30, 30)))})
    return karin.get(at("questionnaire_file", made, 1)).content


def taken_in(karin, data):
    return karin.post(reverse("surveys:questionnaire_from_file"), {"file": SimpleUploadedFile("a.json", data)}, follow=True)  # fmt: skip


def test_a_file_carries_its_pictures_to_another_county(karin, made, pictured):
    assert "Hämta formuläret som fil, med bilder" in karin.get(at("questionnaire", made)).content.decode()
    Questionnaire.objects.all().delete()
    Image.objects.all().delete()
    page = taken_in(karin, pictured).content.decode()
    assert "Formuläret är inläst." in page
    assert "En bild finns inte här" not in page
    question = document(Questionnaire.objects.get()).question("vem")
    assert question.picture.alt == {"sv": "Två personer"}
    kept = {image.digest: bytes(image.data) for image in Image.objects.all()}
    assert {question.picture.file, question.options[0].picture.file} == set(kept)
    assert [Drawing.open(BytesIO(kept[one.picture.file])).size for one in (question, question.options[0])] == [(20, 10), (30, 30)]  # fmt: skip


def test_a_file_read_in_where_its_pictures_are_keeps_them_as_they_are(karin, made, pictured):
    before = set(Image.objects.values_list("digest", flat=True))
    taken_in(karin, pictured)
    assert set(Image.objects.values_list("digest", flat=True)) == before
    assert document(Questionnaire.objects.latest("pk")) == document(made)


@pytest.mark.parametrize(
    ("packed", "told"),
    [
        ("aGVq", "Bilden vid frågan ”vem”: Filen är ingen hel bild."),
        ("ingen base64!", "Bilden vid frågan ”vem”: Filen är ingen hel bild."),
        (b64encode(picture(size=(2000, 2000))).decode(), "Bilden vid frågan ”vem”: Bilden har för många bildpunkter."),
        (7, "går inte att känna igen"),
        (["x"], "går inte att känna igen"),
    ],
)
def test_what_a_file_carries_as_a_picture_and_is_none_stops_it_with_nothing_kept(karin, pictured, packed, told):
    Image.objects.all().delete()
    data = json.loads(pictured)
    digest = data["sections"][0]["questions"][1]["picture"]["file"]
    data["pictures"][digest] = packed
    page = taken_in(karin, json.dumps(data).encode()).content.decode()
    assert told in page
    assert Questionnaire.objects.count() == 1
    assert not Image.objects.exists(), "not those before it either"


@pytest.mark.parametrize("carried", [[], "x", {"x": "y"}, {"a" * 64: None}, {f"{n:064x}": "" for n in range(31)}])
def test_nonsense_for_pictures_is_told_and_breaks_nothing(karin, pictured, carried):
    page = taken_in(karin, json.dumps(json.loads(pictured) | {"pictures": carried}).encode())
    assert "Filen kan inte läsas in än" in page.content.decode()


def test_pictures_of_a_file_are_drawn_before_anything_is_written(karin, pictured):
    """Drawing takes a while, and on SQLite whoever writes keeps all others waiting."""
    Image.objects.all().delete()
    depth = []

    def drawn(data, **limits):
        depth.append(len(connection.savepoint_ids))
        return redrawn(data, **limits)

    before = len(connection.savepoint_ids)
    with patch.object(pictures, "redrawn", drawn):
        assert "Formuläret är inläst." in taken_in(karin, pictured).content.decode()
    assert depth == [before, before]


@pytest.mark.parametrize("nothing", [None, {}])
def test_a_file_may_say_that_it_carries_nothing(karin, pictured, nothing):
    page = taken_in(karin, json.dumps(json.loads(pictured) | {"pictures": nothing}).encode())
    assert "Formuläret är inläst." in page.content.decode()


def test_words_have_no_more_room_in_a_file_with_pictures(karin, pictured):
    data = json.loads(pictured) | {"title": {"sv": "x" * 2_000_001}}
    assert "större än 2 MB" in taken_in(karin, json.dumps(data).encode()).content.decode()


def test_a_picture_that_the_file_does_not_carry_is_told_of(karin, pictured):
    Image.objects.all().delete()
    data = json.loads(pictured)
    del data["pictures"]
    assert "En bild finns inte här" in taken_in(karin, json.dumps(data).encode()).content.decode()
