"""A reference group of twelve, drawn from the demo county's pool, published, and checked by a visitor with the program alone."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import transaction
from playwright.sync_api import expect

from medverka.access.authorise import SYSTEM
from medverka.demo import crowd
from medverka.demo.stage import set_stage
from medverka.draws import jobs
from medverka.draws.models import Draw
from medverka.draws.queries import panel_of
from medverka.foundation import clock
from medverka.pool.actions import ensure_default_terms
from medverka.voices.themes import ensure_default_themes

TITLE = "Referensgrupp om väntrummen"
NUMBERS = ("4 9 11 17 22 28 33", "2, 5, 12, 19, 20, 31, 34")


@pytest.mark.one_database
def test_a_group_of_twelve_is_drawn_published_and_checked(served, arrive, tmp_path):
    karin = arrive(with_the_demos_pool().karin)
    set_it_up(karin)
    ask_for_too_much(karin)
    draw = work_it_out(karin)
    publish(karin, draw)
    before = read_what_is_public(arrive(width=320), draw)
    let_chance_decide(karin, draw)
    check_it(arrive(), draw, before, tmp_path)
    somebody_says_no(karin, draw)
    ask_those_who_were_drawn(karin, draw)


@transaction.atomic
def with_the_demos_pool():
    """Exempellän with all who joined its pool, without what they have done since."""
    today = clock.today()
    ensure_default_terms(by=SYSTEM)
    ensure_default_themes(by=SYSTEM)
    stage = set_stage(today)
    for number, day in enumerate(crowd.joining_days(today)):
        with clock.at(day):
            crowd.join(stage, number)
    return stage


def set_it_up(karin):
    karin.go("/idag/").press("Lottningar").finds_the_page_fine("01 lottningar").press("Ny lottning")
    karin.write("Vad ska lottas fram?", TITLE).write("Vad ska gruppen göra?", "Säga hur rummen ska vara.")
    karin.write("Hur många ska lottas fram?", 12).finds_the_page_fine("02 ny").press("Fortsätt")
    karin.sees("personer är med som det är valt nu").finds_the_page_fine("03 vilka")
    counted = karin.page.locator("#count")
    everybody = counted.inner_text()
    karin.choose("65 år eller äldre")
    expect(counted).not_to_have_text(everybody)
    karin.page.get_by_label("65 år eller äldre").uncheck()
    expect(counted).to_have_text(everybody)
    karin.press("Spara och fortsätt").choose("Brukare", "Patient", "Närstående", "Delregion")
    karin.finds_the_page_fine("04 spegla").press("Fortsätt")


def ask_for_too_much(karin):
    karin.sees("Närstående", "Brukare", "Patient").finds_the_page_fine("05 kvoter")
    for label in ("Närstående minst", "Brukare minst", "Patient minst"):
        karin.write(label, 9)
        karin.write(label.replace("minst", "högst"), 12)
    karin.press("Spara kvoterna").sees("Kvoterna går inte ihop", "Ingen grupp kan uppfylla alla kvoter")
    karin.finds_the_page_fine("06 går inte ihop").press("Ändra så").sees("Räkna ut")
    karin.press("Ändra Kvoter").write("Närstående minst", 4).write("Brukare minst", 3).write("Patient minst", 3)
    karin.press("Spara kvoterna").sees("Närstående 4–12")


def work_it_out(karin):
    karin.finds_the_page_fine("07 förslaget").press("Räkna ut den rättvisaste lottningen").sees("Väntar på sin tur")
    draw = Draw.objects.get(title=TITLE)
    jobs.compute(draw.pk, draw.began_at.isoformat())  # The worker.
    karin.sees("Allas chanser", "Så jämnt som det går").finds_the_page_fine("08 uträknad")
    karin.press("Ändra Dras bland").choose("Bland grupper som är olika troliga").finds_the_page_fine("08 hur det dras")
    karin.press("Spara").sees("Allas chanser", "Grupper med olika vikt").press("Ändra Dras bland")
    karin.choose("Bland numrerade grupper").press("Spara").sees("Allas chanser", "numrerade grupper, alla lika troliga")
    return draw


def publish(karin, draw):
    karin.press("Fortsätt till publiceringen").finds_the_page_fine("09 publicera drand").press("Namngivna dragningar")
    soon = clock.to_the_minute(clock.now() + timedelta(hours=1))
    for row, name in enumerate(("Lotto ett", "Lotto två")):
        told = {"Vad dras?": name, "Var syns det?": "svenskaspel.se", "Vilken dag?": soon.date().isoformat()}
        told |= {"Vilken tid?": f"{soon:%H.%M}", "Hur många tal?": 7, "Minsta tal": 1, "Största tal": 35}
        for label, text in told.items():
            karin.page.get_by_label(label).nth(row).fill(str(text))
        karin.page.get_by_label("Största tal").nth(row).blur()
        karin.sees("Det räcker." if row else "Det räcker inte: minst 1 biljon behövs.")
    karin.finds_the_page_fine("10 publicera siffror").press("Fortsätt")
    karin.sees("numrerade grupper, alla lika troliga", "Närstående 4–12").finds_the_page_fine("10 publicera nu").press(
        "Ja, publicera"
    ).sees("Publiceringen förbereds")
    draw.refresh_from_db()
    jobs.publish(draw.pk, draw.began_at.isoformat())
    karin.sees("Fram till dess kan ingen veta vem som dras").finds_the_page_fine("11 publicerad")


def read_what_is_public(visitor, draw):
    visitor.go("/lottningar/").press(TITLE).sees("Inte dragen än", "Lotto ett", "Fingeravtryck", "Kontrollera själv")
    visitor.finds_the_page_fine("12 öppna sidan")
    return Draw.objects.get(pk=draw.pk).publication.fingerprint


def let_chance_decide(karin, draw):
    """Time passes: what was published says when, and that stays as it was."""
    Draw.objects.filter(pk=draw.pk).update(decided_from=clock.now() - timedelta(minutes=1))
    karin.go("/idag/").sees(f"Dags att dra: {TITLE}").press("Skriv in dem").press("Skriv in siffrorna och dra")
    karin.write("Lotto ett", "4 9 11").write("Lotto två", NUMBERS[1]).press("Fortsätt")
    karin.sees("Det ska vara 7 olika tal. Här är det 3.").finds_the_page_fine("13 fel tal")
    karin.write("Lotto ett", NUMBERS[0]).press("Fortsätt").sees("Stämmer det?").finds_the_page_fine("13 stämmer det")
    karin.press("Ändra").sees("Skriv in det som slumpen sa").press("Fortsätt").press("Ja, dra gruppen").sees(
        "De som lottades fram", "Kvoterna i gruppen nu"
    )
    karin.finds_the_page_fine("14 dragen")


def check_it(visitor, draw, fingerprint, folder):
    visitor.go(f"/lottningar/{draw.reference}/").sees("drogs").finds_the_page_fine("15 efter dragningen")
    names = [f"lottning-{draw.reference}.json", f"dragning-{draw.reference}.json", "verify.py"]
    for words, name in zip(("Underlaget", "Dragningen", "Programmet verify.py"), names, strict=True):
        with visitor.page.expect_download() as download:
            visitor.page.get_by_role("link", name=words, exact=True).click()
        assert download.value.suggested_filename == name
        download.value.save_as(folder / name)
    assert fingerprint in visitor.page.inner_text("body")
    one = panel_of(draw).first()
    command = [sys.executable, "-I", "verify.py", *names[:2], "--fingerprint", fingerprint, "--salt", one.salt]
    command += ["--id", one.contributor.reference]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for entrant in panel_of(draw):
        visitor.does_not_see(entrant.contributor.pseudonym, entrant.salt)


def somebody_says_no(karin, draw):
    first = panel_of(draw).first().contributor.pseudonym
    karin.unfold(f"Har något ändrats? {first}").press(f"{first} har tackat nej")
    karin.sees(f"Tackade {first} nej?").finds_the_page_fine("16 nej")
    karin.press("Ja, välj en reserv").sees("reserv som fick en plats").finds_the_page_fine("17 reserven")
    assert panel_of(draw).filter(said_no_at=None).count() == 12


def ask_those_who_were_drawn(karin, draw):
    karin.press("Gör en förfrågan").sees(f"Det här är redan ifyllt: ”{TITLE}”").press("Börja")
    karin.sees("Vem frågar?").go(f"/lottningar/{draw.pk}/").press("Fråga dem om uppdraget")
    karin.sees(TITLE, "Säga hur rummen ska vara.", "12").finds_the_page_fine("18 förfrågan")
