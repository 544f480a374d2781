from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "medverka.demo"
    label = "demo"
