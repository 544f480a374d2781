from django.urls import path

from medverka.foundation import views

urlpatterns = [path("komponenter/", views.gallery, name="gallery")]
