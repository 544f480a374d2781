from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from medverka.config.documents import PAGES
from medverka.config.management.commands import docs


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_made_from_the_code_say_what_it_says(name):
    assert Path("docs", name).read_text() == PAGES[name](), "Run make docs."


def test_a_stale_page_is_named_and_then_written(tmp_path, monkeypatch):
    monkeypatch.setattr(docs, "FOLDER", tmp_path)
    (tmp_path / "settings.md").write_text("something older")
    with pytest.raises(CommandError, match=r"settings\.md"):
        call_command("docs", "--check")
    call_command("docs")
    call_command("docs", "--check")
