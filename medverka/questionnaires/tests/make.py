"""Small questionnaires for the tests, and strategies that make all there can be."""

from decimal import Decimal

from hypothesis import strategies as st

from medverka.questionnaires.document import (
    FACES,
    Condition,
    Kind,
    Option,
    Picture,
    Question,
    Questionnaire,
    Section,
)

LADDER = ("mycket-daligt", "daligt", "varken", "bra", "mycket-bra")


def option(key: str, **more) -> Option:
    return Option(key, {"sv": key.capitalize()}, **more)


def scale(key: str, **more) -> Question:
    steps = (*(option(step) for step in LADDER), option("vet-inte", apart=True))
    return Question(key, Kind.SCALE, {"sv": f"Vad tycker du om {key}?"}, options=steps, **more)


def single(key: str, *options: str, **more) -> Question:
    chosen = tuple(option(one) for one in options or ("ja", "nej"))
    return Question(key, Kind.SINGLE, {"sv": f"{key}?"}, options=chosen, **more)


def multiple(key: str, *options: str, **more) -> Question:
    chosen = tuple(option(one) for one in options or ("a", "b", "c"))
    return Question(key, Kind.MULTIPLE, {"sv": f"{key}?"}, options=chosen, **more)


def number(key: str, **more) -> Question:
    return Question(key, Kind.NUMBER, {"sv": f"Hur många {key}?"}, **more)


def text(key: str, **more) -> Question:
    return Question(key, Kind.TEXT, {"sv": f"{key}?"}, **more)


def matrix(key: str, *rows: str, **more) -> Question:
    return Question(
        key,
        Kind.MATRIX,
        {"sv": f"{key}?"},
        options=tuple(option(step) for step in LADDER),
        rows=tuple(option(row) for row in rows or ("personal", "chefer")),
        **more,
    )


def of(*questions: Question, **more) -> Questionnaire:
    return Questionnaire({"sv": "Enkät"}, sections=(Section("allt", {"sv": "Allt"}, tuple(questions)),), **more)


def in_sections(*sections: tuple[Question, ...], conditions: tuple[Condition | None, ...] = ()) -> Questionnaire:
    padded = (*conditions, *(None for _ in sections))
    made = tuple(
        Section(f"del-{place}", {"sv": f"Del {place}"}, questions, asked_if=padded[place])
        for place, questions in enumerate(sections)
    )
    return Questionnaire({"sv": "Enkät"}, sections=made)


# --- All there can be -------------------------------------------------------------------------

LANGUAGES = ("sv", "sv-x-lattlast", "en", "ar", "so")
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(str.strip)


def texts(required: bool = False) -> st.SearchStrategy:
    whole = st.fixed_dictionaries({"sv": words}, optional=dict.fromkeys(LANGUAGES[1:], words))
    return whole if required else st.one_of(st.just({}), whole)


pictures = st.one_of(
    st.none(),
    st.builds(Picture, icon=st.sampled_from(["smile", "house"]), alt=texts()),
    st.builds(Picture, file=st.just("0f" * 32), alt=texts()),
)
numbers = st.one_of(
    st.none(), st.integers(-999, 999).map(Decimal), st.integers(-999, 999).map(lambda n: Decimal(n) / 8)
)


def options(keys: tuple[str, ...]) -> st.SearchStrategy:
    return st.tuples(
        *(
            st.builds(
                Option,
                key=st.just(key),
                text=texts(True),
                description=texts(),
                face=st.sampled_from(("", *FACES)),
                picture=pictures,
            )
            for key in keys
        )
    )


@st.composite
def questions(draw, key: str, earlier: dict[str, tuple[str, ...]]) -> Question:
    """A question of any kind, perhaps put only to those who answered so and so before."""
    kind = draw(st.sampled_from(list(Kind)))
    keys = tuple(f"o{place}" for place in range(draw(st.integers(2, 6))))
    made = {"key": key, "kind": kind, "text": draw(texts(True)), "help": draw(texts()), "required": draw(st.booleans())}
    if kind not in (Kind.TEXT, Kind.NUMBER):
        made["options"] = draw(options(keys))
    if kind == Kind.SCALE and draw(st.booleans()):
        made["options"] += (Option("vet-inte", {"sv": "Vet inte"}, apart=True),)
    if kind == Kind.MATRIX:
        made["rows"] = draw(options(("r1", "r2")))
    if kind == Kind.MULTIPLE:
        made["at_most"] = draw(st.one_of(st.none(), st.integers(1, len(keys))))
    if kind == Kind.NUMBER:
        made["least"], made["most"], made["unit"] = draw(numbers), draw(numbers), draw(texts())
        if None not in (made["least"], made["most"]) and made["least"] > made["most"]:
            made["least"], made["most"] = made["most"], made["least"]
    if kind == Kind.TEXT:
        made["longest"] = draw(st.integers(1, 3000))
    made["picture"], made["asked_if"] = draw(pictures), draw(conditions(earlier))
    if kind in (Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE):
        earlier[key] = keys
    return Question(**made)


@st.composite
def conditions(draw, earlier: dict[str, tuple[str, ...]]) -> Condition | None:
    if not earlier or draw(st.booleans()):
        return None
    key = draw(st.sampled_from(sorted(earlier)))
    chosen = draw(st.lists(st.sampled_from(earlier[key]), min_size=1, max_size=3, unique=True))
    return Condition(key, tuple(chosen))


@st.composite
def questionnaires(draw, most: int = 6) -> Questionnaire:
    """A finished questionnaire of any kind."""
    earlier: dict[str, tuple[str, ...]] = {}
    sections, number = [], 0
    for place in range(draw(st.integers(1, 3))):
        asked_if = draw(conditions(earlier))
        inside = []
        for _ in range(draw(st.integers(1, most // 2))):
            number += 1
            inside.append(draw(questions(f"f{number}", earlier)))
        sections.append(Section(f"s{place}", draw(texts(True)), tuple(inside), text=draw(texts()), asked_if=asked_if))
    spoken = draw(st.sampled_from([("sv",), ("sv", "en"), LANGUAGES]))
    said = draw(st.dictionaries(st.just("ar"), st.dictionaries(st.sampled_from(["next", "send"]), words)))
    return Questionnaire(draw(texts(True)), spoken, tuple(sections), draw(texts()), draw(texts()), said)


def answers_to(question: Question) -> st.SearchStrategy:
    """Something that could be answered, or nothing."""
    keys = [option.key for option in question.options]
    by_kind = {
        Kind.SCALE: st.sampled_from(keys or [""]),
        Kind.SINGLE: st.sampled_from(keys or [""]),
        Kind.MULTIPLE: st.lists(st.sampled_from(keys or [""]), unique=True),
        Kind.NUMBER: st.integers(-2000, 2000).map(str),
        Kind.TEXT: words,
        Kind.MATRIX: st.dictionaries(
            st.sampled_from([row.key for row in question.rows] or [""]), st.sampled_from(keys or [""])
        ),
    }
    return st.one_of(st.none(), by_kind[question.kind])


@st.composite
def sheets(draw, questionnaire: Questionnaire) -> dict:
    """Somebody's answers, also to what is not asked."""
    given_ = {question.key: draw(answers_to(question)) for question in questionnaire.questions}
    return {key: answer for key, answer in given_.items() if answer}
