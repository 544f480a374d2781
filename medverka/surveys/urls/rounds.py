from django.urls import URLPattern, path

from medverka.surveys.views import groups, rounds

ONE = "enkater/<slug:slug>"
GROUP = f"{ONE}/grupper/<slug:key>"

urlpatterns: list[URLPattern] = [
    path("enkater/", rounds.every, name="list"),
    path("enkater/ny/", rounds.new, name="new_round"),
    path(f"{ONE}/", rounds.one, name="round"),
    path(f"{ONE}/andra/", rounds.change, name="change_round"),
    path(f"{ONE}/oppna/", rounds.open_it, name="open_round"),
    path(f"{ONE}/stang/", rounds.close, name="close_round"),
    path(f"{ONE}/oppna-igen/", rounds.reopen, name="reopen_round"),
    path(f"{ONE}/lasare/", rounds.readers, name="round_readers"),
    path(f"{ONE}/ta-bort/", rounds.throw_away, name="throw_away_round"),
    path(f"{ONE}/ny-grupp/", groups.new, name="new_group"),
    path(f"{GROUP}/", groups.one, name="group"),
    path(f"{GROUP}/andra/", groups.change, name="change_group"),
    path(f"{GROUP}/ta-bort/", groups.remove, name="remove_group"),
]
