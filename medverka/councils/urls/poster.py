from django.urls import path

from medverka.councils.views import poster as views

urlpatterns = [
    path("rad-och-forum/<int:pk>/affisch/", views.poster, name="poster"),
    path("rad-och-forum/<int:pk>/affisch/affisch.pdf", views.poster_pdf, name="poster_pdf"),
]
