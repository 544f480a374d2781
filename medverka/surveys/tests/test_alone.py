"""An answer that shuts out the others ("inget av dessa"): built, answered, on paper, and in what is told."""

from dataclasses import replace

import pytest
from django.urls import reverse

from medverka.questionnaires import files
from medverka.questionnaires.document import Kind, Option, Question, Questionnaire, Section
from medverka.surveys import paper
from medverka.surveys.models import Publication, Sheet
from medverka.surveys.models import Questionnaire as Kept
from medverka.surveys.tests import made
from medverka.surveys.tests.counted import EVERYTHING, WAYS, counted, make_round, version_of, words
from medverka.surveys.tests.test_building_pages import at, document, post, was

pytestmark = pytest.mark.django_db

NONE = Option("inget", words("Inget av dessa"), alone=True)
QUESTION = Question(
    "satt", Kind.MULTIPLE, words("Hur?"), options=(Option("a", words("Brev")), Option("b", words("Möte")), NONE)
)
WHOLE = Questionnaire(words("Enkät"), sections=(Section("ett", words("Ett"), questions=(QUESTION,)),))


@pytest.fixture
def group(coordinator):
    return made.opened(coordinator, of=made.version("ensam", content=files.write(WHOLE)))


def test_the_builder_keeps_which_answer_shuts_out_the_others_when_rows_move_and_words_change(coordinator, sign_in):
    karin = sign_in(coordinator)
    karin.post(reverse("surveys:new_questionnaire"), {"name": "Enkät", "start": "tomt"})
    row = Kept.objects.get()
    new = at("new_question", row, "fragor", "multiple")
    rows = {"text": "Hur?", "svar-text": ["Brev", "Inget av dessa", "Möte"], "svar-alone": ["1"]}
    moved = karin.post(new, {**rows, "do": "svar:down:1"}).context["form"].groups[0].rows
    assert [(line.text, line.alone) for line in moved] == [("Brev", False), ("Möte", False), ("Inget av dessa", True)]
    post(karin, new, rows)
    address = at("question", row, "hur")
    assert karin.get(address).content.decode().count('name="svar-alone"') > 3
    changed = {"text": "Hur?", "was": was(karin, address), "svar-key": ["brev", "inget-av-dessa", "mote"]}
    post(karin, address, {**changed, "svar-text": ["Brev", "Inget alls", "Möte"], "svar-alone": ["1"]})
    options = document(row).question("hur").options
    assert [(one.key, one.alone) for one in options] == [("brev", False), ("inget-av-dessa", True), ("mote", False)]
    assert "Väljs ensamt: ”Inget alls”." in karin.get(at("questionnaire", row)).content.decode()
    assert "svar-alone" not in karin.get(at("new_question", row, "fragor", "single")).content.decode()


def test_both_together_are_refused_in_words_and_nothing_that_was_chosen_is_lost(client, group):
    first = client.post(f"/enkat/{group.round.slug}/{group.key}/").url
    page = client.get(first).content.decode()
    assert page.count("data-alone") == 1
    assert "Väljs ensamt." in page
    answer = client.post(first, {"seen": ["satt"], "q.satt": ["a", "inget"], "next": "1"}, follow=True)
    assert "kan inte väljas ihop med något annat" in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2
    check = client.post(first, {"seen": ["satt"], "q.satt": ["inget"], "next": "1"}, follow=True)
    client.post(check.request["PATH_INFO"])
    assert '"inget"' in Sheet.objects.get().answers


def test_paper_says_that_it_is_chosen_alone(group, monkeypatch):
    boxes = []
    monkeypatch.setattr(paper.pdf, "forms", lambda _title, parts, **_more: boxes.extend(parts[0].questions[0].options))
    paper.form(group)
    assert [box.note for box in boxes] == ["", "", "Kryssa inte för något annat då."]


def told(one):
    content = Publication.objects.get(round=one).content
    return next(each for each in content["questions"] if each["key"] == "satt")["groups"]["alla"]


@pytest.mark.parametrize("alone", [False, True])
def test_few_left_beside_what_shuts_out_the_others_are_not_found_by_taking_away(county, coordinator, alone):
    letters, none = WAYS.options[0], replace(WAYS.options[2], alone=alone)
    question = replace(WAYS, options=(letters, none))
    whole = replace(EVERYTHING, sections=(Section("ett", words("Ett"), questions=(question,)),))
    sheets = [{"satt": ["a"]}] * 7 + [{"satt": ["c"]}] * 6 + [{}]
    one = counted(make_round({"alla": sheets}, version=version_of(whole)), coordinator)
    assert told(one)["suppressed"] is alone, "one of fourteen gave no answer, which the marks would tell"
