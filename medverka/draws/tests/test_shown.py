"""What is said of everybody's chances is what the bars are: means of many people."""

from medverka.draws import shown


def summary(parts):
    return {"before": 0.2, "parts": parts}


def test_the_greatest_chance_that_is_told_is_said_to_be_a_mean():
    tenths = summary([0.1, *[0.2] * 8, 0.415])
    assert shown.sentence(tenths) == (
        "Utan kvoter hade alla haft 20\xa0%. Med kvoterna är chansen i snitt 10\xa0% för tiondelen med minst chans och "
        "41,5\xa0% för tiondelen med störst chans."
    )


def test_parts_that_are_no_tenths_are_not_called_so():
    assert "tiondel" not in shown.sentence(summary([0.1, 0.2, 0.3]))
    assert "i snitt" in shown.sentence(summary([0.1, 0.2, 0.3]))


def test_small_chances_are_told_in_words_bars_and_table():
    small = summary([0.0001, *[0.0002] * 8, 0.0003]) | {"before": 0.0002}
    chart = shown.picture(small)
    assert "0,01\xa0% för tiondelen med minst chans" in shown.sentence(small)
    assert chart.rows[0] == ("1", "0,01\xa0%")
    assert chart.rows[-1] == ("Utan kvoter: lika för alla", "0,02\xa0%")
    assert ">0,01<" in chart.svg
    assert ">0,03<" in chart.svg
    assert ">0<" not in chart.svg


def test_the_bars_say_what_they_are_and_which_end_is_which():
    tenths = summary([0.1, *[0.2] * 8, 0.3])
    assert "← minst chans" in shown.picture(tenths).svg
    assert "störst chans →" in shown.picture(tenths).svg
    assert shown.note(tenths).startswith("Varje stapel är en tiondel av dem som är med")
    assert "tiondel" not in shown.note(summary([0.1, 0.2, 0.3]))


def test_where_all_have_the_same_chance_a_sentence_says_so_and_there_are_no_bars():
    alike = summary([0.0002] * 10) | {"before": 0.0002}
    assert shown.picture(alike) is None
    assert shown.sentence(alike).startswith("Alla har så gott som samma chans, 0,02\xa0%")
