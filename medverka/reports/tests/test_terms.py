from datetime import date

import pytest

from medverka.reports.compilation.terms import Term, until


@pytest.mark.parametrize(
    ("day", "word", "name"),
    [
        (date(2026, 1, 1), "vt2026", "våren 2026"),
        (date(2026, 6, 30), "vt2026", "våren 2026"),
        (date(2026, 7, 1), "ht2026", "hösten 2026"),
        (date(2026, 12, 31), "ht2026", "hösten 2026"),
    ],
)
def test_a_day_belongs_to_spring_or_autumn(day, word, name):
    term = Term.of(day)
    assert (term.word, str(term)) == (word, name)
    assert term.start <= day <= term.end


def test_terms_follow_each_other_without_a_gap():
    for term in until(Term(2019, autumn=True), Term(2022, autumn=False)):
        assert (term.after.start - term.end).days == 1
        assert term.after.before == term
    assert len(list(until(Term(2019, autumn=True), Term(2022, autumn=False)))) == 6
