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
