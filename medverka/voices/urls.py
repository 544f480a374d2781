from django.urls import path

from medverka.voices import telling_views, views

app_name = "voices"
urlpatterns = [
    path("ni-sa-vi-gjorde/", views.public_page, name="public"),
    path("svar/<str:token>/", views.told, name="told"),
    path("synpunkter/", views.listing, name="list"),
    path("synpunkter/mina/", views.mine, name="mine"),
    path("synpunkter/beratta/", telling_views.to_tell, name="to_tell"),
    path("synpunkter/beratta/brev/", telling_views.letters, name="letters"),
    path("synpunkter/beratta/klart/", telling_views.done, name="done"),
    path("synpunkter/paminn/<slug:kind>/<int:origin_id>/", telling_views.remind, name="remind"),
    path("synpunkter/<int:pk>/", views.voice, name="voice"),
    path("synpunkter/<int:pk>/svara/", views.answer, name="answer"),
    path("synpunkter/<int:pk>/ratta-svaret/", views.correct_answer, name="correct_answer"),
    path("synpunkter/<int:pk>/det-ledde-till/", views.effect, name="effect"),
    path("synpunkter/<int:pk>/visa/", views.publish, name="publish"),
    path("synpunkter/<int:pk>/andra/", views.correct, name="correct"),
    path("synpunkter/<int:pk>/ta-bort/", views.remove, name="remove"),
    path("synpunkter/<int:pk>/vem-svarar/", views.owner, name="owner"),
]
