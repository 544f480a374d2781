from django.urls import path

from medverka.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.figures_page, name="figures"),
    path("siffror.csv", views.export_csv, name="export"),
]
