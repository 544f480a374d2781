from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "medverka.reports"
    label = "reports"
