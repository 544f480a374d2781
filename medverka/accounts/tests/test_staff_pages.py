from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from medverka.accounts import actions, notices
from medverka.accounts.models import RoleHolding, StaffInvitation, User
from medverka.foundation import clock

STAFF = "/medarbetare/"


@pytest.fixture
def invitation(coordinator, county):
    return actions.invite_staff(
        by=coordinator,
        email="nina@exempel.invalid",
        name="Nina <b>Ny</b>",
        role="facilitator",
        organisation=county.ward,
    )


def link(invitation) -> str:
    return notices.invitation_link(invitation).removeprefix("http://127.0.0.1:8000")


def answered(url, method="get", **data):
    response = getattr(Client(), method)(url, data)
    return response.status_code, response.content.decode()


# --- The list and one person


def test_the_list_shows_who_holds_what_where(sign_in, coordinator, commissioner, invitation):
    page = sign_in(coordinator).get(STAFF).content.decode()
    assert "Harald Hägg" in page
    assert "Uppdragsgivare, Vuxenpsykiatrin" in page
    assert "Nina &lt;b&gt;Ny&lt;/b&gt;" in page


def test_a_sub_area_coordinator_sees_the_sub_area_alone(
    sign_in, north_coordinator, coordinator, commissioner, other_commissioner, invitation
):
    browser = sign_in(north_coordinator)
    page = browser.get(STAFF).content.decode()
    assert "Berit Björk" in page
    for hidden in ("Harald Hägg", "Karin Blåklint", "Nina"):
        assert hidden not in page
    assert browser.get(f"{STAFF}{commissioner.pk}/").status_code == 404
    assert browser.get(f"{STAFF}roller/{RoleHolding.objects.get(user=commissioner).pk}/").status_code == 404
    assert browser.post(f"{STAFF}inbjudningar/{invitation.pk}/ta-tillbaka/").status_code == 404


def test_contributors_are_not_in_the_list_of_staff(sign_in, coordinator, contributor_user):
    assert "Lärka 7" not in sign_in(coordinator).get(STAFF).content.decode()
    assert sign_in(coordinator).get(f"{STAFF}{contributor_user.pk}/").status_code == 404


def test_the_list_takes_as_many_queries_for_thirty_as_for_three(
    sign_in, coordinator, county, django_assert_max_num_queries, django_assert_num_queries
):
    def add(numbers):
        for number in numbers:
            user = User.objects.create_user(f"u{number}@exempel.invalid", f"Person {number}")
            RoleHolding.objects.create(user=user, role="facilitator", organisation=county.ward)
            actions.invite_staff(by=coordinator, email=f"i{number}@exempel.invalid", name="N", role="steering_member")

    browser = sign_in(coordinator)
    add(range(3))
    browser.get(STAFF)
    with django_assert_max_num_queries(20) as few:
        browser.get(STAFF)
    add(range(3, 30))
    with django_assert_num_queries(len(few)):
        page = browser.get(STAFF).content.decode()
    assert "Person 29" in page


def test_people_are_found_by_a_part_of_their_name_and_the_former_are_kept_apart(sign_in, coordinator, commissioner):
    browser = sign_in(coordinator)
    assert "Harald Hägg" in browser.get(STAFF, {"q": "hÄG"}).content.decode()
    assert "Ingen heter ”xyz”" in browser.get(STAFF, {"q": "xyz"}).content.decode()
    actions.end_role(RoleHolding.objects.get(user=commissioner), by=coordinator)
    assert "Harald Hägg" not in browser.get(STAFF).content.decode()
    assert "Harald Hägg" in browser.get(STAFF, {"tidigare": "1"}).content.decode()
    assert "Avslutad" in browser.get(f"{STAFF}{commissioner.pk}/").content.decode()


def test_a_role_is_ended_from_its_page(sign_in, coordinator, commissioner):
    holding = RoleHolding.objects.get(user=commissioner)
    page = f"{STAFF}roller/{holding.pk}/"
    browser = sign_in(coordinator)
    browser.get(page)
    assert holding.is_current
    assert "Skriv vilken dag" in browser.post(page, {"when": "day"}).content.decode()
    assert browser.post(page, {"when": "day", "last_day": "24 december 2099"}).status_code == 302
    holding.refresh_from_db()
    assert str(holding.ends_on) == "2099-12-24"
    browser.post(page, {"when": "now"})
    holding.refresh_from_db()
    assert not holding.is_current


def test_ending_the_last_coordinator_says_why_not(sign_in, coordinator):
    page = f"{STAFF}roller/{RoleHolding.objects.get(user=coordinator).pk}/"
    assert "minst en samordnare" in sign_in(coordinator).post(page, {"when": "now"}).content.decode()


# --- Inviting


def test_somebody_is_invited_to_a_place_that_was_chosen(sign_in, coordinator, county):
    browser = sign_in(coordinator)
    page = reverse("accounts:invite", args=["commissioner"])
    form = browser.get(page, {"organisation": county.clinic.pk}).content.decode()
    assert "Region Exempellän › Vuxenpsykiatrin" in form
    assert "Föreningen Förgätmigej" not in form
    values = {"name": "Nina", "email": "nina@exempel.invalid", "place": f"organisation-{county.clinic.pk}"}
    assert browser.post(page, values | {"ends_on": "31 december 2099"}).status_code == 302
    made = StaffInvitation.objects.get()
    assert (made.organisation, str(made.ends_on)) == (county.clinic, "2099-12-31")


def test_a_sub_area_coordinator_is_offered_only_places_within_reach(sign_in, north_coordinator, county):
    browser = sign_in(north_coordinator)
    page = reverse("accounts:invite", args=["commissioner"])
    form = browser.get(page).content.decode()
    assert "Boendestödet i Norrvik" in form
    assert "Vuxenpsykiatrin" not in form
    values = {"name": "Nina", "email": "nina@exempel.invalid", "place": f"organisation-{county.clinic.pk}"}
    assert browser.post(page, values).status_code == 200
    assert not StaffInvitation.objects.exists()
    roles = browser.get(reverse("accounts:choose_role")).content.decode()
    assert "Uppdragsgivare" in roles
    assert "Ledamot i styrgrupp" not in roles


def test_what_was_typed_stays_when_the_invitation_is_refused(sign_in, coordinator):
    page = reverse("accounts:invite", args=["coordinator"])
    response = sign_in(coordinator).post(page, {"name": "Karin Två", "email": coordinator.email, "place": "county"})
    text = response.content.decode()
    assert "Det är din egen adress" in text
    assert "Karin Två" in text


def test_contributors_cannot_be_invited_as_staff(sign_in, coordinator):
    for role in ("contributor", "kung"):
        assert sign_in(coordinator).get(reverse("accounts:invite", args=[role])).status_code == 404


# --- The invited


def test_opening_the_link_changes_nothing_and_yes_signs_in(invitation):
    browser, address = Client(), link(invitation)
    for _visit in range(3):
        assert browser.get(address).status_code == 200
    assert browser.head(address).status_code == 200
    assert not User.objects.filter(email=invitation.email).exists()
    assert browser.post(address, {"name": "Nina Ny"}).status_code == 302
    assert "Nina Ny" in browser.get("/konto/").content.decode()


def test_a_link_works_once(invitation):
    address = link(invitation)
    Client().post(address, {"name": "Nina"})
    status, page = answered(address, "post", name="Någon Annan")
    assert (status, "redan använd" in page) == (410, True)
    assert not User.objects.filter(name="Någon Annan").exists()


def test_a_forged_link_says_nothing(invitation):
    token = link(invitation)[len("/inbjuden/") : -1]
    for forged in (token[:-2] + "xx", "a", token.replace(":", "", 1), token + "%00"):
        status, page = answered(f"/inbjuden/{forged}/", "post", name="Inkräktare")
        assert status in {400, 404}
        assert "Nina" not in page
    assert not User.objects.filter(name="Inkräktare").exists()


def test_a_link_for_another_purpose_opens_nothing(invitation):
    from medverka.foundation import links

    token = links.make("another-purpose", invitation.pk, invitation.invited_at.isoformat())
    assert answered(f"/inbjuden/{token}/")[0] == 404


def test_an_old_a_replaced_and_a_withdrawn_link_say_so(invitation, coordinator):
    old = link(invitation)
    with clock.at(clock.now() + timedelta(days=15)):
        status, page = answered(old, "post", name="Nina")
        assert (status, "för gammal" in page) == (410, True)
    actions.resend_invitation(invitation, by=coordinator)
    assert answered(old)[0] == 404
    invitation.refresh_from_db()
    actions.withdraw_invitation(invitation, by=coordinator)
    status, page = answered(link(invitation))
    assert (status, "återtagen" in page) == (410, True)


def test_yes_to_one_more_role_does_not_sign_in_an_account_that_exists(coordinator, commissioner):
    made = actions.invite_staff(by=coordinator, email=commissioner.email, name="H", role="steering_member")
    browser = Client()
    assert browser.post(link(made), {"name": "H"})["Location"] == reverse("account_login")
    assert browser.get("/konto/").status_code == 302
    assert RoleHolding.objects.filter(user=commissioner).count() == 2


def test_the_mail_says_who_what_where_and_nothing_about_health(invitation):
    mail = notices.staff_invitation(str(invitation.pk))
    assert mail is not None
    assert (mail.to, mail.subject) == ("nina@exempel.invalid", "Inbjudan till Medverka")
    for words in ("Karin Blåklint", "samtalsledare, Avdelning 12", link(invitation), "Exempellän"):
        assert words in mail.text


def test_no_mail_goes_out_for_an_invitation_that_was_withdrawn(invitation, coordinator):
    actions.withdraw_invitation(invitation, by=coordinator)
    assert notices.staff_invitation(str(invitation.pk)) is None


# --- One's own account


def test_ones_own_page_shows_roles_and_changes_the_name(sign_in, commissioner):
    browser = sign_in(commissioner)
    assert "Vuxenpsykiatrin" in browser.get("/konto/").content.decode()
    browser.post("/konto/namn/", {"name": "Harald H"})
    assert User.objects.get(pk=commissioner.pk).name == "Harald H"
    assert "Rätta:" in browser.post("/konto/namn/", {"name": " "}).content.decode()


def test_a_contributor_sees_no_form_for_a_name(sign_in, contributor_user):
    browser = sign_in(contributor_user)
    assert "Spara namnet" not in browser.get("/konto/").content.decode()
    assert browser.post("/konto/namn/", {"name": "Riktigt Namn"}).status_code == 403


def test_the_language_is_chosen_by_a_visitor_too(db):
    browser = Client()
    browser.post("/sprak/", {"language": "en", "next": "/konto/login/"})
    assert 'lang="en"' in browser.get("/konto/login/").content.decode()
