from django.urls import URLPattern, path

from medverka.surveys.views import building, building_questions

AT = "enkater/formular"
ONE = f"{AT}/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path(f"{AT}/", building.every, name="questionnaires"),
    path(f"{AT}/nytt/", building.new, name="new_questionnaire"),
    path(f"{ONE}/", building.one, name="questionnaire"),
    path(f"{ONE}/om/", building.about, name="questionnaire_about"),
    path(f"{ONE}/gor/", building_questions.do, name="questionnaire_do"),
    path(f"{ONE}/forhandsvisning/", building.preview, name="questionnaire_preview"),
    path(f"{ONE}/avsnitt/", building_questions.new_section, name="new_section"),
    path(f"{ONE}/avsnitt/<slug:key>/", building_questions.change_section, name="section"),
    path(f"{ONE}/avsnitt/<slug:key>/fraga/", building_questions.choose_kind, name="choose_kind"),
    path(f"{ONE}/avsnitt/<slug:key>/fraga/<slug:kind>/", building_questions.new_question, name="new_question"),
    path(f"{ONE}/avsnitt/<slug:key>/ta-bort/", building_questions.remove_section, name="remove_section"),
    path(f"{ONE}/fraga/<slug:key>/", building_questions.change_question, name="question"),
    path(f"{ONE}/fraga/<slug:key>/ta-bort/", building_questions.remove_question, name="remove_question"),
]
