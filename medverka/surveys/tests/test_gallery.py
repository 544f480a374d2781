"""The gallery of answer fields: every kind, in every state, with no name twice."""

import re

import pytest

from medverka.questionnaires.document import Kind
from medverka.surveys import gallery


@pytest.mark.django_db
def test_every_kind_of_answer_field_is_shown_in_every_state(client):
    page = client.get("/komponenter/svarsfalt/").text
    empty, chosen, wrong = gallery.states()
    for state in (empty, chosen, wrong):
        assert {question.kind for question in state.questions} == set(Kind)
    assert not any(question.problem for question in (*empty.questions, *chosen.questions))
    assert all(question.problem for question in wrong.questions if not question.waits)
    assert 'class="survey-face"' in page
    assert "data-alone" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert [one.waits for one in chosen.questions if one.key.endswith("foljd")] == [False]
    assert [one.waits for one in empty.questions if one.key.endswith("foljd")] == [True]
