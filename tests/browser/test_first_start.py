"""An empty county: the first coordinator, the register that comes in, and its figures."""

from pathlib import Path

import pytest
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from medverka.accounts import first_run

REGISTER = Path(__file__).parents[2] / "medverka/registers/tests/data/register-exempel.xlsx"


@pytest.fixture
def empty(served, settings):
    """No demo, and nobody there yet."""
    settings.DEMO = False
    return served


def work():
    """Do what waits in the queue, as the worker does."""
    while row := OrmQ.objects.order_by("pk").first():
        row.delete()
        job = import_string(row.task["func"]) if isinstance(row.task["func"], str) else row.task["func"]
        job(*row.task["args"], **row.task["kwargs"])


@pytest.mark.parametrize("width", [1280, 320])
def test_the_register_comes_in_and_its_figures_are_read(empty, arrive, width):
    karin = arrive(width=width).go("/").sees("Kom i gång").finds_the_page_fine("01 kom i gång")
    karin.write("Engångskod", "FEL").write("Länets namn", "Exempellän").write("Ditt namn", "Karin Blåklint")
    karin.write("Din e-post", "karin@exempel.invalid").press("Öppna länet").sees("Koden stämmer inte")
    karin.write("Engångskod", first_run.code()).press("Öppna länet").finds_the_page_fine("02 inne")

    karin.go("/register/").finds_the_page_fine("03 läs in register")
    karin.page.get_by_label("Registret").set_input_files(REGISTER)
    karin.press("Läs filen").finds_the_page_fine("04 läser")
    work()
    karin.page.reload()
    karin.sees("Det här skulle läsas in", "156", "6 slås ihop").finds_the_page_fine("05 förhandsvisning")
    karin.press("Ja, läs in")
    work()
    karin.page.reload()
    karin.sees("Registret är inläst").finds_the_page_fine("06 inläst")

    karin.press("Se siffrorna").unfold("Välj andra dagar")
    karin.write("Från", "2016-10-01").write("Till", "2022-03-15").press("Visa siffrorna")
    karin.sees("143", "183", "460", "1 524").finds_the_page_fine("07 siffror")
