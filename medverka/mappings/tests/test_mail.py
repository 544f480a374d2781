import io

import pikepdf
import pytest
from django.urls import reverse

from medverka.foundation.models import OutgoingMail
from medverka.mappings import doors, letters, notices
from medverka.mappings.actions import mappings as actions
from medverka.mappings.moves import NotNow
from medverka.mappings.views import links
from medverka.organisations.actions import save_contact_person
from medverka.organisations.models import ContactPerson

pytestmark = pytest.mark.django_db


@pytest.fixture
def contact(county, coordinator):
    person = ContactPerson(organisation=county.ekdala, name="Eva Ek", email="eva@exempel.invalid")
    return save_contact_person(person, by=coordinator)


def test_those_with_an_account_are_asked_and_else_the_contact_person(contact, commissioner, mapping, of, county):
    asked = set(OutgoingMail.objects.filter(notice="mappings.invited").values_list("subject_id", flat=True))
    assert asked == {f"{of(county.clinic).pk}:{commissioner.pk}", f"{of(county.ekdala).pk}:contact"}


def test_the_contact_persons_mail_has_a_link_that_opens_the_answers(contact, mapping, of, county):
    one = of(county.ekdala)
    message = notices.compose_invited(f"{one.pk}:contact")
    assert message.to == contact.email
    assert "Ekdala" not in message.subject
    token = message.text.split("/kartlaggningar/lank/")[1].split("/")[0]
    assert doors.open_link(token)[0] == one


def test_only_those_who_have_not_handed_in_are_reminded_and_twice_at_most(
    contact, commissioner, mapping, answer, of, county, coordinator
):
    answer(county.clinic)
    assert actions.remind(mapping, by=coordinator) == 3
    assert actions.remind(mapping, by=coordinator) == 0  # Once a day.
    for _later in range(2):
        mapping.assessments.update(reminded_at=None)
        actions.remind(mapping, by=coordinator)
    assert set(mapping.assessments.values_list("reminders", flat=True)) == {0, 2}
    reminded = OutgoingMail.objects.filter(notice="mappings.reminder").values_list("subject_id", flat=True)
    assert list(reminded) == [f"{of(county.ekdala).pk}:contact"] * 2


def test_a_mail_that_need_not_be_sent_any_longer_is_not(contact, mapping, answer, of, county, coordinator):
    subject = f"{of(county.ekdala).pk}:contact"
    assert notices.compose_reminder(subject)
    answer(county.ekdala)
    assert notices.compose_reminder(subject) is None
    actions.close_mapping(mapping, by=coordinator)
    assert notices.compose_reminder(f"{of(county.region).pk}:contact") is None


def test_nobody_is_reminded_of_a_closed_mapping(mapping, coordinator):
    actions.close_mapping(mapping, by=coordinator)
    with pytest.raises(NotNow):
        actions.remind(mapping, by=coordinator)


def test_a_second_click_opens_nothing_twice(mapping, coordinator):
    with pytest.raises(NotNow):
        actions.open_mapping(mapping, by=coordinator)


def test_whoever_has_begun_stays_and_whoever_comes_later_is_asked(contact, mapping, answer, county, coordinator):
    answer(county.clinic)
    OutgoingMail.objects.all().delete()
    actions.choose(mapping, [county.ekdala, county.ward], by=coordinator)
    names = {one.organisation.name for one in mapping.assessments.select_related("organisation")}
    assert names == {"Vuxenpsykiatrin", "Ekdala", "Avdelning 12"}


def test_those_whom_no_mail_reaches_get_a_letter_with_a_code(
    contact, commissioner, mapping, of, county, coordinator, sign_in
):
    assert [one.organisation for one in letters.without_mail(mapping)] == [county.norrvik, county.region]
    answer = sign_in(coordinator).get(reverse("mappings:letters_pdf", args=[mapping.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="brev.pdf"'
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) == 2
    assert sign_in(commissioner).get(reverse("mappings:letters_pdf", args=[mapping.pk])).status_code == 403


def test_wrong_codes_alone_count_so_a_town_hall_behind_one_address_is_not_shut_out(client, mapping, of, county):
    right = {"code": doors.code_of(of(county.norrvik))}
    for _time in range(links.TRIES + 2):
        assert client.post(reverse("mappings:code"), right).status_code == 302
    for place in range(links.TRIES):  # Each begins otherwise: of those that begin alike fewer are let through.
        assert "Koden stämmer inte" in client.post(reverse("mappings:code"), {"code": f"{place:05}"}).content.decode()
    assert "många koder" in client.post(reverse("mappings:code"), right).content.decode()
    assert client.post(reverse("mappings:code"), right, REMOTE_ADDR="203.0.113.9").status_code == 302
