"""A coordinator rebuilds a county's follow-up, unaided: from an empty round to the pictures side by side.

Twenty officials in the county's management, 38 in coordinating groups and eight contributors answer in every way there is.
"""

import random
from datetime import timedelta
from typing import Any

import pytest

from medverka.foundation import clock
from medverka.questionnaires import files
from medverka.questionnaires.answering import clean
from medverka.questionnaires.document import Kind, Questionnaire
from medverka.surveys import drafts, jobs, round_jobs, tickets
from medverka.surveys.actions.answering import hand_in
from medverka.surveys.models import Group, Round, Sheet, Version
from medverka.surveys.rules import State
from medverka.surveys.tests.counted import counted, make_round
from medverka.voices.models import Theme

OFFICIALS, CONTRIBUTORS = "Uppföljning: tjänstepersoner", "Uppföljning: människor med egen erfarenhet"
LEADING, TOGETHER, PEOPLE = "Länsgemensam ledning", "Samordnande grupper", "Medverkande"
ROUND = "/enkater/uppfoljning-hosten/"
GROUPS = f"{ROUND}grupper/"
PUBLIC = "/enkat/uppfoljning-hosten/"
WISH = "Anna Alm på Berga borde fråga fler grupper. Det är svårt att se om en talar för sig själv eller för många."
LOUD = "Låt varje möte börja med det som är viktigt för den det gäller."
TAKEN = "Vi bygger upp referensgrupper för barn.\nVarje möte har en ordning där alla kommer till tals."
ON_A_PHONE = {"width": 320, "color_scheme": "dark"}


@pytest.mark.one_database
def test_a_follow_up_is_rebuilt_from_an_empty_round_to_the_pictures_side_by_side(
    small_county, coordinator, arrive, mailbox
):
    Theme.objects.create(slug="moten", name="Möten")
    karin = arrive(coordinator)
    take_questionnaires(karin)
    earlier_round(coordinator)
    plan(karin)
    ask(karin)
    answer_by_open_link(arrive(**ON_A_PHONE))
    answer_at_the_tablet(arrive(width=800))
    answer_by_own_link(arrive(**ON_A_PHONE), mailbox)
    answer_by_phone(karin)
    answer_on_paper(karin)
    remind(karin, mailbox)
    the_others_answer()
    close(karin)
    put_together_and_apart(karin, arrive(coordinator, **ON_A_PHONE))
    count(karin)
    review(karin)
    visit(arrive())
    on_a_phone(arrive(**ON_A_PHONE), arrive(coordinator, **ON_A_PHONE))


def take_questionnaires(karin):
    """Both are taken from the bank as they are."""
    karin.go("/enkater/").finds_the_page_fine("01 tom")
    for name, start in ((OFFICIALS, "Till tjänstepersoner"), (CONTRIBUTORS, "Till människor med egen erfarenhet")):
        karin.go("/enkater/formular/").press("Nytt frågeformulär").write("Vad ska formuläret heta?", name).choose(start)
        karin.finds_the_page_fine("02 nytt formular").press("Fortsätt")
    karin.finds_the_page_fine("03 formular")


def earlier_round(by):
    """The same groups were asked the same two years ago."""
    Version.objects.update(fixed_at=clock.now())
    officials = Version.objects.get(questionnaire__name=OFFICIALS)
    contributors = Version.objects.get(questionnaire__name=CONTRIBUTORS)
    answers = {
        "lansgemensam-ledning": sheets(files.load(officials.content), 18, seed=1),
        "samordnande-grupper": sheets(files.load(officials.content), 30, seed=2),
        "medverkande": sheets(files.load(contributors.content), 12, seed=3),
    }
    one = make_round(answers, slug="hosten-fore", version=officials, year=2024, results_are_public=True)
    Group.objects.filter(round=one, key="medverkande").update(version=contributors)
    for key, name in (("lansgemensam-ledning", LEADING), ("samordnande-grupper", TOGETHER)):
        Group.objects.filter(round=one, key=key).update(name=name)
    counted(one, by)


def plan(karin):
    """A round with three groups, the contributors with questions of their own."""
    karin.go("/enkater/").press("Ny omgång").write("Rubrik", "Uppföljning hösten").choose_from(
        "Frågeformulär", OFFICIALS
    )
    karin.write("Första dagen", clock.today()).write(
        "Sista dagen", clock.today() + timedelta(days=30)
    ).finds_the_page_fine("04 ny omgang")
    karin.press("Fortsätt")
    for name, asked, form in ((LEADING, 24, ""), (TOGETHER, 52, ""), (PEOPLE, 12, CONTRIBUTORS)):
        karin.press("Lägg till en grupp").write("Namn", name).write("Hur många får frågan?", asked)
        if form:
            karin.choose_from("Eget frågeformulär", form)
        karin.press("Spara")
    karin.sees(LEADING, TOGETHER, PEOPLE, f"Eget formulär: {CONTRIBUTORS}").finds_the_page_fine("05 tre grupper")
    karin.press("Ändra", "Jämförs med").choose_from("Jämförs med", "Hösten 2024").press("Spara").sees("Hösten 2024")
    karin.press("Öppna omgången").finds_the_page_fine("06 oppna").press("Öppna omgången").sees("0 av 24 har svarat")


def ask(karin):
    """Three have an e-mail address, one more gets a code on paper."""
    karin.press(TOGETHER).press("Lägg till dem som ska frågas").press("En lista")
    listed = "Anna Alm <anna@exempel.se>\nBo Berg <bo@exempel.se>\nCecilia Ceder <cecilia@exempel.se>"
    karin.write("Namn och e-postadresser", listed).press("Lägg till dem").sees("3 fick var sin egen länk.")
    karin.press("Lägg till dem som ska frågas").press("Koder på papper").write("Hur många koder?", 1).press("Gör koder")
    karin.press("Skicka 3 mejl")
    round_jobs.invite(group("samordnande-grupper").pk)
    karin.go(f"{GROUPS}samordnande-grupper/").finds_the_page_fine("07 fragade")


def answer(visitor, name=""):
    """From the first page to the last, one choice to each question that has it."""
    page = visitor.page
    visitor.press("Börja")
    while not page.get_by_role("button", name="Skicka svaren").count():
        for question in page.locator("fieldset.survey-question:visible").all():
            if (first := question.locator("input[type=radio]")).count():
                first.nth(min(3, first.count() - 1)).check()
        if name:
            visitor.finds_the_page_fine(name)
        page.locator("form.survey-form button[name=next]").click()
        page.wait_for_load_state()
    visitor.press("Skicka svaren").sees("Svaren är inskickade.")


def answer_by_open_link(visitor):
    visitor.go(f"{PUBLIC}lansgemensam-ledning/").finds_the_page_fine("08 start telefon")
    answer(visitor, "09 svara telefon")
    visitor.finds_the_page_fine("10 tack telefon")


def answer_at_the_tablet(visitor):
    visitor.go(f"{PUBLIC}lansgemensam-ledning/surfplatta/").finds_the_page_fine("11 surfplatta")
    answer(visitor)
    visitor.press("Till början, för nästa person").sees("Börja")
    assert group("lansgemensam-ledning").sheets.count() == 2


def answer_by_own_link(visitor, mailbox):
    letter = mailbox.newest_to("anna@exempel.se")
    assert "psyk" not in letter.subject.lower()
    link = mailbox.link_to("anna@exempel.se", "/enkat/svara/")
    visitor.go(link).sees("Att du har svarat antecknas")
    answer(visitor)
    assert visitor.page.goto(link).status == 410
    visitor.sees("redan").finds_the_page_fine("12 redan svarat telefon")


def answer_by_phone(karin):
    karin.go(f"{GROUPS}samordnande-grupper/vilka/").press("Svarar på telefon", "Bo Berg").finds_the_page_fine(
        "13 telefon"
    )
    while karin.page.get_by_role("button", name="Nästa").count():
        karin.press("Nästa")
    karin.press("Se efter innan du sparar").press("Spara svaren")


def answer_on_paper(karin):
    code = tickets.code_of(group("samordnande-grupper").tickets.get(number=4))
    karin.go(f"{GROUPS}samordnande-grupper/skriv-in/").write("Kod", code).finds_the_page_fine("14 papper")
    karin.page.locator("textarea[name='q.battre']").fill(WISH)
    karin.press("Se efter innan du sparar").sees(WISH).press("Spara").sees("2 formulär inskrivna sedan du loggade in.")
    assert group("samordnande-grupper").sheets.count() == 3


def remind(karin, mailbox):
    """Only she who has not answered is mailed again."""
    before = {name: len(mailbox.to(f"{name}@exempel.se")) for name in ("anna", "bo", "cecilia")}
    karin.go(f"{GROUPS}samordnande-grupper/").press("Påminn en som inte har svarat")
    round_jobs.remind(group("samordnande-grupper").pk)
    after = {name: len(mailbox.to(f"{name}@exempel.se")) for name in before}
    assert after == before | {"cecilia": before["cecilia"] + 1}
    karin.go(f"{GROUPS}samordnande-grupper/vilka/").finds_the_page_fine("15 vilka")


def the_others_answer():
    """Up to 20, 38 and 8, as whoever has the open link answers."""
    for key, many in (("lansgemensam-ledning", 20), ("samordnande-grupper", 38), ("medverkande", 8)):
        one = group(key)
        questionnaire = files.load(one.asks.content)
        for typed in sheets(questionnaire, many - one.sheets.count(), seed=many):
            answers, problems = clean(questionnaire, typed)
            assert not problems
            hand_in(one, answers, draft=drafts.begin(one, typed))
    assert Sheet.objects.filter(group__round__slug="uppfoljning-hosten").count() == 66


def close(karin):
    karin.go(ROUND).sees("20 av 24 har svarat", "38 av 52", "8 av 12").press("Stäng omgången").press("Stäng")
    karin.finds_the_page_fine("16 stangd")


def put_together_and_apart(karin, on_a_phone):
    """Groups can be counted as one until they are counted; here each is large enough by itself."""
    karin.press("Räkna grupper tillsammans").finds_the_page_fine("16a tillsammans")
    on_a_phone.go(karin.page.url).finds_the_page_fine("16b tillsammans telefon")
    karin.press("Räkna dem tillsammans").finds_the_page_fine("16c fel")
    karin.choose(LEADING, TOGETHER).write("Vad heter de tillsammans?", "Alla tjänstepersoner").press(
        "Räkna dem tillsammans"
    )
    karin.sees("Alla tjänstepersoner räknas som en grupp").finds_the_page_fine("16d som en grupp")
    on_a_phone.go(ROUND).finds_the_page_fine("16e som en grupp telefon")
    karin.press("Räkna dem var för sig").sees("Grupperna räknas var för sig.")


def count(karin):
    karin.press("Räkna svaren").finds_the_page_fine("17 rakna").press("Räkna svaren")
    one = Round.objects.get(slug="uppfoljning-hosten")
    jobs.count(one.pk)
    one.refresh_from_db()
    assert one.state == State.COUNTED


def review(karin):
    """The wish is masked and quoted with its theme, all the others are read; then everybody may see the result."""
    karin.go(ROUND).press("Läs det som skrivits").finds_the_page_fine("18 texter")
    karin.go(f"{ROUND}texter/?q=Berga").press("Anna Alm på Berga")
    karin.finds_the_page_fine("19 en text").write("Så får det visas", "Alla borde fråga fler grupper.").choose(
        "Möten", "Ett citat"
    )
    karin.press("Spara").sees("Det här står inte i det som skrevs: ”Alla”").finds_the_page_fine("20 andras ord")
    karin.write("Så får det visas", WISH.replace("Anna Alm på Berga", "[maskerat]")).press("Spara").sees("Sparat.")
    karin.go(f"{ROUND}texter/?q=viktigt").press(LOUD).choose("Möten", "Ett citat").press("Spara").sees("Sparat.")
    karin.go(ROUND).press("Låt alla läsa resultatet").sees("Nu kan alla läsa resultatet.").finds_the_page_fine(
        "21 raknad"
    )
    karin.go(f"{ROUND}resultat/").finds_the_page_fine("22 resultat inne").press("Skriv vad ni tar med er")
    karin.write("Det här tar vi med oss", TAKEN).finds_the_page_fine("22a tar med").press("Spara").sees(
        *TAKEN.split("\n")
    )


def visit(visitor):
    """Anybody sees group beside group, what was said, and the year before beside it; and takes it home."""
    visitor.go(f"{PUBLIC}resultat/").sees(LEADING, TOGETHER, PEOPLE, "83 %", "73 %", "67 %")
    visitor.sees("[maskerat] borde fråga fler grupper.", LOUD).does_not_see("Berga", "Anna Alm")
    assert visitor.page.locator("#tar-med + .prose").inner_text() == TAKEN, "line by line, as it was written"
    visitor.finds_the_page_fine("23 resultat")
    assert visitor.page.locator("figure.chart svg").count() >= 8
    assert visitor.page.locator("figure.chart table").count() >= 8, "every picture has its table"
    assert visitor.fetch_bytes("SVG").startswith((b"<?xml", b"<svg"))
    assert visitor.fetch_bytes("PNG").startswith(b"\x89PNG")
    assert "uppfoljning-hosten" in visitor.fetch("Tabell (CSV)")
    assert LEADING in visitor.fetch_bytes("Tabell (CSV)").decode("utf-8-sig")
    assert visitor.fetch_bytes("Kalkylark (XLSX)").startswith(b"PK")
    visitor.press("Jämför med Hösten 2024").sees("Hösten 2024", LEADING).finds_the_page_fine("24 ar bredvid ar")


def on_a_phone(visitor, karin):
    """The same pages on a narrow, dark screen."""
    visitor.go(f"{PUBLIC}resultat/").finds_the_page_fine("31 resultat telefon")
    visitor.go(f"{PUBLIC}resultat/?forra=1").finds_the_page_fine("32 ar bredvid ar telefon")
    for number, address in enumerate((ROUND, f"{ROUND}resultat/", f"{ROUND}texter/", "/enkater/formular/"), start=33):
        karin.go(address).finds_the_page_fine(f"{number} telefon")
    karin.press(OFFICIALS).finds_the_page_fine("37 formular telefon")


def group(key: str) -> Group:
    return Group.objects.get(round__slug="uppfoljning-hosten", key=key)


def sheets(questionnaire: Questionnaire, many: int, *, seed: int) -> list[dict[str, Any]]:
    """What so many could answer: choices by lot, the same each time; few think alike. One of them has something to say."""
    steps = slice(3, 5) if many < 15 else slice(5)
    chance = random.Random(seed)
    found: list[dict[str, Any]] = []
    for _one in range(many):
        sheet: dict[str, Any] = {}
        for question in questionnaire.questions:
            keys = [option.key for option in question.options[steps]]
            if question.kind == Kind.MATRIX:
                sheet[question.key] = {row.key: chance.choice(keys) for row in question.rows}
            elif question.kind in (Kind.SCALE, Kind.SINGLE):
                sheet[question.key] = chance.choice(keys)
            elif question.kind == Kind.MULTIPLE:
                sheet[question.key] = chance.sample(keys, 2)
            elif question.kind == Kind.NUMBER:
                sheet[question.key] = str(chance.randint(1, 12))
        found.append(sheet)
    if found:
        found[0]["fungerar-bra"] = LOUD if seed == 8 else "Att någon frågar."
    return found
