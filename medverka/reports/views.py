from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from medverka.access.views import requires
from medverka.foundation import clock
from medverka.foundation.downloads import download
from medverka.reports import evenness, export, periods, pictures
from medverka.reports.figures import Figures, YearRow
from medverka.reports.queries import figures, history
from medverka.reports.standing import stays


@requires("figures.read")
def figures_page(request: HttpRequest) -> HttpResponse:
    """The county's figures of a period, with pictures and definitions."""
    known = stays()
    years = history(known)
    form, period = periods.chosen(request.GET, years)
    choices = periods.choices(years, period)
    context: dict[str, object] = {"form": form, "period": period, "years": years, "choices": choices}
    context["own_days"] = not any(choice.current for choice in choices)
    if period and years:
        found = figures(period.start, period.end, known=known)
        context |= {"figures": found, "query": periods.query(period), **drawn(found, years)}
    return render(request, "reports/figures.html", context)


def drawn(found: Figures, years: list[YearRow]) -> dict[str, object]:
    """What the template shows of the figures."""
    return {
        "totals": [pictures.told(figure) for figure in found.totals[:4]],
        "answers": [pictures.told(figure) for figure in found.answers],
        "answers_picture": pictures.answers(found),
        "sections": pictures.sections(found, years, clock.today()),
        "evenness": evenness.evenness(found) if found.year else [],
        "reached": evenness.reached(found) if found.year else [],
        "asking": evenness.asked_others(years, found.k),
    }


@requires("figures.read")
def export_csv(request: HttpRequest) -> HttpResponse:
    """What the page publishes, as a table."""
    known = stays()
    years = history(known)
    _form, period = periods.chosen(request.GET, years)
    if period is None:
        return redirect(f"{reverse('reports:figures')}?{request.GET.urlencode()}")
    content = export.as_csv(figures(period.start, period.end, known=known), years)
    return download(content, f"siffror-{period.start}-{period.end}.csv")
