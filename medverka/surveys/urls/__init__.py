from medverka.surveys.urls import answering, building, results, rounds, texts

app_name = "surveys"
urlpatterns = [
    *building.urlpatterns,
    *rounds.urlpatterns,
    *results.urlpatterns,
    *texts.urlpatterns,
    *answering.urlpatterns,  # Last: a round may be called anything that the addresses above are not.
]
