from django.urls import path

from medverka.accounts import views

app_name = "accounts"
urlpatterns = [
    path("konto/", views.account, name="account"),
    path("konto/namn/", views.change_name, name="change_name"),
    path("konto/logga-ut-overallt/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("konto/tva-steg/", views.second_step, name="second_step"),
    path("konto/tva-steg/visa/", views.show_second_step, name="show_second_step"),
    path("medarbetare/", views.staff, name="staff"),
    path("medarbetare/bjud-in/", views.choose_role, name="choose_role"),
    path("medarbetare/bjud-in/<slug:role>/", views.invite, name="invite"),
    path("medarbetare/<int:pk>/", views.person, name="person"),
    path("medarbetare/<int:pk>/ny-telefon/", views.remove_second_factor, name="remove_second_factor"),
    path("medarbetare/roller/<int:pk>/", views.end_role, name="end_role"),
    path("medarbetare/inbjudningar/<int:pk>/skicka-om/", views.resend, name="resend"),
    path("medarbetare/inbjudningar/<int:pk>/ta-tillbaka/", views.withdraw, name="withdraw"),
    path("inbjuden/<str:token>/", views.invited, name="invited"),
    path("forsta-start/", views.first_start, name="first_run"),
]
