import json

import pytest
from django.core.management import CommandError, call_command

from medverka.questionnaires.files import read, write
from medverka.questionnaires.tests.make import of, scale, single
from medverka.surveys.models import Questionnaire, Version

OLD, NEW = of(single("deltagit")), of(single("deltagit"), scale("helhet"))


@pytest.fixture
def asked(county) -> Questionnaire:
    row = Questionnaire.objects.create(slug="uppfoljning", name="Uppföljning")
    for number, document in enumerate((OLD, NEW), 1):
        Version.objects.create(questionnaire=row, number=number, content=write(document), fixed_at="2021-09-01T00:00Z")
    return row


def refused(*words) -> str:
    with pytest.raises(CommandError) as caught:
        call_command("survey", *words)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_the_newest_version_is_exported_by_the_name_of_the_file(asked, tmp_path, capsys):
    file = tmp_path / "uppfoljning.json"
    call_command("survey", "export", str(file))
    assert read(file.read_bytes()) == NEW
    assert capsys.readouterr().out == f"{file}: Uppföljning, version 2, 2 frågor.\n"


def test_any_version_is_exported_to_any_file_in_place_of_what_was_there(asked, tmp_path):
    file = tmp_path / "annat.json"
    file.write_text("gammalt")
    call_command("survey", "export", str(file), "--questionnaire", "uppfoljning", "--version", "1")
    assert read(file.read_bytes()) == OLD
    assert json.loads(file.read_text())["format"] == "medverka-questionnaire"
    assert [path.name for path in tmp_path.iterdir()] == ["annat.json"]


def test_a_questionnaire_that_there_is_not_is_told_with_those_there_are(asked, tmp_path):
    assert "Menade du något av dessa? uppfoljning" in refused("export", str(tmp_path / "uppföljning.json"))
    assert "Den har: 1, 2." in refused("export", str(tmp_path / "uppfoljning.json"), "--version", "7")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_there_is_not_is_told(asked, tmp_path):
    assert "finns inte" in refused("export", str(tmp_path / "saknas" / "uppfoljning.json"))
    (tmp_path / "uppfoljning").mkdir()
    assert "är en mapp" in refused("export", str(tmp_path / "uppfoljning"))
