from django.urls import path

from medverka.surveys.views import answering, by_code, gallery

urlpatterns = [
    path("komponenter/svarsfalt/", gallery.answer_fields, name="gallery"),
    path("enkat/kod/", by_code.code, name="code"),
    path("enkat/sprak/", answering.choose_language, name="language"),
    path("enkat/svara/<str:token>/", answering.by_link, name="by_link"),
    path("enkat/svara/<str:token>/<int:number>/", answering.section, name="answer_section"),
    path("enkat/svara/<str:token>/las-igenom/", answering.check, name="check"),
    path("enkat/svara/<str:token>/lamna/", answering.leave, name="leave"),
    path("enkat/svara/<str:token>/sparat/", answering.saved, name="saved"),
    path("enkat/<slug:slug>/", answering.choose_group, name="choose_group"),
    path("enkat/<slug:slug>/<slug:key>/", answering.open_link, name="open_link"),
    path("enkat/<slug:slug>/<slug:key>/tack/", answering.thanks, name="thanks"),
    path("enkat/<slug:slug>/<slug:key>/surfplatta/", answering.tablet, name="tablet"),
    path("enkat/<slug:slug>/<slug:key>/surfplatta/tack/", answering.tablet_thanks, name="tablet_thanks"),
]
