from django.urls import path

from medverka.contributions import views

app_name = "contributions"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("ny/", views.new, name="new"),
    path("<int:pk>/", views.contribution, name="contribution"),
    path("<int:pk>/ta-bort/", views.remove, name="remove"),
]
