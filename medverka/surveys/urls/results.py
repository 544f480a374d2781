from django.urls import URLPattern, path

from medverka.surveys.views import results

INNER, OUTER = "enkater/<slug:slug>/resultat", "enkat/<slug:slug>/resultat"

urlpatterns: list[URLPattern] = [
    path(f"{INNER}/", results.results, name="results"),
    path(f"{INNER}/rakna/", results.count, name="count"),
    path(f"{INNER}/tar-med-oss/", results.conclude, name="conclude"),
    path(f"{INNER}/fil.<slug:kind>", results.file, name="results_file"),
    path(f"{INNER}/bild/<str:key>.<slug:kind>", results.picture, name="results_picture"),
    path(f"{OUTER}/", results.public_results, name="public_results"),
    path(f"{OUTER}/fil.<slug:kind>", results.public_file, name="public_results_file"),
    path(f"{OUTER}/bild/<str:key>.<slug:kind>", results.public_picture, name="public_results_picture"),
]
