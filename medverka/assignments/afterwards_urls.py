"""Addresses of what is done when an assignment is over."""

from django.urls import path

from medverka.assignments import afterwards_views as views

urlpatterns = [
    path("forfragningar/<uuid:key>/efterat/", views.afterwards, name="afterwards"),
    path("forfragningar/<uuid:key>/efterat/vilka-kom/", views.who_came, name="who_came"),
    path("forfragningar/<uuid:key>/efterat/det-som-sades/", views.voices, name="voices"),
    path("forfragningar/<uuid:key>/efterat/hur-var-det/", views.evaluation, name="evaluation"),
    path("forfragningar/<uuid:key>/efterat/hur-var-det/<int:pk>/", views.evaluation_of, name="evaluation_of"),
    path("inbjudan/<str:token>/efterat/", views.by_link, name="afterwards_by_link"),
    path("uppdrag/<int:pk>/efterat/", views.own, name="own_afterwards"),
]
