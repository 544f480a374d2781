import pytest

from medverka.organisations import rules


@pytest.mark.parametrize(
    ("kind", "parent", "fits"),
    [
        ("region", None, True), ("municipality", None, True), ("body", None, True), ("association", None, True),
        ("unit", "region", True), ("unit", "municipality", True), ("unit", "unit", True), ("unit", "body", True),
        ("association", "association", True),
        ("unit", None, False), ("unit", "association", False), ("region", "region", False),
        ("municipality", "region", False), ("association", "unit", False), ("body", "body", False),
    ],
)  # fmt: skip
def test_what_may_stand_under_what(kind, parent, fits):
    assert rules.may_stand_under(kind, parent) is fits


def test_what_can_be_added_under_each():
    assert rules.kinds_under("unit") == ["unit"]
    assert rules.kinds_under("association") == ["association"]
    assert set(rules.kinds_under(None)) == {"region", "municipality", "association", "body"}
