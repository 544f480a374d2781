from django.urls import path

from medverka.journal import views

app_name = "journal"
urlpatterns = [path("", views.entries, name="entries")]
