from django.urls import path

from medverka.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.start, name="start"),
    path("enkater-och-kartlaggningar/", views.what_was_asked, name="what_was_asked"),
    path("hem/", views.home, name="home"),
    path("idag/", views.today, name="today"),
    path("intressebanken/min-sida/", views.my_page, name="my_page"),
    path("fortsatt/<uuid:form_id>/", views.postponed, name="postponed"),
    path("sok/", views.search, name="search"),
    path("utskick/", views.outbox, name="outbox"),
    path("utskick/<int:mail_id>/igen/", views.send_again, name="send_again"),
]
