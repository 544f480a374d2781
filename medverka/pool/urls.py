from django.urls import URLPattern, path

from medverka.pool import join_views, own_views, views

app_name = "pool"

joining: list[URLPattern] = [
    path("ga-med/", join_views.join, name="join"),
    path("ga-med/blankett.pdf", join_views.paper_form, name="paper_form"),
    path("ga-med/borja/", join_views.join_start, name="join_start"),
    path("ga-med/granska/", join_views.join_review, name="join_review"),
    path("ga-med/sparat/", join_views.join_later, name="join_later"),
    path("ga-med/fortsatt/", join_views.join_code, name="join_code"),
    path("ga-med/fortsatt/<str:token>/", join_views.join_resume, name="join_resume"),
    path("ga-med/tack/", join_views.join_thanks, name="join_thanks"),
    path("ga-med/<slug:step>/", join_views.join_step, name="join_step"),
    path("ny/", join_views.record, name="record"),
    path("ny/<uuid:draft_id>/granska/", join_views.record_review, name="record_review"),
    path("ny/<uuid:draft_id>/<slug:step>/", join_views.record_step, name="record_step"),
]

own: list[URLPattern] = [
    path("min-sida/profil/", own_views.my_profile, name="my_profile"),
    path("min-sida/uppgifter/", own_views.my_identity, name="my_identity"),
    path("min-sida/verksamheter/", own_views.my_units, name="my_units"),
    path("min-sida/stammer/", own_views.my_confirm, name="my_confirm"),
    path("min-sida/paus/", own_views.my_pause, name="my_pause"),
    path("min-sida/lamna/", own_views.my_leave, name="my_leave"),
    path("min-sida/hamta.json", own_views.my_json, name="my_json"),
    path("min-sida/hamta.pdf", own_views.my_pdf, name="my_pdf"),
    path("konto/<str:token>/", own_views.accept_account, name="accept_account"),
    path("stammer/<str:token>/", own_views.still_right, name="still_right"),
]

urlpatterns = [
    path("", views.contributors, name="contributors"),
    path("hitta/", views.find, name="find"),
    path("fraga/", views.to_confirm, name="to_confirm"),
    path("listor/", views.terms, name="terms"),
    path("listor/<int:pk>/", views.term, name="term"),
    *joining,
    *own,
    path("<slug:reference>/", views.contributor, name="contributor"),
    path("<slug:reference>/dorr/", views.open_door, name="open_door"),
    path("<slug:reference>/dorr/stang/", views.close_door, name="close_door"),
    path("<slug:reference>/profil/", views.profile, name="profile"),
    path("<slug:reference>/uppgifter/", views.identity, name="identity"),
    path("<slug:reference>/verksamheter/", views.units, name="units"),
    path("<slug:reference>/skydd/", views.protection, name="protection"),
    path("<slug:reference>/skydd/avsluta/", views.end_protection, name="end_protection"),
    path("<slug:reference>/kontaktperson/", views.contact_person, name="contact_person"),
    path("<slug:reference>/anteckna/", views.milestone, name="milestone"),
    path("<slug:reference>/konto/", views.account, name="account"),
    path("<slug:reference>/lamna/", views.leave, name="leave"),
    path("<slug:reference>/<slug:verb>/", views.move, name="move"),
]
