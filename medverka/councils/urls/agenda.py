from django.urls import path

from medverka.councils.views import agenda as views
from medverka.councils.views import by_link, papers, room

urlpatterns = [
    path("moten/<int:pk>/dagordning/", views.agenda, name="agenda"),
    path("moten/<int:pk>/dagordning/dagordning.pdf", views.agenda_file, name="agenda_pdf"),
    path("moten/<int:pk>/dagordning/ny/", views.new_point, name="new_point"),
    path("moten/<int:pk>/dagordning/skicka-in/", views.propose, name="propose"),
    path("moten/<int:pk>/dagordning/berattat/", views.tell, name="tell_at_meeting"),
    path("moten/<int:pk>/handlingar/ny/", papers.new_paper, name="new_paper"),
    path("moten/punkter/<int:pk>/", views.item, name="item"),
    path("moten/punkter/<int:pk>/flytta/", views.move_item, name="move_item"),
    path("moten/punkter/<int:pk>/ta-bort/", views.remove_item, name="remove_item"),
    path("moten/punkter/<int:pk>/svara/", views.proposal, name="proposal"),
    path("moten/handlingar/<uuid:pk>/", papers.paper, name="paper"),
    path("moten/handlingar/<uuid:pk>/ta-bort/", papers.remove_paper, name="remove_paper"),
    # In the room
    path("moten/<int:pk>/rummet/", room.display, name="room"),
    path("moten/<int:pk>/rummet/styr/", room.remote, name="remote"),
    # By the link of a call
    path("mote/<str:token>/dagordning/", by_link.agenda, name="agenda_by_link"),
    path("mote/<str:token>/handlingar/<uuid:pk>/", by_link.paper, name="paper_by_link"),
    path("mote/<str:token>/protokoll/", by_link.minutes, name="minutes_by_link"),
    path("mote/<str:token>/protokoll/protokoll.pdf", by_link.minutes_file, name="minutes_pdf_by_link"),
]
