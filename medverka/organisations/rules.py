"""What may stand under what: no database."""

REGION, MUNICIPALITY, UNIT, ASSOCIATION, BODY = "region", "municipality", "unit", "association", "body"

SMALLEST_SMALL_GROUP = 3

PARENTS: dict[str, frozenset[str | None]] = {
    REGION: frozenset({None}),
    MUNICIPALITY: frozenset({None}),
    UNIT: frozenset({REGION, MUNICIPALITY, UNIT, BODY}),
    ASSOCIATION: frozenset({None, ASSOCIATION}),
    BODY: frozenset({None}),
}


def may_stand_under(kind: str, parent_kind: str | None) -> bool:
    """Whether an organisation of `kind` may belong to one of `parent_kind` (None: stand by itself)."""
    return parent_kind in PARENTS[kind]


def kinds_under(parent_kind: str | None) -> list[str]:
    """What may be made under an organisation of a kind, or at the top."""
    return [kind for kind in PARENTS if may_stand_under(kind, parent_kind)]
