import pytest

from tools import setup


@pytest.fixture
def clone(tmp_path):
    (tmp_path / "lock.txt").write_text("django==1")
    return tmp_path


def bring_up_to_date(clone, *steps, fails=""):
    """Runs the steps and gives the commands that were really run."""
    ran = []

    def run(command):
        if command[0] == fails:
            raise setup.SetupFailed(fails)
        ran.append(command[0])

    setup.bring_up_to_date(steps, root=clone, notes=clone / "notes.json", run=run)
    return ran


PARTS = setup.Step("parts", "…", ("lock.txt",), (("install",),))
ASSETS = setup.Step("assets", "…", ("static/**/*",), (("build",), ("collect",)))


def test_the_first_time_does_everything_and_the_second_time_nothing(clone):
    assert bring_up_to_date(clone, PARTS, ASSETS) == ["install", "build", "collect"]
    assert bring_up_to_date(clone, PARTS, ASSETS) == []


def test_only_what_has_changed_is_done_again(clone):
    bring_up_to_date(clone, PARTS, ASSETS)
    (clone / "lock.txt").write_text("django==2")

    assert bring_up_to_date(clone, PARTS, ASSETS) == ["install"]

    (clone / "static").mkdir()
    (clone / "static" / "new.css").touch()

    assert bring_up_to_date(clone, PARTS, ASSETS) == ["build", "collect"]


def test_what_somebody_threw_away_is_made_again(clone):
    step = setup.Step("assets", "…", (), (("build",),), makes=("var/build/font",))
    bring_up_to_date(clone, step)

    assert bring_up_to_date(clone, step) == ["build"]

    (clone / "var/build").mkdir(parents=True)
    (clone / "var/build/font").touch()

    assert bring_up_to_date(clone, step) == []


def test_a_step_that_failed_is_tried_again_but_those_before_it_are_not(clone):
    with pytest.raises(setup.SetupFailed):
        bring_up_to_date(clone, PARTS, ASSETS, fails="collect")

    assert bring_up_to_date(clone, PARTS, ASSETS) == ["build", "collect"]


def test_a_command_that_fails_shows_what_it_said():
    with pytest.raises(setup.SetupFailed, match="no such thing"):
        setup.run(("sh", "-c", "echo no such thing >&2; exit 3"))
