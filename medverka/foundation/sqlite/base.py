import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from medverka.foundation.alphabet import sort_key


@lru_cache(maxsize=512)
def _pattern(like: str, escape: str | None) -> re.Pattern[str]:
    """A `LIKE` pattern as a regular expression, blind to case in every alphabet."""
    parts, literal = [], False
    for sign in like:
        if literal or sign not in ("%", "_", escape):
            parts.append(re.escape(sign))
            literal = False
        elif sign == escape:
            literal = True
        else:
            parts.append(".*" if sign == "%" else ".")
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def _like(pattern: Any, value: Any, escape: str | None = None) -> bool | None:
    if pattern is None or value is None:
        return None
    return _pattern(str(pattern), escape).fullmatch(str(value)) is not None


def _compare(left: str, right: str) -> int:
    a, b = sort_key(left), sort_key(right)
    return (a > b) - (a < b)


class DatabaseWrapper(base.DatabaseWrapper):
    """SQLite whose `LIKE` and sorting know the Swedish alphabet."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        file = Path(conn_params["database"])
        if file.is_absolute() and not file.exists():
            file.touch(mode=0o600)  # SQLite gives its companions the same mode.
        connection = super().get_new_connection(conn_params)
        connection.create_function("like", 2, _like, deterministic=True)
        connection.create_function("like", 3, _like, deterministic=True)
        connection.create_collation("sv", _compare)
        return connection
