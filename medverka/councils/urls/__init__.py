from medverka.councils.urls import agenda, councils, forum, meetings, minutes, poster

app_name = "councils"
urlpatterns = [
    *councils.urlpatterns,
    *meetings.urlpatterns,
    *agenda.urlpatterns,
    *forum.urlpatterns,
    *minutes.urlpatterns,
    *poster.urlpatterns,
]
