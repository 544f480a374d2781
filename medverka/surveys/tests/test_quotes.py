"""A quote of a small group is told without its group, and only where it might come from another small group as well."""

import pytest

from medverka.surveys.published import Group
from medverka.surveys.quotes import allowed

K = 5


def group(key, n):
    return Group(key, key.capitalize(), n, None, None)


def quoted(sizes, put_to, of):
    groups = [group(key, n) for key, n in sizes.items()]
    return [quote.group for quote in allowed([(of, "fritt", "Ord")], groups, K, {"fritt": put_to})]


def test_a_small_group_that_alone_was_put_the_question_is_not_quoted():
    sizes = {"medverkande": 1, "chefer": 4}
    assert quoted(sizes, {"medverkande": 1}, "medverkande") == []
    assert quoted(sizes, {"medverkande": 1, "chefer": None}, "medverkande") == []
    assert quoted(sizes, {"medverkande": 1, "chefer": 0}, "medverkande") == []


def test_small_groups_that_were_put_the_same_question_are_quoted_together_without_a_name():
    sizes = {"medverkande": 2, "chefer": 4}
    assert quoted(sizes, {"medverkande": 2, "chefer": 4}, "medverkande") == [""]
    assert quoted(sizes, sizes, "chefer") == [""]
    assert quoted({"medverkande": 2, "chefer": 2}, {"medverkande": 2, "chefer": 2}, "chefer") == []


def test_a_small_group_is_not_hidden_among_large_ones_or_empty_ones():
    sizes = {"medverkande": 4, "chefer": 20, "tom": 0}
    assert quoted(sizes, sizes, "medverkande") == []


@pytest.mark.parametrize(("put_to", "found"), [(20, ["chefer"]), (5, ["chefer"]), (4, []), (None, [])])
def test_a_large_group_is_quoted_by_its_name_where_enough_were_put_the_question(put_to, found):
    assert quoted({"chefer": 20}, {"chefer": put_to}, "chefer") == found
