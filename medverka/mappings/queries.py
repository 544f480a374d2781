"""What somebody sees of mappings, answers and development areas."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, QuerySet

from medverka.access.authorise import may, may_everywhere, within_reach
from medverka.accounts.models import RoleHolding, User
from medverka.foundation import clock
from medverka.mappings import content
from medverka.mappings.models import DevelopmentArea, Mapping, SelfAssessment
from medverka.mappings.rules import AREA_OPEN, Answered, AreaState, State
from medverka.organisations.models import Organisation, OrganisationQuerySet
from medverka.surveys.models import Questionnaire, Version

NOBODY = Q(pk__in=[])


def visible_to(user: Any) -> QuerySet[Mapping]:
    """Mappings that `user` may open: the coordinator all, others those they answer in and those that are closed."""
    rows = Mapping.objects.select_related("version__questionnaire", "follows__version")
    if may(user, "mappings.edit"):
        return rows
    asked = SelfAssessment.objects.filter(within_reach(user, "mappings.answer", "organisation"))
    seen = Q(state=State.OPEN, pk__in=asked.order_by().values("mapping"))
    if may(user, "mappings.read"):
        seen |= Q(state=State.CLOSED)
    return rows.filter(seen) if may(user, "mappings.answer") or may(user, "mappings.read") else rows.none()


def open_to_all() -> QuerySet[Mapping]:
    """Mappings whose result everybody may read."""
    return Mapping.objects.filter(is_public=True, state=State.CLOSED).select_related("version", "follows__version")


def assessments_visible_to(user: Any) -> QuerySet[SelfAssessment]:
    """Answers that `user` may open, as `policies.may_read` says."""
    rows = SelfAssessment.objects.select_related("organisation", "mapping__version", "mapping__follows", "contact")
    if may(user, "mappings.edit"):
        return rows
    seen = NOBODY
    if may(user, "mappings.answer"):
        seen |= within_reach(user, "mappings.answer", "organisation") & ~Q(mapping__state=State.DRAFT)
    if may(user, "mappings.read"):
        seen |= Q(mapping__state=State.CLOSED, state=Answered.HANDED_IN)
    return rows.filter(seen)


def to_answer(user: Any) -> QuerySet[SelfAssessment]:
    """What `user` is to answer in open mappings, as somebody who belongs there."""
    if may(user, "mappings.edit") or not may(user, "mappings.answer"):
        return SelfAssessment.objects.none()
    mine = within_reach(user, "mappings.answer", "organisation")
    rows = SelfAssessment.objects.filter(mine, mapping__state=State.OPEN, organisation__closed_on=None)
    return rows.select_related("mapping", "organisation").order_by("mapping__closes_on", "organisation__name")


def with_counts(mappings: QuerySet[Mapping]) -> QuerySet[Mapping]:
    """The same with how many take part, and how many have handed in."""
    handed_in = Q(assessments__state=Answered.HANDED_IN)
    counted = mappings.annotate(taking_part=Count("assessments"), handed_in=Count("assessments", filter=handed_in))
    return counted.order_by("-opens_on", "-pk")


def choosable_by(user: Any) -> OrganisationQuerySet:
    """Organisations that a coordinator may ask: those that exist and lie within reach, associations apart."""
    return Organisation.objects.current().units().filter(within_reach(user, "mappings.edit"))


def officials_of(organisation: Organisation) -> list[User]:
    """Those with an account who answer for just this organisation."""
    held = RoleHolding.objects.held_on(clock.today()).filter(role="commissioner", organisation=organisation)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name"))


def organisations_with_officials() -> set[int]:
    """The organisations for which somebody with an account answers."""
    held = RoleHolding.objects.held_on(clock.today()).filter(role="commissioner", user__is_active=True)
    return set(held.exclude(organisation=None).values_list("organisation", flat=True))


def usable_versions() -> list[Version]:
    """The newest version of each questionnaire that has levels."""
    rows = Version.objects.filter(questionnaire__in=Questionnaire.objects.filter(archived_on=None))
    newest: dict[int, Version] = {}
    for version in rows.select_related("questionnaire").order_by("questionnaire__name", "number"):
        newest[version.questionnaire_id] = version
    return [version for version in newest.values() if content.is_for_mappings(content.of_version(version))]


# --- Development areas ------------------------------------------------------------------------


def areas_visible_to(user: Any) -> QuerySet[DevelopmentArea]:
    """Development areas of the organisations within reach, and those that `user` owns."""
    rows = DevelopmentArea.objects.select_related("organisation", "owner", "mapping")
    if may_everywhere(user, "mappings.read"):
        return rows
    reach = within_reach(user, "mappings.read", "organisation") if may(user, "mappings.read") else NOBODY
    return rows.filter(reach | Q(owner=getattr(user, "pk", None), owner__isnull=False))


def late(areas: QuerySet[DevelopmentArea]) -> QuerySet[DevelopmentArea]:
    """Those whose day has passed while something is left to do."""
    return areas.filter(state__in=AREA_OPEN, due_on__lt=clock.today())


def chosen_areas(areas: QuerySet[DevelopmentArea], shown: str) -> QuerySet[DevelopmentArea]:
    """Those that a choice of the list asks for: what is left to do unless told."""
    if shown == "alla":
        return areas
    if shown == "klara":
        return areas.filter(state=AreaState.DONE)
    return late(areas) if shown == "sena" else areas.filter(state__in=AREA_OPEN)


def plannable_by(user: Any) -> OrganisationQuerySet:
    """Organisations for which `user` may plan development areas."""
    return Organisation.objects.current().units().filter(within_reach(user, "mappings.answer"))


def possible_owners(organisations: QuerySet[Organisation]) -> QuerySet[User]:
    """Those with an account who can own an area there: who answers for the organisations, and who coordinates."""
    steps = {int(step) for path in organisations.values_list("path", flat=True) for step in path.strip("/").split("/")}
    held = RoleHolding.objects.held_on(clock.today())
    wanted = held.filter(Q(role="commissioner", organisation__in=steps) | Q(role="coordinator"))
    return User.objects.filter(pk__in=wanted.values("user"), is_active=True).order_by("name")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors who have an account, in one question."""
    ids = {
        int(pk) for kind, _colon, pk in (actor.partition(":") for actor in actors) if kind == "user" and pk.isdecimal()
    }
    return {f"user:{pk}": name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def places_of(areas: QuerySet[DevelopmentArea]) -> OrganisationQuerySet:
    """The organisations that have these areas, and everything above them."""
    paths: Any = areas.order_by().values_list("organisation__path", flat=True).distinct()
    return Organisation.objects.filter(pk__in={int(step) for path in paths for step in path.strip("/").split("/")})
