from django.urls import path

from medverka.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.organisations, name="organisations"),
    path("ny/<slug:kind>/", views.create, name="create"),
    path("lanet/", views.county, name="county"),
    path("delregioner/", views.sub_areas, name="sub_areas"),
    path("delregioner/ny/", views.create_sub_area, name="create_sub_area"),
    path("delregioner/<int:pk>/", views.sub_area, name="sub_area"),
    path("delregioner/<int:pk>/ta-bort/", views.remove_sub_area, name="remove_sub_area"),
    path("kontaktpersoner/<int:pk>/", views.contact, name="contact"),
    path("kontaktpersoner/<int:pk>/avsluta/", views.end_contact, name="end_contact"),
    path("<int:pk>/", views.organisation, name="organisation"),
    path("<int:pk>/andra/", views.change, name="change"),
    path("<int:pk>/flytta/", views.move, name="move"),
    path("<int:pk>/kontaktpersoner/ny/", views.add_contact, name="add_contact"),
]
