from django.urls import path

from medverka.assignments import (
    afterwards_urls,
    asking_views,
    draft_views,
    invitation_views,
    letter_views,
    request_views,
)

app_name = "assignments"
urlpatterns = [
    # Making a request
    path("forfragan/", draft_views.public_request, name="public_request"),
    path("forfragan/fortsatt/<str:token>/", draft_views.resume, name="resume"),
    path("forfragan/bekrafta/<str:token>/", draft_views.confirm, name="confirm"),
    path("forfragan/lage/<str:token>/", request_views.status_by_link, name="status_by_link"),
    path("forfragan/<uuid:key>/granska/", draft_views.review, name="review"),
    path("forfragan/<uuid:key>/sparad/", draft_views.saved, name="saved"),
    path("forfragan/<uuid:key>/skickad/", draft_views.sent, name="sent"),
    path("forfragan/<uuid:key>/<slug:step>/", draft_views.step, name="step"),
    # Handling and following it
    path("forfragningar/", request_views.requests, name="requests"),
    path("forfragningar/brev-och-samtal/", letter_views.tellings, name="tellings"),
    path("forfragningar/brev-och-samtal/brev.pdf", letter_views.letters_pdf, name="letters_pdf"),
    path("forfragningar/brev-och-samtal/<int:pk>/gjort/", letter_views.told, name="told"),
    path("forfragningar/<uuid:key>/", request_views.request, name="request"),
    path("forfragningar/<uuid:key>/andra/", request_views.change, name="change"),
    path("forfragningar/<uuid:key>/bjud-in/", asking_views.invite, name="invite"),
    path("forfragningar/<uuid:key>/varfor-inte/", asking_views.why_not, name="why_not"),
    path("forfragningar/<uuid:key>/uppdragsbeskrivning/", request_views.terms, name="terms"),
    path("forfragningar/<uuid:key>/person/<int:pk>/", invitation_views.invitation, name="invitation"),
    path("forfragningar/<uuid:key>/gor/<slug:verb>/", request_views.verb, name="verb"),
    # Answering an invitation
    path("inbjudan/<str:token>/", invitation_views.by_link, name="by_link"),
    path("inbjudan/<str:token>/<str:name>", invitation_views.file_by_link, name="file_by_link"),
    path("kod/", invitation_views.code, name="code"),
    path("uppdrag/", invitation_views.mine, name="mine"),
    path("uppdrag/<int:pk>/", invitation_views.assignment, name="assignment"),
    path("uppdrag/<int:pk>/<str:name>", invitation_views.file, name="file"),
]
urlpatterns += afterwards_urls.urlpatterns
