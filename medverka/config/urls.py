"""All addresses. Each app names its own; here they are hung on the county's tree."""

from django.urls import include, path
from django.views.i18n import set_language

urlpatterns = [
    path("", include("medverka.portal.urls")),
    path("", include("medverka.foundation.urls")),
    path("", include("medverka.demo.urls")),
    path("", include("medverka.accounts.urls")),
    path("konto/", include("allauth.account.urls")),
    path("konto/steg/", include("allauth.mfa.urls")),
    path("konto/koppling/", include("allauth.socialaccount.urls")),
    path("konto/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sprak/", set_language, name="set_language"),
    path("organisationer/", include("medverka.organisations.urls")),
    path("intressebanken/", include("medverka.pool.urls")),
    path("", include("medverka.assignments.urls")),
    path("", include("medverka.councils.urls")),
    path("", include("medverka.voices.urls")),
    path("", include("medverka.surveys.urls")),
    path("kartlaggningar/", include("medverka.mappings.urls")),
    path("lottningar/", include("medverka.draws.urls")),
    path("insatser/", include("medverka.contributions.urls")),
    path("register/", include("medverka.registers.urls")),
    path("siffror/", include("medverka.reports.urls")),
    path("journal/", include("medverka.journal.urls")),
]

handler400 = "medverka.foundation.views.bad_request"
handler403 = "medverka.foundation.views.permission_denied"
handler404 = "medverka.foundation.views.page_not_found"
handler500 = "medverka.foundation.views.server_error"
