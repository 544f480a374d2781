"""What is mailed about draws. Subjects are neutral; what it is about stands behind the link alone."""

from django.utils.translation import gettext as _

from medverka.draws import doors
from medverka.draws.models import Entrant
from medverka.draws.rules import IN_IT, OPEN_TO_ALL
from medverka.foundation.outbox import Message, notice
from medverka.organisations.letters import hello
from medverka.organisations.queries import the_county
from medverka.pool.door import reach
from medverka.pool.models import Contributor


@notice(IN_IT)
def in_it(entrant_id: str) -> Message | None:
    """To somebody who is in a draw that has been published: where they find their chance and their label."""
    rows = Entrant.objects.filter(pk=entrant_id, draw__state__in=OPEN_TO_ALL).exclude(salt="")
    entrant = rows.select_related("contributor").first()
    person = entrant.contributor if entrant else None
    if entrant is None or person is None or person.disposed_on or person.status == Contributor.Status.LEFT:
        return None
    way = reach(person)
    if not way.email:
        raise LookupError("The person has no address.")
    county = the_county()
    lines = [
        hello(way.greeting_name),
        _(
            "Du är med i en lottning. Här ser du din chans, och efter dragningen hur det gick. Du behöver inte logga in, och länken är bara för dig:"
        ),
        doors.link_of(entrant),
        _("Blir du framlottad hör vi av oss och frågar. Du kan alltid säga nej, utan att säga varför."),
        _("Vill du hellre prata? Ring oss på %(phone)s.") % {"phone": county.phone} if county.phone else "",
        _("Hälsningar från Medverka %(county)s") % {"county": county.name},
    ]
    return Message(way.email, _("Ett meddelande från Medverka"), "\n\n".join(filter(None, lines)) + "\n")
