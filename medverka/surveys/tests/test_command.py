import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from medverka.access.authorise import OPERATOR
from medverka.journal.models import Entry
from medverka.questionnaires.document import Picture
from medverka.questionnaires.files import dumps, read, write
from medverka.questionnaires.tests.make import of, scale, single, text
from medverka.surveys import bank
from medverka.surveys.actions.pictures import keep
from medverka.surveys.actions.questionnaires import take_in
from medverka.surveys.management.commands.survey import Command
from medverka.surveys.management.survey import VERBS
from medverka.surveys.models import Image, Questionnaire, Round, Version
from medverka.surveys.pictures import redrawn
from medverka.surveys.tests.test_building_parts_pages import picture

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


def test_a_file_that_is_there_is_written_over_only_when_that_is_asked_for(asked, tmp_path):
    file = tmp_path / "annat.json"
    file.write_text("gammalt")
    assert "finns redan" in refused("export", str(file), "--questionnaire", "uppfoljning")
    assert file.read_text() == "gammalt"
    call_command("survey", "export", str(file), "--questionnaire", "uppfoljning", "--version", "1", "--replace")
    assert read(file.read_bytes()) == OLD
    assert json.loads(file.read_text())["format"] == "medverka-questionnaire"
    assert [path.name for path in tmp_path.iterdir()] == ["annat.json"]


def test_a_questionnaire_that_there_is_not_is_told_with_those_there_are(asked, tmp_path):
    assert "Menade du: uppfoljning?" in refused("export", str(tmp_path / "uppföljning.json"))
    assert "Den har: 1, 2." in refused("export", str(tmp_path / "uppfoljning.json"), "--version", "7")
    assert list(tmp_path.iterdir()) == []


def test_the_address_of_a_round_leads_to_what_it_asks(asked, tmp_path):
    version = asked.versions.get(number=2)
    Round.objects.create(
        slug="hosten-2021", title="Hösten", version=version, opens_on="2021-09-01", closes_on="2021-11-01"
    )
    assert "Omgången hosten-2021 ställer: uppfoljning." in refused("export", str(tmp_path / "hosten-2021.json"))


def test_a_folder_that_there_is_not_is_told(asked, tmp_path):
    assert "finns inte" in refused("export", str(tmp_path / "saknas" / "uppfoljning.json"))
    (tmp_path / "uppfoljning").mkdir()
    assert "är en mapp" in refused("export", str(tmp_path / "uppfoljning"))


def test_pictures_go_with_the_file_and_come_in_with_it(county, tmp_path, capsys):
    digest = keep(redrawn(picture()), by=OPERATOR)
    Questionnaire.objects.all().delete()
    take_in(of(replace(single("deltagit"), picture=Picture(file=digest))), by=OPERATOR, slug="bilder")
    file = tmp_path / "bilder.json"
    call_command("survey", "export", str(file))
    Image.objects.all().delete()
    call_command("survey", "import", str(file), "--questionnaire", "annat")
    assert "finns inte här" not in capsys.readouterr().err
    assert Image.objects.count() == 1
    data = json.loads(file.read_text())
    file.write_text(json.dumps(data | {"pictures": {digest: "aGVq"}}))
    Image.objects.all().delete()
    assert "Filen är ingen hel bild" in refused("import", str(file), "--questionnaire", "tredje")
    assert not Questionnaire.objects.filter(slug="tredje").exists()


# --- Import ---


@pytest.fixture
def new_file(tmp_path):
    def written(document=NEW, name="enkat.json"):
        path = tmp_path / name
        path.write_text(dumps(document))
        return str(path)

    return written


def test_a_file_becomes_a_questionnaire_whose_name_is_its_title(county, new_file, capsys):
    call_command("survey", "import", new_file())
    version = Version.objects.get(questionnaire__slug="enkat")
    assert (version.number, version.fixed_at, read(version.content)) == (1, None, NEW)
    assert capsys.readouterr().out == "enkat: ett nytt frågeformulär, ”Enkät”, med 2 frågor.\n"
    entry = Entry.objects.get(verb="questionnaire.made")
    assert (entry.actor, entry.subject) == ("operator", f"questionnaire:{version.questionnaire_id}")


def test_a_file_becomes_the_next_version_of_one_that_there_is(asked, new_file, capsys):
    call_command("survey", "import", new_file(of(scale("helhet"), text("mer"))), "--questionnaire", "uppfoljning")
    assert [version.number for version in asked.versions.all()] == [3, 2, 1]
    assert capsys.readouterr().out == (
        "uppfoljning: version 3, med 2 frågor. Öppna omgångar fortsätter med den version de har. "
        "Jämfört med version 2: Nya: mer. Borta: deltagit.\n"
    )
    assert read(asked.versions.get(number=2).content) == NEW


def test_the_same_file_again_changes_nothing(asked, new_file, capsys):
    call_command("survey", "import", new_file(NEW, "uppfoljning.json"))
    assert asked.versions.count() == 2
    assert "Filen är likadan som version 2." in capsys.readouterr().out


def test_a_version_that_somebody_writes_on_is_lost_only_when_it_is_asked_for(asked, new_file):
    file = new_file(of(text("mer")), "uppfoljning.json")
    Version.objects.create(questionnaire=asked, number=3, content=write(OLD), revision=7)
    assert "håller på att skrivas" in refused("import", file)
    assert read(asked.versions.get(number=3).content) == OLD
    call_command("survey", "import", file, "--replace")
    assert read(asked.versions.get(number=3).content) == of(text("mer"))
    assert asked.versions.get(number=3).revision == 8


def test_a_file_that_was_mended_takes_the_place_of_what_nobody_has_touched(county, new_file):
    call_command("survey", "import", new_file(OLD))
    call_command("survey", "import", new_file(NEW))
    assert read(Version.objects.get(questionnaire__slug="enkat").content) == NEW


def test_a_file_with_mistakes_changes_nothing_and_tells_them_all(asked, tmp_path, capsys):
    content = write(NEW)
    content["sections"][0]["questions"][0]["kind"] = "gissa"
    content["sections"][0]["questions"][1]["text"] = {"en": "Why?"}
    file = tmp_path / "uppfoljning.json"
    file.write_text(json.dumps(content))
    assert "är inte inläst" in refused("import", str(file))
    assert capsys.readouterr().err.splitlines() == [
        "Avsnitt 1 (allt), fråga 1 (deltagit): Frågor av sorten ”gissa” finns inte. Välj bland scale, single, multiple, "
        "number, text och matrix.",
        "Avsnitt 1 (allt), fråga 2 (helhet): Texten saknas på formulärets första språk.",
    ]
    assert asked.versions.count() == 2


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"[]", b"[" * 100_000, b" " * 3_000_000])
def test_what_is_no_questionnaire_is_refused_in_words(asked, tmp_path, content):
    file = tmp_path / "annat.json"
    file.write_bytes(content)
    assert "är inte inläst" in refused("import", str(file))
    assert Questionnaire.objects.count() == 1


@pytest.mark.parametrize("name", ["Uppföljning 2021.json", "nytt.json", "a" * 61 + ".json"])
def test_a_name_that_makes_no_address_is_told_with_one_that_does(county, new_file, name):
    assert "Skriv till exempel --questionnaire" in refused("import", new_file(NEW, name))


def test_a_file_that_cannot_be_read_is_told(county, tmp_path):
    assert "går inte att läsa" in refused("import", str(tmp_path / "finns-inte.json"))
    (tmp_path / "mapp").mkdir()
    assert "går inte att läsa" in refused("import", str(tmp_path / "mapp"))


def test_a_questionnaire_in_the_archive_stays_there(asked, new_file):
    Questionnaire.objects.update(archived_on="2021-12-31")
    assert "ligger i arkivet" in refused("import", new_file(OLD, "uppfoljning.json"))


def test_cautions_stop_nothing_and_pictures_that_are_not_here_are_told(county, new_file, capsys):
    pictured = of(text("mer", picture=Picture(file="0f" * 32)))
    call_command("survey", "import", new_file(pictured))
    assert capsys.readouterr().err.splitlines() == [
        "Avsnitt 1 (allt), fråga 1 (mer): Bilden är inte beskriven på svenska.",
        "Frågan mer har en bild som inte finns här. Ladda upp den när du ändrar frågan.",
    ]


def test_what_is_exported_and_imported_elsewhere_is_the_same(asked, tmp_path):
    for one in bank.ready():
        file = str(tmp_path / f"{one.key}.json")
        take_in(one.questionnaire, by=OPERATOR, slug="kopia", over=True)
        call_command("survey", "export", file, "--questionnaire", "kopia")
        call_command("survey", "import", file)
        assert read(Version.objects.get(questionnaire__slug=one.key).content) == one.questionnaire


def test_nobody_takes_a_file_in_without_being_allowed_to(commissioner):
    with pytest.raises(PermissionDenied):
        take_in(NEW, by=commissioner, slug="enkat")
    assert not Questionnaire.objects.exists()


def test_the_help_says_what_each_verb_does_on_a_line_of_its_own(capsys):
    with pytest.raises(SystemExit):
        Command().create_parser("medverka", "survey").parse_args(["--help"])
    told = capsys.readouterr().out
    assert "Frågeformulär som filer" in told
    assert " | export" not in told
    for verb in VERBS:
        assert f"\n    {verb} " in told
