from django.urls import URLPattern, path

from medverka.surveys.views import asking, entering, groups, paper, rounds, together

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
    path(f"{ONE}/tillsammans/", together.choose, name="count_together"),
    path(f"{ONE}/var-for-sig/", together.apart, name="count_apart"),
    path(f"{ONE}/lasare/", rounds.readers, name="round_readers"),
    path(f"{ONE}/ta-bort/", rounds.throw_away, name="throw_away_round"),
    path(f"{ONE}/ny-grupp/", groups.new, name="new_group"),
    path(f"{GROUP}/", groups.one, name="group"),
    path(f"{GROUP}/andra/", groups.change, name="change_group"),
    path(f"{GROUP}/ta-bort/", groups.remove, name="remove_group"),
    path(f"{GROUP}/fraga/", asking.invite, name="invite"),
    path(f"{GROUP}/vilka/", asking.people, name="people"),
    path(f"{GROUP}/vilka/<int:number>/ta-bort/", asking.remove, name="remove_person"),
    path(f"{GROUP}/igen/", asking.again, name="ask_again"),
    path(f"{GROUP}/skicka/", asking.send, name="send"),
    path(f"{GROUP}/paminn/", asking.remind, name="remind"),
    path(f"{GROUP}/skriv-in/", entering.enter, name="enter"),
    path(f"{GROUP}/skriv-in/<int:number>/", entering.enter, name="enter_by_phone"),
    path(f"{GROUP}/formular.pdf", paper.form, name="paper_form"),
    path(f"{GROUP}/affisch.pdf", paper.poster, name="round_poster"),
    path(f"{GROUP}/brev.pdf", asking.letters_pdf, name="letters_pdf"),
    path(f"{GROUP}/postat/", asking.posted, name="letters_posted"),
]
