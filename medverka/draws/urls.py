from django.urls import path

from medverka.draws.views import own, public, publishing, setting_up, work

app_name = "draws"
urlpatterns = [
    path("", public.public_list, name="public_list"),
    path("kontrollera/verify.py", public.verifier, name="verifier"),
    path("mina/", own.mine, name="mine"),
    path("min/<str:token>/", own.by_link, name="own"),
    path("alla/", setting_up.every, name="list"),
    path("ny/", setting_up.new, name="new"),
    path("<int:pk>/", work.one, name="draw"),
    path("mall/<slug:name>.csv", setting_up.template_file, name="template_file"),
    path("<int:pk>/andra/", setting_up.change, name="change"),
    path("<int:pk>/vilka/", setting_up.people, name="people"),
    path("<int:pk>/spegla/", setting_up.choose_features, name="features"),
    path("<int:pk>/kvoter/", setting_up.quotas, name="quotas"),
    path("<int:pk>/rakna/", work.compute, name="compute"),
    path("<int:pk>/avbryt/", work.stop, name="stop"),
    path("<int:pk>/igen/", work.again, name="again"),
    path("<int:pk>/lattna/", work.relax, name="relax"),
    path("<int:pk>/publicera/", publishing.publish, name="publish"),
    path("<int:pk>/nagra-fa/", publishing.few, name="few"),
    path("<int:pk>/dra/", publishing.draw_now, name="draw_now"),
    path("<int:pk>/avlys/", publishing.call_off, name="call_off"),
    path("<int:pk>/beratta/", publishing.tell, name="tell"),
    path("<int:pk>/brev.pdf", publishing.letters_pdf, name="letters_pdf"),
    path("<int:pk>/postat/", publishing.posted, name="posted"),
    path("<int:pk>/nej/<int:number>/", publishing.said_no, name="said_no"),
    path("<int:pk>/nej/<int:number>/angra/", publishing.undo_no, name="undo_no"),
    path("<int:pk>/lista.csv", publishing.list_csv, name="list_csv"),
    path("<int:pk>/salter.csv", publishing.salts_csv, name="salts_csv"),
    path("<int:pk>/ta-bort/", setting_up.throw_away, name="throw_away"),
    path("<slug:reference>/", public.public, name="public"),
    path("<slug:reference>/underlag.json", public.publication_file, name="publication_file"),
    path("<slug:reference>/dragning.json", public.draw_file, name="draw_file"),
]
