from django.urls import path

from medverka.registers import views

app_name = "registers"
urlpatterns = [
    path("", views.start, name="start"),
    path("<uuid:pk>/", views.one, name="one"),
    path("<uuid:pk>/kolumner/", views.columns, name="columns"),
    path("<uuid:pk>/ord/", views.words, name="words"),
    path("<uuid:pk>/dubbletter/", views.merges, name="merges"),
    path("<uuid:pk>/anmarkningar/", views.problems, name="problems"),
    path("<uuid:pk>/rader.xlsx", views.rejected, name="rejected"),
    path("<uuid:pk>/igen/", views.again, name="again"),
    path("<uuid:pk>/ta-bort/", views.discard, name="discard"),
]
