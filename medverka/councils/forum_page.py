"""What the forum's page is made of: the same for a page from the server, for its script, and for the empty shell."""

import hashlib
import json
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medverka.councils.models import ForumNote, ForumSession
from medverka.councils.notes import AT_MOST
from medverka.councils.queries.agenda import agenda_of
from medverka.councils.queries.forum import notes_of, units_for, version_of
from medverka.voices import personal
from medverka.voices.models import Theme
from medverka.voices.queries import count_in_words

SCRIPTS = tuple(f"councils/{name}.js" for name in ("forum-keep", "forum-personal", "forum-notes", "forum"))
FILES = (
    "medverka/favicon.svg", "medverka/inter.woff2", "medverka/tokens.css", "medverka/base.css",
    "medverka/components.css", "medverka/marks.css", "medverka/pictures.css", "medverka/print.css", "medverka/medverka.js", "councils/forum.css", *SCRIPTS,
)  # fmt: skip

SAID = gettext_lazy("En synpunkt")
WORDS = {
    "title_write": gettext_lazy("Vad säger ni?"),
    "title_edit": gettext_lazy("Ändra synpunkten"),
    "title_read": gettext_lazy("Läs upp det som skrivits"),
    "title_locked": gettext_lazy("Forumet är låst"),
    "save": gettext_lazy("Spara synpunkten"),
    "save_change": gettext_lazy("Spara ändringen"),
    "ready": gettext_lazy("Sidan fungerar också om nätet försvinner."),
    "sent": gettext_lazy("Allt är skickat."),
    "sending": gettext_lazy("Skickar."),
    "kept": gettext_lazy("Sparat på surfplattan. Skickas när nätet är tillbaka."),
    "offline": gettext_lazy("Ingen uppkoppling. Allt sparas här och skickas när nätet är tillbaka."),
    "signed_out": gettext_lazy("Du är utloggad. Logga in igen, det du skrivit finns kvar."),
    "trouble": gettext_lazy("Något är fel hos oss. Det du skrivit finns kvar, och vi försöker igen."),
    "not_kept": gettext_lazy("Det gick inte att spara på surfplattan. Texten står kvar. Försök igen."),
    "unsent_one": gettext_lazy("En synpunkt är inte skickad än."),
    "unsent_many": gettext_lazy("%s synpunkter är inte skickade än."),
    "count_one": SAID,
    "count_many": gettext_lazy("%s synpunkter"),
    "number": gettext_lazy("Synpunkt %s"),
    "personal": gettext_lazy("Det ser ut att stå %s här. Skriv så att ingen pekas ut."),
    "not_yet": gettext_lazy(
        "Forumet kan avslutas först när allt är skickat, och just nu når vi inte fram. Det ni har sagt finns kvar. Försök igen när nätet är tillbaka."
    ),
    "more_came": gettext_lazy("Det har kommit mer från en annan surfplatta. Läs upp det också."),
    "lost_one": gettext_lazy("En synpunkt som stod här går inte att läsa längre, för surfplattan har anmälts borta."),
    "lost_many": gettext_lazy(
        "%s synpunkter som stod här går inte att läsa längre, för surfplattan har anmälts borta."
    ),
    "late_one": gettext_lazy("En synpunkt som fanns kvar på surfplattan är nu sparad."),
    "late_many": gettext_lazy("%s synpunkter som fanns kvar på surfplattan är nu sparade."),
    "one_by_one": gettext_lazy("Visa en i taget"),
    "all_at_once": gettext_lazy("Visa alla"),
}
KINDS = {
    "number": gettext_lazy("ett personnummer"),
    "email": gettext_lazy("en e-postadress"),
    "phone": gettext_lazy("ett telefonnummer"),
    "name": gettext_lazy("ett namn"),
}


def choices(session: ForumSession) -> dict[str, Any]:
    """What a note can be about, and who can be asked to answer it."""
    return {"units": units_for(session.meeting.council), "themes": list(Theme.objects.filter(retired=False))}


def context(session: ForumSession, *, form: Any, view: str) -> dict[str, Any]:
    """The page that is written in and read from."""
    council, rows = session.meeting.council, list(notes_of(session))
    names = dict(Theme.objects.values_list("slug", "name"))
    notes = [
        {
            "number": number,
            "key": row.client_key,
            "text": row.text,
            "urgent": row.urgent,
            "themes": ", ".join(names[slug] for slug in row.themes if slug in names),
            "warning": warning(session, row.text),
        }
        for number, row in enumerate(rows, start=1)
    ]
    version = version_of(session)
    return shell_context() | {
        "meeting": session.meeting, "council": council, "form": form, "view": view, "version": version,
        "notes": notes if view == "read" else notes[::-1], "count": count_in_words(len(notes)),
        "facts": _facts(session), "agenda": agenda_of(session.meeting),
    }  # fmt: skip


def shell_context() -> dict[str, Any]:
    """What the page needs whoever opens it: words, scripts, and where the worker is."""
    signs = {
        "before": sorted(personal.BEFORE_NAMES),
        "plain": sorted(personal.NO_NAMES),
        "titles": sorted(personal.TITLES),
    }
    return {
        "view": "shell",
        "words": {name: str(words) for name, words in WORDS.items()}
        | {"kinds": {kind: str(words) for kind, words in KINDS.items()}, "signs": signs},
        "scripts": SCRIPTS,
        "scope": scope(),
        "at_most": AT_MOST,
    }


def done_context(session: ForumSession) -> dict[str, Any]:
    """The last page: what has become of it, and what happens next."""
    count = ForumNote.objects.filter(session=session, voice__isnull=False).count()
    return shell_context() | {
        "meeting": session.meeting, "council": session.meeting.council, "view": "done", "said": count, "agenda": agenda_of(session.meeting),
        "count": count_in_words(count),
    }  # fmt: skip


def _facts(session: ForumSession) -> dict[str, Any]:
    about = choices(session)
    return {
        "council": session.meeting.council.name,
        "themes": [{"slug": theme.slug, "name": theme.name} for theme in about["themes"]],
        "units": [{"pk": unit.pk, "name": unit.name} for unit in about["units"]],
        "known": _known(session),
        "notes": notes_as_data(session),
    }


def notes_as_data(session: ForumSession) -> list[dict[str, Any]]:
    """Every note as a device keeps it, with those that were taken away."""
    rows = ForumNote.objects.filter(session=session)
    return [
        {
            "key": str(row.client_key), "revision": row.revision, "text": row.text, "themes": row.themes,
            "urgent": row.urgent, "unit": row.unit_id, "removed": row.removed, "place": row.pk,
        }
        for row in rows
    ]  # fmt: skip


def warning(session: ForumSession, text: str) -> str:
    """What to say where a text looks as if it told who somebody is; empty where it does not."""
    found = personal.looks_personal(text, _names(session))
    return str(WORDS["personal"]) % ", ".join(map(str, found)) if found else ""


def _names(session: ForumSession) -> list[str]:
    council = session.meeting.council
    return [council.name, council.organisation.name]


def _known(session: ForumSession) -> list[str]:
    """The words of the names of council and unit, which are no person's name."""
    return sorted({word.casefold() for name in _names(session) for word in personal.WORD.findall(name)})


def unreadable() -> str:
    """What to say about a request that is none."""
    return _("Det som skickades gick inte att läsa.")


# --- The worker -------------------------------------------------------------------------------


def scope() -> str:
    """The addresses that the worker looks after."""
    return reverse("councils:forum_shell").rsplit("/", 2)[0] + "/"


def worker(request: HttpRequest) -> str:
    """The worker's script, with what it keeps. It changes when any of that does, and then replaces the one before."""
    shell = render_to_string("councils/forum/shell.html", shell_context(), request)
    files = [static(name) for name in FILES]
    source = _source("councils/forum-worker.js")
    parts = [shell, source, *files, *(_source(name) for name in SCRIPTS)]
    version = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
    known = {"version": version, "shell": reverse("councils:forum_shell"), "files": files}
    return f"const FORUM = {json.dumps(known)};\n{source}"


def _source(name: str) -> str:
    with open(str(finders.find(name)), encoding="utf-8") as file:  # noqa: PTH123 - `find` gives a path as text
        return file.read()
