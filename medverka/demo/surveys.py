"""The surveys of Exempellän: the follow-up in two autumns, group beside group; the user movement's one question; one that is open now.

How many there were in each group of the first follow-up is as one county had it; what they answered is made up.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from medverka.demo.stage import Stage, Story
from medverka.demo.survey_answers import FOLLOW_UPS, MOVEMENT, AnswersOf, FollowUp
from medverka.foundation import clock
from medverka.questionnaires.answering import clean
from medverka.questionnaires.document import Kind, Question, Questionnaire
from medverka.questionnaires.files import load
from medverka.surveys import bank, drafts, jobs
from medverka.surveys.actions import answering, asking, concluding, counting, questionnaires, reviewing, rounds
from medverka.surveys.models import Asking, FreeText, Group, Round, Version
from medverka.surveys.tickets import Invitee

THREE_WEEKS = timedelta(days=21)
Sheet = dict[str, Any]


def stories(stage: Stage, today: date) -> Iterator[tuple[date, Story]]:
    """Each round from its first day."""
    kept: dict[str, Version] = {}
    for follow_up in FOLLOW_UPS:
        yield follow_up.opens_on, _follow_up(stage, follow_up, kept)
    yield date(2019, 11, 4), _movement(stage)
    yield today - timedelta(days=9), _open_now(stage)


def _follow_up(stage: Stage, plan: FollowUp, kept: dict[str, Version]) -> Story:
    """Officials and contributors are asked in the same weeks, each with questions of their own; then it is counted and reviewed."""
    officials, contributors = (_questionnaire(stage, key, kept) for key in ("tjanstepersoner", "medverkande"))
    one = rounds.make_round(
        by=stage.karin, title=plan.title, slug=plan.slug, version=officials, opens_on=plan.opens_on,
        closes_on=plan.opens_on + THREE_WEEKS, follows=Round.objects.filter(slug=plan.follows).first(), results_are_public=True,
    )  # fmt: skip
    there = {group.key: group for group in one.groups.all()}
    for key, name, asked, _answers in plan.groups:
        if key in there:
            rounds.change_group(there[key], by=stage.karin, asked=asked)
        else:
            version = contributors if key == "medverkande" else None
            _group(stage, one, key, name, version=version, asked=asked)
    rounds.open_round(one, by=stage.karin)
    yield plan.opens_on + timedelta(days=8)
    answers = {key: answers for key, _name, _asked, answers in plan.groups}
    for group in one.groups.all():
        _answer(stage, group, answers[group.key])
    yield plan.opens_on + THREE_WEEKS + timedelta(days=3)
    _count(stage, one)
    _review(stage, one, plan.quotes)
    if plan.conclusions:
        concluding.conclude(one, by=stage.karin, conclusions=plan.conclusions, before="")


def _movement(stage: Stage) -> Story:
    """One question to the associations, answered in their own words."""
    version = _questionnaire(stage, "brukarrorelsen", {})
    one = rounds.make_round(
        by=stage.karin, title="En fråga till brukarrörelsen", slug="brukarrorelsen-2019", version=version,
        opens_on=clock.today(), closes_on=clock.today() + THREE_WEEKS, results_are_public=True,
    )  # fmt: skip
    group = _group(stage, one, "foreningar", "Brukar- och anhörigföreningar", asked=20)
    rounds.open_round(one, by=stage.karin)
    yield clock.today() + timedelta(days=5)
    _answer(stage, group, AnswersOf(len(MOVEMENT), texts={"samordnarens-bidrag": MOVEMENT}))
    yield clock.today() + THREE_WEEKS
    _count(stage, one)
    _review(stage, one, MOVEMENT[:6])


def _open_now(stage: Stage) -> Story:
    """After a meeting: some have answered by the open link, others have a ticket and have not."""
    version = _questionnaire(stage, "motesdeltagare", {})
    one = rounds.make_round(
        by=stage.karin, title="Efter mötena i höst", slug="efter-motena", version=version,
        opens_on=clock.today(), closes_on=clock.today() + timedelta(days=30),
    )  # fmt: skip
    hall = _group(stage, one, "i-salen", "De som var i salen", asked=40)
    invited = _group(stage, one, "inbjudna", "Inbjudna från föreningarna", has_open_link=False)
    people = [Invitee(name=f"Ombud {number}", email=f"ombud{number}@exempel.invalid") for number in range(1, 13)]
    asking.ask(invited, by=stage.karin, source=Asking.Source.LIST, people=people)
    rounds.open_round(one, by=stage.karin)
    yield clock.today() + timedelta(days=2)
    good = {"motet": (0, 1, 2, 5, 3), "fick-saga": (1, 4, 6), "lyssnade": (0, 3, 8), "tryggt": (0, 2, 9)}
    _answer(stage, hall, AnswersOf(11, good))
    for ticket in invited.tickets.all()[:4]:
        answering.hand_in(invited, {"motet": "bra", "fick-saga": "ja"}, ticket=ticket)


def _questionnaire(stage: Stage, key: str, kept: dict[str, Version]) -> Version:
    """One of the bank's, the same version for all who are asked it."""
    if key not in kept:
        document = bank.questionnaire(key)
        made = questionnaires.make(document, by=stage.karin, name=document.title["sv"])
        kept[key] = made.versions.get()
    return kept[key]


def _group(stage: Stage, one: Round, key: str, name: str, **values: Any) -> Group:
    return rounds.add_group(one, by=stage.karin, key=key, name=name, **values)


def _answer(stage: Stage, group: Group, answers: AnswersOf) -> None:
    """Everybody in a group answers, each by a link of their own making."""
    questionnaire = load(group.asks.content)
    for typed in _sheets(stage, questionnaire, answers):
        sheet, _problems = clean(questionnaire, typed)
        answering.hand_in(group, sheet, draft=drafts.begin(group, typed))


def _sheets(stage: Stage, questionnaire: Questionnaire, answers: AnswersOf) -> list[Sheet]:
    """So many sheets, which together hold just the counts that are told of each question, in no order."""
    sheets: list[Sheet] = [{} for _sheet in range(answers.n)]
    for question in questionnaire.questions:
        if question.kind == Kind.MATRIX:
            for row in question.rows:
                counts = answers.counts.get(f"{question.key}.{row.key}", ())
                for sheet, step in _dealt(stage, sheets, _options(question, counts)):
                    sheet.setdefault(question.key, {})[row.key] = step
        elif question.kind == Kind.MULTIPLE:
            for option, count in zip(question.options, answers.counts.get(question.key, ()), strict=False):
                for sheet, key in _dealt(stage, sheets, [option.key] * count):
                    sheet.setdefault(question.key, []).append(key)
        else:
            able = [sheet for sheet in sheets if _is_put(question, sheet)]
            for sheet, answer in _dealt(stage, able, _single(question, answers)):
                sheet[question.key] = answer
    return sheets


def _single(question: Question, answers: AnswersOf) -> Sequence[str]:
    """What is answered to a question that takes one answer each."""
    if question.kind == Kind.NUMBER:
        return [str(number) for number in answers.numbers.get(question.key, ())]
    if question.kind == Kind.TEXT:
        return answers.texts.get(question.key, ())
    return _options(question, answers.counts.get(question.key, ()))


def _options(question: Question, counts: Sequence[int]) -> list[str]:
    return [option.key for option, count in zip(question.options, counts, strict=False) for _one in range(count)]


def _is_put(question: Question, sheet: Sheet) -> bool:
    return question.asked_if is None or sheet.get(question.asked_if.question) in question.asked_if.options


def _dealt(stage: Stage, sheets: Sequence[Sheet], answers: Sequence[str]) -> Iterator[tuple[Sheet, str]]:
    """The answers, each to a sheet by lot."""
    return zip(stage.chance.sample(sheets, len(sheets)), answers, strict=False)


def _count(stage: Stage, one: Round) -> None:
    one.refresh_from_db()
    if one.state == Round.State.OPEN:
        rounds.close_round(one, by=stage.karin)
    counting.begin(one, by=stage.karin)
    jobs.count(one.pk)
    one.refresh_from_db()


def _review(stage: Stage, one: Round, quotes: Sequence[str]) -> None:
    """All that was written is read; some of it is chosen."""
    for text in FreeText.objects.filter(group__round=one):
        state = FreeText.State.CHOSEN if text.text in quotes else FreeText.State.READ
        reviewing.review(text, by=stage.karin, shown=text.text, themes=(), state=state, before=reviewing.seen(text))
