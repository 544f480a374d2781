from medverka.reports.definitions import DEFINITIONS


def test_every_definition_says_what_is_counted_in_a_whole_sentence():
    for known in DEFINITIONS.values():
        assert str(known.text).endswith(".")
        assert known.unit
