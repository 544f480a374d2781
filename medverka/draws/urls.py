from django.urls import path

from medverka.draws.views import setting_up, work

app_name = "draws"
urlpatterns = [
    path("alla/", setting_up.every, name="list"),
    path("ny/", setting_up.new, name="new"),
    path("<int:pk>/", work.one, name="draw"),
    path("<int:pk>/andra/", setting_up.change, name="change"),
    path("<int:pk>/vilka/", setting_up.people, name="people"),
    path("<int:pk>/spegla/", setting_up.choose_features, name="features"),
    path("<int:pk>/kvoter/", setting_up.quotas, name="quotas"),
    path("<int:pk>/rakna/", work.compute, name="compute"),
    path("<int:pk>/avbryt/", work.stop, name="stop"),
    path("<int:pk>/igen/", work.again, name="again"),
    path("<int:pk>/lattna/", work.relax, name="relax"),
    path("<int:pk>/kasta/", setting_up.throw_away, name="throw_away"),
]
