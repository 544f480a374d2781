"""Finds in the source every verb that is journalled, whatever the writing function is called where it is used."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import medverka

PACKAGE = Path(medverka.__file__).parent
PLACE_OF_VERB = {"record": 1, "Event": 0}


@dataclass(frozen=True)
class Written:
    """One place where something is journalled: where, which verbs it may be, and the kind of thing where it is spelt out."""

    where: str
    verbs: frozenset[str]
    kind: str = ""


def everywhere() -> Iterator[Written]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts and path.parent != PACKAGE / "journal":
            yield from in_module(path.read_text(), str(path.relative_to(PACKAGE)))


def in_module(source: str, name: str) -> Iterator[Written]:
    if "medverka.journal.actions" not in source:  # Most files, and reading is slow.
        return
    tree = ast.parse(source)
    called = {
        alias.asname or alias.name: PLACE_OF_VERB[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "medverka.journal.actions"
        for alias in node.names
        if alias.name in PLACE_OF_VERB
    }
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            for call in ast.walk(scope):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in called:
                    place = called[call.func.id]
                    verbs = frozenset(_texts(_argument(call, place, "verb"), scope))
                    kind = next(iter(_texts(_argument(call, 2 if place else 1, "subject"), scope)), "")
                    yield Written(f"{name}:{call.lineno}", verbs, kind.partition(":")[0] if ":" in kind else "")


def _argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return named[0] if named else call.args[place] if len(call.args) > place else None


def _texts(node: ast.expr | None, scope: ast.FunctionDef) -> Iterator[str]:
    """The texts that an expression can be: spelt out, one of two, begun (f"kind:…"), or a name given one of these."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, scope)
        yield from _texts(node.orelse, scope)
    elif isinstance(node, ast.JoinedStr):
        yield from _texts(node.values[0], scope)
    elif isinstance(node, ast.Name):
        for given in ast.walk(scope):
            if isinstance(given, ast.Assign) and any(
                isinstance(target, ast.Name) and target.id == node.id for target in given.targets
            ):
                yield from _texts(given.value, scope)
