import pytest

from medverka.organisations.models import SubArea

pytestmark = pytest.mark.django_db


def test_the_database_searches_and_sorts_swedish():
    for name in ("Öster", "Ärla", "Åre", "Zinkgruvan"):
        SubArea.objects.create(name=name)
    assert [area.name for area in SubArea.objects.all()] == ["Zinkgruvan", "Åre", "Ärla", "Öster"]
    assert SubArea.objects.get(name__icontains="ÖST").name == "Öster"
