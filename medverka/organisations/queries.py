from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from medverka.access.authorise import within_reach
from medverka.foundation import clock
from medverka.foundation.alphabet import sort_key
from medverka.organisations.models import ContactPerson, County, Organisation, OrganisationQuerySet, SubArea


def the_county() -> County:
    """The county's row, or its defaults while nobody has set anything."""
    return County.objects.filter(pk=1).first() or County(pk=1)


def visible_to(user: Any) -> OrganisationQuerySet:
    """Organisations whose inner pages `user` may open."""
    return Organisation.objects.filter(within_reach(user, "organisations.read"))


def where_may_request(user: Any) -> OrganisationQuerySet:
    """Current organisations for which `user` may make requests."""
    return Organisation.objects.current().units().filter(within_reach(user, "requests.make"))


def trails(organisations: Iterable[Organisation]) -> list[tuple[Organisation, str]]:
    """Each organisation with the names from the top down, `Region › Klinik › Avdelning`, sorted by them."""
    found = list(organisations)
    steps = {organisation.pk: [int(step) for step in organisation.path.strip("/").split("/")] for organisation in found}
    above = {step for path in steps.values() for step in path}
    names = dict(Organisation.objects.filter(pk__in=above).values_list("pk", "name"))
    named = [(one, " › ".join(names[step] for step in steps[one.pk])) for one in found]
    return sorted(named, key=lambda pair: sort_key(pair[1]))


@dataclass
class Node:
    """An organisation in the tree, with what stands under it."""

    organisation: Organisation
    below: list["Node"] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many stand under it, at any depth."""
        return sum(1 + node.size for node in self.below)


@dataclass(frozen=True)
class Section:
    """One kind of organisation in the list."""

    heading: str
    nodes: list[Node]


def tree(organisations: Iterable[Organisation]) -> list[Node]:
    """The same organisations, each under its parent where that one is among them; sorted by name."""
    nodes = {one.pk: Node(one) for one in sorted(organisations, key=lambda one: sort_key(one.name))}
    tops: list[Node] = []
    for node in nodes.values():
        parent = nodes.get(node.organisation.parent_id or 0)
        (parent.below if parent else tops).append(node)
    return tops


def sections(user: Any, *, closed: bool = False) -> list[Section]:
    """All that `user` may see, kind by kind, as trees; of those that have closed only if asked for."""
    found = visible_to(user).select_related("sub_area")
    nodes = tree(found if closed else found.current())
    kinds = Organisation.Kind
    headings = (
        (_("Region"), {kinds.REGION}),
        (_("Kommuner"), {kinds.MUNICIPALITY}),
        (_("Verksamheter"), {kinds.UNIT}),  # Those whose authority the reader does not see.
        (_("Föreningar"), {kinds.ASSOCIATION}),
        (_("Andra organisationer"), {kinds.BODY}),
    )
    grouped = [
        Section(heading, [node for node in nodes if node.organisation.kind in wanted]) for heading, wanted in headings
    ]
    return [section for section in grouped if section.nodes]


def search(user: Any, text: str, most: int = 100) -> list[tuple[Organisation, str]]:
    """Organisations that `user` may see with `text` in their name, each with its trail."""
    return trails(visible_to(user).filter(name__icontains=text).select_related("sub_area")[:most])


def below(organisation: Organisation) -> list[Node]:
    """What stands under an organisation and is not closed."""
    under = Organisation.objects.current().filter(path__startswith=organisation.path).exclude(pk=organisation.pk)
    return tree(under)


def contact_persons(organisation: Organisation) -> tuple[list[ContactPerson], list[ContactPerson]]:
    """(Those of today and to come, those who were), by name."""
    today = clock.today()
    people = list(ContactPerson.objects.filter(organisation=organisation))
    now = [one for one in people if one.ends_on is None or one.ends_on >= today]
    return now, [one for one in people if one.ends_on is not None and one.ends_on < today]


def contacts_visible_to(user: Any) -> QuerySet[ContactPerson]:
    """Contact persons of organisations that `user` may see."""
    return ContactPerson.objects.filter(organisation__in=visible_to(user)).select_related("organisation")


def sub_areas_with_members() -> list[tuple[SubArea, list[Organisation]]]:
    """Every sub-area with the organisations at the top that are in it."""
    members: dict[int, list[Organisation]] = {}
    for organisation in Organisation.objects.current().filter(parent=None).exclude(sub_area=None):
        members.setdefault(organisation.sub_area_id or 0, []).append(organisation)
    return [(area, members.get(area.pk, [])) for area in SubArea.objects.all()]
