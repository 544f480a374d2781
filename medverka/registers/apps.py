from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "medverka.registers"
    label = "registers"
