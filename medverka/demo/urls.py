from django.urls import path

from medverka.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.cast, name="cast"),
    path("demo/kliv-in/<int:user_id>/", views.step_into, name="step_into"),
    path("demo/brevladan/", views.mailbox, name="mailbox"),
    path("demo/brevladan/<slug:name>/", views.letter, name="letter"),
]
