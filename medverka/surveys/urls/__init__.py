from medverka.surveys.urls import answering, building, results, rounds, texts

app_name = "surveys"
urlpatterns = [
    *answering.urlpatterns,
    *building.urlpatterns,
    *rounds.urlpatterns,
    *results.urlpatterns,
    *texts.urlpatterns,
]
