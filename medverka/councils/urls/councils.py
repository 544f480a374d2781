from django.urls import path

from medverka.councils.views import councils as views
from medverka.councils.views import public, seat_calls, seats

urlpatterns = [
    # For everybody
    path("rad/", public.public_list, name="public_list"),
    path("rad/<slug:slug>/", public.public, name="public"),
    # For members and those who coordinate
    path("rad-och-forum/", views.councils, name="councils"),
    path("rad-och-forum/nytt/", views.create, name="create"),
    path("rad-och-forum/<int:pk>/", views.council, name="council"),
    path("rad-och-forum/<int:pk>/andra/", views.change, name="change"),
    path("rad-och-forum/<int:pk>/upphor/", views.close, name="close"),
    # Seats, and who sits on them
    path("rad-och-forum/<int:pk>/platser/", seats.seats, name="seats"),
    path("rad-och-forum/<int:pk>/platser/ny/", seats.create_seat, name="create_seat"),
    path("platser/<int:pk>/", seats.seat, name="seat"),
    path("platser/<int:pk>/andra/", seats.change_seat, name="change_seat"),
    path("platser/<int:pk>/ta-bort/", seats.close_seat, name="close_seat"),
    path("platser/<int:pk>/utse/<slug:among>/", seats.appoint, name="appoint"),
    path("platser/person/<uuid:pk>/", seats.holding, name="holding"),
    path("platser/person/<uuid:pk>/slutar/", seats.end_holding, name="end_holding"),
    # Associations are asked about a vacant seat
    path("platser/<int:pk>/fraga-foreningar/", seat_calls.create, name="create_seat_call"),
    path("fragor-till-foreningar/<int:pk>/", seat_calls.call, name="seat_call"),
    path("fragor-till-foreningar/<int:pk>/avsluta/", seat_calls.close, name="close_seat_call"),
    path("fragor-till-foreningar/svar/<uuid:pk>/", seat_calls.record_answer, name="record_seat_call_answer"),
    path("fragor-till-foreningar/svar/<uuid:pk>/utse/", seat_calls.appoint, name="appoint_from_call"),
    path("till-er-forening/<uuid:pk>/", seat_calls.answer, name="answer_seat_call"),
    path("till-er-forening/lank/<str:token>/", seat_calls.answer_by_link, name="answer_by_link"),
]
