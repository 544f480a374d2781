"""The forum's pages: begin, write, read back, close. They work without scripts; with them, without a net."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medverka.access.views import requires
from medverka.councils import forum_page as page
from medverka.councils import rules
from medverka.councils.actions import forum as actions
from medverka.councils.actions.agenda import tell_at_meeting
from medverka.councils.forms.forum import CloseForm, NoteForm
from medverka.councils.models import ForumSession, Meeting
from medverka.councils.notes import Note
from medverka.councils.queries import forum as queries
from medverka.councils.queries.agenda import agenda_of
from medverka.councils.views.meetings import led
from medverka.foundation.fields import row_number
from medverka.foundation.refusals import shown_in, told


def meeting_for(request: HttpRequest, pk: int) -> Meeting:
    """A forum's meeting, for somebody who sees it (else 404) and leads it (else 403)."""
    meeting = led(request, pk)
    if not meeting.council.is_forum:
        raise Http404
    return meeting


def session_for(request: HttpRequest, pk: int) -> ForumSession:
    """The forum that has been opened, for somebody who leads it."""
    session = queries.session_of(meeting_for(request, pk))
    if session is None:
        raise Http404
    return session


@requires("councils.lead")
def forum(request: HttpRequest, pk: int) -> HttpResponse:
    """What was said the last time, then the field to write in."""
    meeting = meeting_for(request, pk)
    session = queries.session_of(meeting)
    if session is None:
        return _begin(request, meeting)
    if session.closed_at is not None:
        return redirect("councils:forum_done", pk)
    form = NoteForm(request.POST if request.method == "POST" else None, **page.choices(session))
    if form.is_valid() and _saved(request, session, form):
        return redirect("councils:forum", pk)
    return render(request, "councils/forum/forum.html", page.context(session, form=form, view="write"))


def _begin(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    if request.method == "POST":
        with told(request):
            begin = actions.hold_today if "today" in request.POST else actions.open_forum
            begin(meeting, by=request.user)
        return redirect("councils:forum", meeting.pk)
    context = {"meeting": meeting, "council": meeting.council, "agenda": agenda_of(meeting)}
    context["is_ahead"] = meeting.state in rules.AHEAD
    return render(request, "councils/forum/begin.html", context | {"openable_now": queries.may_open(meeting)})


@require_POST
@requires("councils.lead")
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers that the page showed have been told in the room."""
    meeting = meeting_for(request, pk)
    with told(request):
        tell_at_meeting(meeting, [row_number(voice) for voice in request.POST.getlist("voice")], by=request.user)
        messages.success(request, _("Antecknat: svaren är berättade."))
    return redirect("councils:forum", pk)


@requires("councils.lead")
def note(request: HttpRequest, pk: int, key: UUID) -> HttpResponse:
    """One note, to be changed or taken away, without scripts."""
    session = session_for(request, pk)
    found = get_object_or_404(queries.notes_of(session), client_key=key)
    if "remove" in request.POST:
        with told(request):
            gone = Note(key, found.revision + 1, "", removed=True)
            actions.save_notes(session, [gone], by=request.user)
            messages.success(request, _("Synpunkten är borttagen."))
        return redirect("councils:forum", pk)
    form = NoteForm(request.POST if request.method == "POST" else None, note=found, **page.choices(session))
    if form.is_valid() and _saved(request, session, form):
        return redirect("councils:forum", pk)
    return render(request, "councils/forum/note.html", {"meeting": session.meeting, "form": form, "note": found})


def _saved(request: HttpRequest, session: ForumSession, form: NoteForm) -> bool:
    with shown_in(form):
        actions.save_one(session, form.note, by=request.user)
        if found := page.warning(session, form.note.text):
            messages.warning(request, found)
        return True
    return False


@requires("councils.lead")
def read_back(request: HttpRequest, pk: int) -> HttpResponse:
    """All that was written, in large text, to be read aloud."""
    session = session_for(request, pk)
    if session.closed_at is not None:
        return redirect("councils:forum_done", pk)
    if request.method == "POST":
        with told(request):
            version = row_number(request.POST.get("version", ""))
            actions.mark_read_back(session, by=request.user, version=version)
            return redirect("councils:forum_close", pk)
        return redirect("councils:forum_read_back", pk)
    form = NoteForm(None, **page.choices(session))
    return render(request, "councils/forum/forum.html", page.context(session, form=form, view="read"))


@requires("councils.lead")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """How many were there; then the forum is closed."""
    session = session_for(request, pk)
    if session.closed_at is not None:
        return redirect("councils:forum_done", pk)
    if session.read_back_at is None:
        messages.warning(request, _("Det har kommit något sedan ni läste upp. Läs upp det också."))
        return redirect("councils:forum_read_back", pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with shown_in(form):
            actions.close_forum(session, by=request.user, **form.cleaned_data)
            return redirect("councils:forum_done", pk)
    context = {"meeting": session.meeting, "form": form, "count": queries.notes_of(session).count()}
    return render(request, "councils/forum/close.html", context)


@requires("councils.lead")
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Thanks, and what happens next. A device that comes here sends what it has left, and is emptied."""
    session = session_for(request, pk)
    if session.closed_at is None:
        return redirect("councils:forum", pk)
    return render(request, "councils/forum/done.html", page.done_context(session))


@requires("councils.lead")
def device(request: HttpRequest, pk: int) -> HttpResponse:
    """The device is lost: end the forum on it, and go on with another."""
    session = session_for(request, pk)
    if request.method != "POST":
        return render(request, "councils/forum/device.html", {"meeting": session.meeting, "forum": session})
    actions.end_device(session, by=request.user)
    if session.facilitator_id == request.user.pk:
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)  # This device stays signed in.
    messages.success(request, _("Klart. Det som stod på surfplattan går inte att läsa längre, och den är utloggad."))
    return redirect("councils:meeting", pk)
