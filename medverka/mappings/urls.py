from django.urls import URLPattern

app_name = "mappings"
urlpatterns: list[URLPattern] = []
