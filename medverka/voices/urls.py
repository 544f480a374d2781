from django.urls import path

from medverka.voices import further_views, link_views, telling_views, views

app_name = "voices"
urlpatterns = [
    path("ni-sa-vi-gjorde/", views.public_page, name="public"),
    path("svar/<str:token>/", views.told, name="told"),
    path("svara/mejl/<str:token>/", link_views.by_link, name="by_link"),
    path("svara/mejl/<str:token>/<int:pk>/", link_views.answer_by_link, name="answer_by_link"),
    path("svara/mejl/<str:token>/<int:pk>/det-ledde-till/", link_views.effect_by_link, name="effect_by_link"),
    path("synpunkter/", views.listing, name="list"),
    path("synpunkter/fil/", views.export, name="export"),
    path("synpunkter/teman/", further_views.themes, name="themes"),
    path("synpunkter/teman/<int:pk>/", further_views.theme, name="theme"),
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
    path("synpunkter/<int:pk>/teman/", further_views.sort, name="sort"),
    path("synpunkter/<int:pk>/ta-bort-namn/", further_views.mask, name="mask"),
    path("synpunkter/<int:pk>/lamna-vidare/", further_views.escalate, name="escalate"),
]
