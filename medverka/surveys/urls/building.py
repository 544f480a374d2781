from django.urls import URLPattern, path

from medverka.surveys.views import (
    building,
    building_bank,
    building_conditions,
    building_languages,
    building_pictures,
    building_preview,
    building_questions,
    building_versions,
)

AT = "enkater/formular"
ONE = f"{AT}/<slug:slug>"
QUESTION = f"{ONE}/fraga/<slug:key>"
SECTION = f"{ONE}/avsnitt/<slug:key>"

urlpatterns: list[URLPattern] = [
    path("enkatbild/<slug:digest>/", building_pictures.image, name="image"),
    path(f"{AT}/", building.every, name="questionnaires"),
    path(f"{AT}/nytt/", building.new, name="new_questionnaire"),
    path(f"{AT}/nytt/fil/", building_versions.from_file, name="questionnaire_from_file"),
    path(f"{ONE}/", building.one, name="questionnaire"),
    path(f"{ONE}/om/", building.about, name="questionnaire_about"),
    path(f"{ONE}/gor/", building_questions.do, name="questionnaire_do"),
    path(f"{ONE}/forhandsvisning/", building_preview.preview, name="questionnaire_preview"),
    path(f"{ONE}/forhandsvisning/mobil/", building_preview.on_a_phone, name="preview_phone"),
    path(f"{ONE}/forhandsvisning/ram/", building_preview.in_the_frame, name="preview_frame"),
    path(f"{ONE}/sprak/", building_languages.languages, name="questionnaire_languages"),
    path(f"{ONE}/sprak/<slug:tag>/", building_languages.translation, name="translation"),
    path(f"{ONE}/sprak/<slug:tag>/ta-bort/", building_languages.remove_language, name="remove_language"),
    path(f"{ONE}/versioner/", building_versions.versions, name="questionnaire_versions"),
    path(f"{ONE}/versioner/jamfor/", building_versions.compare, name="compare_versions"),
    path(f"{ONE}/versioner/slang/", building_versions.drop_version, name="drop_version"),
    path(f"{ONE}/versioner/<int:number>/", building_versions.version, name="questionnaire_version"),
    path(f"{ONE}/versioner/<int:number>/fil.json", building_versions.as_file, name="questionnaire_file"),
    path(f"{ONE}/ta-bort/", building_versions.put_away, name="put_away_questionnaire"),
    path(f"{ONE}/ta-fram/", building_versions.take_back, name="take_back_questionnaire"),
    path(f"{ONE}/avsnitt/", building_questions.new_section, name="new_section"),
    path(f"{SECTION}/", building_questions.change_section, name="section_words"),
    path(f"{SECTION}/villkor/", building_conditions.section_condition, name="section_condition"),
    path(f"{SECTION}/fragebanken/", building_bank.take_from_bank, name="take_from_bank"),
    path(f"{SECTION}/fraga/", building_questions.choose_kind, name="choose_kind"),
    path(f"{SECTION}/fraga/<slug:kind>/", building_questions.new_question, name="new_question"),
    path(f"{SECTION}/ta-bort/", building_questions.remove_section, name="remove_section"),
    path(f"{QUESTION}/", building_questions.change_question, name="question"),
    path(f"{QUESTION}/villkor/", building_conditions.question_condition, name="question_condition"),
    path(f"{QUESTION}/bild/", building_pictures.question_picture, name="question_picture"),
    path(f"{QUESTION}/bild/<slug:option>/", building_pictures.option_picture, name="option_picture"),
    path(f"{QUESTION}/ta-bort/", building_questions.remove_question, name="remove_question"),
]
