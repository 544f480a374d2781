"""Which tests run on both databases, and which on SQLite alone: each of these asks about itself."""

import pytest

from conftest import runs_once


def test_a_test_that_asks_for_no_database_runs_once(request):
    assert runs_once(request.node)


def test_a_test_that_asks_for_people_runs_on_both(request, coordinator):
    assert not runs_once(request.node)


@pytest.mark.django_db
def test_a_test_that_is_marked_for_the_database_runs_on_both(request):
    assert not runs_once(request.node)


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_runs_on_both(request):
    assert not runs_once(request.node)


@pytest.mark.one_database
def test_a_test_that_says_so_runs_once(request, coordinator):
    assert runs_once(request.node)
