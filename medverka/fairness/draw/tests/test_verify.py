"""The verifier is one file that runs anywhere, finds every change, and never breaks on a bad file."""

import ast
import copy
import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medverka.fairness.draw import verify
from medverka.fairness.draw.publication import draw, fingerprint
from medverka.fairness.draw.randomness import Numbers, Source, WrongValues
from medverka.fairness.draw.tests.lotteries import (
    BEACON,
    NUMBER_VALUES,
    SEED,
    TRUE_ROUND,
    seeded_publication,
    small_publication,
    small_salts,
)

LONG_AGO = "2020-01-01T00:00:00Z"
PLACES_TO_CHANGE = [
    ("fingerprint",), ("values", 0, 0), ("values", 1, 0), ("key",), ("number",), ("selected", 0), ("order", 2), ("format",),
]  # fmt: skip


def both(promise=None, values=NUMBER_VALUES, **about):
    document = small_publication(promise, **about) if promise else small_publication(**about)
    return {"publication": document, "draw": draw(document, values)}


@pytest.fixture
def run(tmp_path, capsys):
    def run(*documents, arguments=(), **more):
        paths = []
        for number, document in enumerate(documents):
            path = tmp_path / f"{number}.json"
            raw = document if isinstance(document, bytes) else json.dumps(document).encode()
            path.write_bytes(raw)
            paths.append(str(path))
        code = verify.main([*paths, "--language", "en", *arguments], **more)
        return code, capsys.readouterr().out

    return run


def test_it_runs_by_itself_with_the_standard_library_alone(tmp_path):
    shutil.copy(verify.__file__, tmp_path / "verify.py")
    (tmp_path / "both.json").write_text(json.dumps(both()))
    program = [sys.executable, "-I", "-S", "-W", "error", "verify.py", "both.json"]
    ran = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines()[-1].startswith("Allt annat stämmer: slumptalen måste du själv slå upp")


def test_it_is_written_for_python_3_9():
    ast.parse(Path(verify.__file__).read_text(encoding="utf-8"), feature_version=(3, 9))


def test_a_seed_of_ones_own_is_said_to_be_no_public_number(run):
    _code, said = run({"publication": seeded_publication(), "draw": draw(seeded_publication(), SEED)})
    assert "not that it was chosen blindly" in said
    assert "come after" not in said


def test_every_text_is_there_in_swedish_and_english_with_as_much_to_fill_in():
    for swedish, english in verify.TEXTS.values():
        assert swedish != english
        assert swedish.count("{}") == english.count("{}")


@pytest.mark.parametrize(
    "whole",
    [
        both(),
        both(BEACON, TRUE_ROUND, published="2020-01-01T00:00:00Z"),
        {"publication": seeded_publication(), "draw": draw(seeded_publication(), SEED)},
        both(weights=(2**60, 1, 2**59, 7)),
    ],
)
def test_a_true_draw_agrees_in_one_file_and_in_two(run, whole):
    code, said = run(whole)
    assert (code, "agrees" in said.splitlines()[-1], "DIFFERS" in said) == (0, True, False)
    assert run(whole["publication"], whole["draw"])[0] == 0
    assert fingerprint(whole["publication"]) in said


def test_everything_agrees_only_where_the_program_has_seen_everything(run):
    """The standard library cannot tell what drand signed, and no program what a lottery company drew."""
    seed = {"publication": seeded_publication(), "draw": draw(seeded_publication(), SEED)}
    beacon = both(BEACON, TRUE_ROUND, published=LONG_AGO)
    last = {
        name: run(whole)[1].splitlines()[-1] for name, whole in (("seed", seed), ("drand", beacon), ("numbers", both()))
    }
    assert last["seed"] == "Everything agrees."
    assert last["drand"].startswith("All else agrees")
    assert f"/public/{BEACON.round} " in last["drand"]
    assert "https://exempel.se/lotto" in last["numbers"]
    assert "https://exempel.se/joker" in last["numbers"]


def test_who_can_tell_what_drand_signed_is_asked(run):
    whole = both(BEACON, TRUE_ROUND, published=LONG_AGO)
    asked = []
    code, said = run(whole, signed=lambda *round_and_signature: not asked.append(round_and_signature))
    assert (code, said.splitlines()[-1]) == (0, "Everything agrees.")
    assert "Agrees: the public number is signed by drand" in said
    assert asked == [(BEACON.round, bytes.fromhex(TRUE_ROUND["signature"]))]
    code, said = run(whole, signed=lambda *_: False)
    assert (code, "DIFFERS: the public number is signed by drand" in said) == (1, True)


def test_a_draw_that_is_yet_to_come_can_be_read(run):
    code, said = run(small_publication())
    assert code == 0
    assert "There is no draw here yet." in said


def changed(document, place):
    document = copy.deepcopy(document)
    part = document
    for key in place[:-1]:
        part = part[key]
    old = part[place[-1]]
    if isinstance(old, int):
        part[place[-1]] = old + 1
    else:
        part[place[-1]] = old[:-1] + ("0" if old[-1] != "0" else "1")
    return document


@pytest.mark.parametrize("place", PLACES_TO_CHANGE)
def test_a_change_in_the_draw_is_found(run, place):
    code, said = run(changed(both(), ("draw", *place)))
    assert code == 1
    assert "DIFFERS" in said or "cannot be read" in said


def leaves(part, place=()):
    if isinstance(part, (dict, list)):
        for key, below in part.items() if isinstance(part, dict) else enumerate(part):
            yield from leaves(below, (*place, key))
    else:
        yield place


@pytest.mark.parametrize("place", list(leaves(small_publication())), ids=str)
def test_a_change_anywhere_in_what_was_published_is_found(run, place):
    code, _said = run(changed(both(), ("publication", *place)))
    assert code == 1


def test_a_person_who_changes_place_in_the_order_or_is_left_out_is_found(run):
    whole = both()
    order = whole["draw"]["order"]
    whole["draw"]["order"] = [order[1], order[0], *order[2:]]
    assert "DIFFERS: the order" in run(whole)[1]
    whole["draw"]["order"] = order[1:]
    assert run(whole)[0] == 1


def test_the_fingerprint_that_was_noted_is_compared(run):
    whole = both()
    mark = fingerprint(whole["publication"])
    assert run(whole, arguments=["--fingerprint", mark.upper()])[0] == 0
    assert run(whole, arguments=["--fingerprint", f" {mark[:32]} {mark[32:]} "])[0] == 0
    assert run(whole, arguments=["--fingerprint", mark[:-1] + "0123456789abcdef"[mark[-1] == "0"]])[0] == 1
    other = both(weights=(1, 1, 1, 2))
    code, said = run(other, arguments=["--fingerprint", mark])
    assert (code, "DIFFERS: the fingerprint is the one you gave" in said) == (1, True), (
        "a whole other draw, true in itself"
    )


@pytest.mark.parametrize("written", ["abc", "", "x" * 64, "0" * 63, "0" * 65])
def test_what_is_no_fingerprint_is_said_to_be_none_and_accuses_nobody(run, written):
    code, said = run(both(), arguments=["--fingerprint", written, "--language", "sv"])
    assert code == 1
    assert f"”{written}” är inget fingeravtryck. Det är 64 tecken långt" in said
    assert "STÄMMER INTE" not in said
    assert "Fråga den som drog" not in said


def test_public_numbers_that_were_known_when_it_was_published_are_pointed_out(run):
    whole = both()
    whole["publication"]["published"] = "2026-12-24T15:00:00Z"
    assert "DIFFERS: the public numbers come after" in run(whole)[1]
    with pytest.raises(WrongValues, match="not_in_the_future"):
        small_publication(published="2026-12-24T15:00:00Z")


def test_somebody_sees_their_own_chance_and_how_it_went(run):
    whole = both()
    for index, salt in enumerate(small_salts()):
        code, said = run(whole, arguments=["--salt", salt, "--id", f"p{index}"])
        assert code == 0
        assert f"You are in {[3, 2, 2, 2, 2, 1][index]} of 4 panels." in said
        drawn = index in {1: (0, 2, 3), 2: (1, 4, 5), 3: (0, 1, 2), 4: (0, 3, 4)}[whole["draw"]["number"]]
        assert ("You were drawn." in said) == drawn


def test_a_chance_is_told_as_people_write_it():
    assert verify.in_per_cent(47 / 1000, 0) == "4,7\u00a0%"
    assert verify.in_per_cent(47 / 1000, 1) == "4.7%"
    assert verify.in_per_cent(4 / 15, 0) == "26,667\u00a0%"
    assert verify.in_per_cent(1, 0) == "100\u00a0%"
    assert verify.in_per_cent(1 / 500_000, 0) == "0,0002\u00a0%"
    assert verify.in_per_cent(0, 0) == "0\u00a0%"


def test_answers_are_in_the_language_that_was_asked_for(run):
    own = ["--salt", small_salts()[0], "--id", "p0"]
    assert "Your chance: 75% (3/4)." in run(both(), arguments=own)[1]
    said = run(both(), arguments=[*own, "--language", "sv"])[1]
    assert "Din chans: 75\u00a0% (3/4)." in said
    assert "agrees" not in said.lower()


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        (["--help"], "Kontrollerar en lottning"),
        (["--language", "en", "-h"], "Checks a draw"),
        (["--help", "--language=en"], "Checks a draw"),
        (["--language", "sv", "--help"], "Kontrollerar en lottning"),
    ],
)
def test_help_is_in_one_language_and_names_every_choice(given, begins, capsys):
    with pytest.raises(SystemExit) as ended:
        verify.main(given)
    said = capsys.readouterr().out
    assert (ended.value.code, said[: len(begins)]) == (0, begins)
    for choice in ("--fingerprint", "--salt", "--id", "--language"):
        assert choice in said
    assert "usage" not in said


@pytest.mark.parametrize("given", [[], ["a", "b", "c"], ["a", "--salt", "ab"], ["a", "--language", "no"], ["a", "--x"]])
def test_what_cannot_be_asked_is_told_with_the_help(given, capsys):
    with pytest.raises(SystemExit) as ended:
        verify.main(given)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("Så kan programmet inte köras.")
    with pytest.raises(SystemExit):
        verify.main([*given, "--language", "en"])
    assert capsys.readouterr().err.startswith("It cannot be run like that.")


def test_a_person_with_fewer_panels_than_promised_finds_out(run):
    document = small_publication()
    document["least"] = 2
    code, said = run(document, arguments=["--salt", small_salts()[5], "--id", "p5"])
    assert (code, "DIFFERS: your share" in said) == (1, True)


def test_a_stranger_or_a_salt_that_is_none_is_told_so(run):
    assert "Nobody in the list" in run(both(), arguments=["--salt", small_salts()[0], "--id", "p1"])[1]
    assert "hexadecimal" in run(both(), arguments=["--salt", "åäö", "--id", "p1"])[1]
    with pytest.raises(SystemExit):
        run(both(), arguments=["--salt", "00"])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not JSON"), (b"{", "not JSON"), (b"\xff\xfe\x00", "UTF-8"), (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"), (b'{"format": NaN}', "whole numbers"), (b'{"size": 1.0}', "whole numbers"),
        (b'{"size": -Infinity}', "whole numbers"), (b'{"size": 1e999}', "whole numbers"), (b'{"a": 1, "a": 2}', "stands twice"),
        (b'{"size": ' + b"9" * 10_000 + b"}", "too great"), (b"null", "not JSON"), (b"[]", "not JSON"), (b'"x"', "not JSON"),
        (b"{}", "format"), (b'{"publication": {}, "draw": {}}', "format"), (b'{"publication": 1}', "not JSON"),
        (b'{"\\u001b[2J": 1}', "wrong kind"), (b"\x00", "not JSON"), (b'{"publication": {}, "evil": {}}', "evil"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_words(run, raw, reason):
    code, said = run(raw)
    assert code == 1
    assert reason in said
    assert "\x1b" not in said


WRONG = [
    None, True, -1, 10**18, "", "x", [], {}, [None], [[]], {"kind": []}, {"kind": "numbers", "sources": []},
    {"kind": "drand"}, "\ud800", "0" * 64, ["0" * 32, "0" * 32], [True], [0],
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=ascii)
@pytest.mark.parametrize("whole", ["publication", "draw"])
def test_a_part_of_the_wrong_kind_is_refused_or_differs_but_never_breaks(run, whole, wrong):
    true = both()
    for key in true[whole]:
        document = copy.deepcopy(true)
        document[whole][key] = wrong
        code, said = run(document)
        assert code == 1, (key, said)
        document = copy.deepcopy(true)
        del document[whole][key]
        assert run(document)[0] == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@given(
    st.sampled_from(
        [("publication", key) for key in both()["publication"]] + [("draw", key) for key in both()["draw"]]
    ),
    JSON,
)
def test_whatever_stands_in_a_field_it_is_told_in_words(tmp_path_factory, place, value):
    whole = both()
    whole[place[0]][place[1]] = value
    path = tmp_path_factory.mktemp("verify") / "both.json"
    path.write_text(json.dumps(whole))
    verify.main([str(path)])


def test_a_file_that_is_not_there_and_too_many_files_are_told(capsys, tmp_path):
    assert verify.main([str(tmp_path / "none.json"), "--language", "en"]) == 1
    assert "no such file" in capsys.readouterr().out
    assert verify.main([str(tmp_path), "--language", "en"]) == 1
    with pytest.raises(SystemExit):
        verify.main(["a", "b", "c"])


def test_a_file_that_is_too_large_is_not_read(run, monkeypatch):
    monkeypatch.setattr(verify, "LONGEST_FILE", 100)
    assert "too large" in run(both())[1]


def test_a_promise_of_impossible_numbers_is_refused(run):
    whole = both()
    whole["publication"]["randomness"]["sources"][0]["count"] = 36
    assert "“randomness”" in run(whole)[1]
    assert Numbers([]).as_data() == {"kind": "numbers", "sources": []}


@pytest.mark.parametrize("change", [{"genesis": 1892803367}, {"period": 6}, {"where": "https://exempel.invalid/"}])
def test_a_round_of_drand_with_times_or_an_address_of_somebody_elses_is_pointed_out(run, change):
    document = small_publication(BEACON, published=LONG_AGO)
    promise = {**document["randomness"], **change}
    made = datetime.fromtimestamp(promise["genesis"] + (promise["round"] - 1) * promise["period"], UTC)
    document["randomness"] = promise | {"when": made.strftime("%Y-%m-%dT%H:%M:%SZ")}
    code, said = run({"publication": document})
    assert code == 1
    assert "DIFFERS: the public number is a round of a known drand chain" in said
    assert (
        "Agrees: the public number is a round" in run({"publication": small_publication(BEACON, published=LONG_AGO)})[1]
    )


def test_public_numbers_that_leave_too_little_to_chance_are_pointed_out(run):
    document = small_publication()
    for source in document["randomness"]["sources"]:
        source.update(count=1, least=5, greatest=5)
    code, said = run({"publication": document})
    assert (code, "DIFFERS: the public numbers can come out" in said) == (1, True)


@given(st.integers(1, 90), st.integers(1, 2**40))
def test_the_verifier_counts_what_is_left_to_chance_as_the_library_does(count, more):
    source = {"count": count, "least": 1, "greatest": count + more}
    library = Numbers([Source("", "", "", **source)]).bits()
    assert verify.bits(source) == pytest.approx(library) or verify.LEAST_BITS < verify.bits(source) < library


def test_absurdly_many_numbers_are_no_work_to_count():
    assert verify.bits({"count": 2**62, "least": 0, "greatest": 2**63 - 1}) > verify.LEAST_BITS


def test_files_of_two_draws_do_not_belong_together_and_nobody_is_accused(run):
    one, other = both(), both(weights=(1, 2, 3, 4))
    code, said = run(one["publication"], other["draw"])
    assert code == 1
    assert said.count("DIFFERS") == 1
    assert said.splitlines()[-1].startswith("The files do not belong together. Fetch both again")


@pytest.mark.parametrize(
    ("moment", "swedish"),
    [
        ("2026-10-19T16:20:00Z", "2026-10-19 18:20 svensk tid, 16:20 UTC"),
        ("2026-12-31T23:05:00Z", "2027-01-01 00:05 svensk tid, 23:05 UTC"),
        ("2026-03-29T00:59:59Z", "2026-03-29 01:59 svensk tid, 00:59 UTC"),
        ("2026-03-29T01:00:00Z", "2026-03-29 03:00 svensk tid, 01:00 UTC"),
        ("2026-10-25T00:59:59Z", "2026-10-25 02:59 svensk tid, 00:59 UTC"),
        ("2026-10-25T01:00:00Z", "2026-10-25 02:00 svensk tid, 01:00 UTC"),
        ("2026-02-30T01:00:00Z", "2026-02-30T01:00:00Z"),
        ("9999-12-31T23:30:00Z", "9999-12-31T23:30:00Z"),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
    ],
)
def test_moments_are_told_by_swedish_clocks_as_on_the_page_and_in_utc(moment, swedish):
    assert verify.spoken(moment, 0) == swedish


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_swedish_clocks_go_as_the_time_zone_says(at):
    at = at.replace(tzinfo=UTC)
    here = f"{at.astimezone(ZoneInfo('Europe/Stockholm')):%Y-%m-%d %H:%M}"
    assert verify.spoken(f"{at:%Y-%m-%dT%H:%M:%SZ}", 0).startswith(here)
