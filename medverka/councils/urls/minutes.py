from django.urls import path

from medverka.councils.views import attesting
from medverka.councils.views import minutes as views

urlpatterns = [
    # For everybody
    path("rad/<slug:slug>/moten/<int:pk>/protokoll.pdf", views.public_file, name="public_minutes"),
    # For members and those who lead
    path("moten/<int:pk>/protokoll/", views.minutes, name="minutes"),
    path("moten/<int:pk>/protokoll/borja/", views.start, name="start_minutes"),
    path("moten/<int:pk>/protokoll/protokoll.pdf", views.minutes_file, name="minutes_pdf"),
    path("moten/<int:pk>/protokoll/avsnitt/", views.new_section, name="new_section"),
    path("moten/<int:pk>/protokoll/skicka/", views.send_out, name="send_out_minutes"),
    path("moten/<int:pk>/protokoll/ta-tillbaka/", views.take_back, name="take_back_minutes"),
    path("moten/<int:pk>/protokoll/justering/", views.ask_to_attest, name="ask_to_attest"),
    path("moten/<int:pk>/protokoll/klart/", views.finish_notes, name="finish_notes"),
    path("moten/<int:pk>/protokoll/visa/", views.publish, name="publish_minutes"),
    path("moten/<int:pk>/protokoll/synpunkt/", attesting.comment, name="comment"),
    path("moten/<int:pk>/protokoll/synpunkt/<int:comment_pk>/", attesting.answer_comment, name="answer_comment"),
    path("moten/<int:pk>/protokoll/justera/", attesting.attest, name="attest"),
    path("moten/<int:pk>/protokoll/justera/<int:attestation_pk>/", attesting.attest_on_paper, name="attest_on_paper"),
    path("moten/<int:pk>/protokoll/beslut/", attesting.new_decision, name="new_decision"),
    path("moten/<int:pk>/protokoll/sagt/", attesting.said, name="said"),
    path("moten/avsnitt/<int:pk>/", views.section, name="section"),
    path("moten/avsnitt/<int:pk>/ta-bort/", views.remove_section, name="remove_section"),
    path("moten/beslut/<int:pk>/", attesting.decision, name="decision"),
    path("moten/uppgifter/<int:pk>/klar/", attesting.finish_task, name="finish_task"),
]
