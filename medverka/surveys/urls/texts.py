from django.urls import URLPattern, path

from medverka.surveys.views import texts

AT = "enkater/<slug:slug>/texter"

urlpatterns: list[URLPattern] = [
    path(f"{AT}/", texts.every, name="texts"),
    path(f"{AT}/manga/", texts.many, name="texts_many"),
    path(f"{AT}/<uuid:pk>/", texts.text, name="text"),
    path(f"{AT}/<uuid:pk>/synpunkt/", texts.to_voice, name="text_to_voice"),
]
