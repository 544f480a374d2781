from django.urls import path

from medverka.mappings.views import answering, areas, links, mappings, results

app_name = "mappings"

urlpatterns = [
    path("", mappings.listing, name="list"),
    path("ny/", mappings.new, name="new"),
    path("kod/", links.code, name="code"),
    path("<int:pk>/", mappings.mapping, name="mapping"),
    path("<int:pk>/andra/", mappings.change, name="change"),
    path("<int:pk>/vilka/", mappings.choose, name="choose"),
    path("<int:pk>/ta-bort/", mappings.throw_away, name="throw_away"),
    path("<int:pk>/oppna/", mappings.open_it, name="open"),
    path("<int:pk>/stang/", mappings.close_it, name="close"),
    path("<int:pk>/oppna-igen/", mappings.reopen_it, name="reopen"),
    path("<int:pk>/brev.pdf", mappings.letters_pdf, name="letters_pdf"),
    path("<int:pk>/paminn/", mappings.remind, name="remind"),
    path("<int:pk>/resultat/", results.result, name="result"),
    path("<int:pk>/resultat.svg", results.svg_file, name="result_svg"),
    path("<int:pk>/resultat.png", results.png_file, name="result_png"),
    path("<int:pk>/resultat.csv", results.csv_file, name="result_csv"),
    path("<int:pk>/resultat.xlsx", results.xlsx_file, name="result_xlsx"),
    path("utveckling/", areas.listing, name="areas"),
    path("utveckling/fil/", areas.export, name="areas_csv"),
    path("utveckling/nytt/", areas.new, name="new_area"),
    path("utveckling/<int:pk>/", areas.area, name="area"),
    path("utveckling/<int:pk>/andra/", areas.change, name="change_area"),
    path("utveckling/<int:pk>/hur-det-gar/", areas.move, name="move_area"),
    path("resultat/<slug:slug>/", results.public, name="public"),
    path("svar/<int:pk>/", answering.assessment, name="assessment"),
    path("svar/<int:pk>/lamna-in/", answering.hand_in, name="hand_in"),
    path("svar/<int:pk>/ta-tillbaka/", answering.take_back, name="take_back"),
    path("svar/<int:pk>/rapport.pdf", results.report_file, name="report_pdf"),
    path("svar/<int:pk>/rapport/", results.report, name="report"),
    path("svar/<int:pk>/kontakt/", mappings.contact, name="contact"),
    path("svar/<int:pk>/del/<slug:section>/", answering.fill_in, name="fill_in"),
    path("lank/<str:token>/", links.by_link, name="by_link"),
    path("lank/<str:token>/lamna-in/", links.hand_in_by_link, name="hand_in_by_link"),
    path("lank/<str:token>/ta-tillbaka/", links.take_back_by_link, name="take_back_by_link"),
    path("lank/<str:token>/del/<slug:section>/", links.fill_in_by_link, name="fill_in_by_link"),
]
