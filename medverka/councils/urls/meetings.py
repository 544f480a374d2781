from django.urls import path

from medverka.councils.views import calls, letters, series
from medverka.councils.views import meetings as views

urlpatterns = [
    # For members and those who lead
    path("rad-och-forum/<int:pk>/moten/", views.meetings, name="meetings"),
    path("rad-och-forum/<int:pk>/moten/nytt/", views.new_meeting, name="new_meeting"),
    path("rad-och-forum/<int:pk>/moten/serie/", series.new_series, name="new_series"),
    path("moten/serie/<int:pk>/", series.series, name="series"),
    path("moten/serie/<int:pk>/flytta/", series.move, name="move_series"),
    path("moten/serie/<int:pk>/sista-dagen/", series.last_day, name="last_day"),
    path("moten/<int:pk>/", views.meeting, name="meeting"),
    path("moten/<int:pk>/andra/", views.change, name="change_meeting"),
    path("moten/<int:pk>/kalla/", views.call, name="call"),
    path("moten/<int:pk>/stall-in/", views.cancel, name="cancel_meeting"),
    path("moten/<int:pk>/narvaro/", views.attendance, name="attendance"),
    path("moten/<int:pk>/bokning.pdf", views.booking, name="booking"),
    path("moten/<int:pk>/anslag.pdf", views.wall_notice, name="wall_notice"),
    path("moten/svar/<int:pk>/", views.heard, name="heard"),
    path("moten/brev-och-samtal/", letters.tellings, name="tellings"),
    path("moten/brev-och-samtal/brev.pdf", letters.letters_pdf, name="letters_pdf"),
    path("moten/brev-och-samtal/<int:pk>/gjort/", letters.told_by_hand, name="told_by_hand"),
    # Being called, by account
    path("moten/", calls.mine, name="my_meetings"),
    path("moten/kalender/", calls.calendar_address, name="calendar_address"),
    path("moten/kallelse/<int:pk>/", calls.answer, name="answer"),
    path("moten/kallelse/<int:pk>/mote.ics", calls.entry, name="entry"),
    # The same by link
    path("mote/<str:token>/", calls.by_link, name="by_link"),
    path("mote/<str:token>/mote.ics", calls.entry_by_link, name="entry_by_link"),
    path("kalender/<str:token>.ics", calls.calendar, name="calendar"),
]
