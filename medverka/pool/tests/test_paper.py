import io

import pikepdf
import pytest
from django.urls import reverse

from medverka.access.authorise import SYSTEM
from medverka.foundation import pdf
from medverka.pool import joining, paper
from medverka.pool.actions import ensure_default_terms

pytestmark = pytest.mark.django_db


def test_the_paper_form_is_a_tagged_pdf_with_a_neutral_name(client, county, coordinator):
    answer = client.get(reverse("pool:paper_form"))
    assert answer["Content-Disposition"] == 'inline; filename="medverka-blankett.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked


def test_the_paper_asks_everything_that_the_web_asks(county, monkeypatch):
    ensure_default_terms(by=SYSTEM)
    asked = []
    monkeypatch.setattr(pdf, "document", lambda title, blocks: asked.extend(blocks))
    paper.join_form()
    labels = " ".join(f"{block.label} {getattr(block, 'items', '')}" for block in asked if hasattr(block, "label"))
    for step in joining.ORDER:
        for field in joining.FORMS[step]():
            if not field.is_hidden:
                assert str(field.label) in labels
