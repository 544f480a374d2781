from django.urls import path

from medverka.reports import views
from medverka.reports.compilation import views as compilation

app_name = "reports"
urlpatterns = [
    path("", views.figures_page, name="figures"),
    path("siffror.csv", views.export_csv, name="export"),
    path("sammanstallning/", compilation.page, name="compilation"),
    path("sammanstallning/sammanstallning.pdf", compilation.file, {"form": "pdf"}, name="compilation_pdf"),
    path("sammanstallning/sammanstallning.csv", compilation.file, {"form": "csv"}, name="compilation_csv"),
    path("sammanstallning/sammanstallning.xlsx", compilation.file, {"form": "xlsx"}, name="compilation_xlsx"),
]
