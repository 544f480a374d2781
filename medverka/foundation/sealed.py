"""Columns that are ciphertext in the database and plain on the instance: `SealedTextField`, `SealedEmailField`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.signing import JSONSerializer
from django.db import models
from django.db.models.functions import Cast

from medverka.foundation import crypto


@dataclass(frozen=True)
class Sealed:
    """A value as it stands in the database; opened when first read."""

    value: str


def _dashed(key: str) -> str:
    """A UUID as it is written: SQLite keeps its 32 digits alone."""
    return key if len(key) != 32 else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


class _Opening:
    """The attribute: opens what the database gave, with the row it stands in."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, Sealed):
            value = crypto.unseal(value.value, self.field.place(instance))
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: str | Sealed | None) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):  # type: ignore[type-arg]
    """Text sealed for its table, column and row. The row's key must be known before it is saved (a UUID).

    The empty text is kept as it is. `QuerySet.update()` refuses plain text, for it cannot know the row.
    """

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opening(self))

    def place(self, instance: models.Model) -> str:
        return self._place(instance.pk)

    def _place(self, key: object) -> str:
        return f"{self.model._meta.db_table}:{self.column}:{key}"

    def seal(self, text: str, key: object) -> Sealed | str:
        """A text for the row with this key, for whoever writes many rows without making instances."""
        return Sealed(crypto.seal(text, self._place(key))) if text else text

    def unseal(self, value: Sealed | str, key: object) -> str:
        """What ``values_list`` gave of the row with this key."""
        return crypto.unseal(value.value, self._place(key)) if isinstance(value, Sealed) else value

    def unseal_all(self, rows: models.QuerySet[Any]) -> Iterator[str]:
        """What stands in this column in very many rows whose key is a UUID, some thousands at a time; empty ones are left out."""
        key: Any = self.model._meta.pk
        plain: Any = {
            "sealed_key": Cast(key.column, models.CharField()),
            "sealed_text": Cast(self.attname, models.TextField()),
        }
        found = rows.order_by().annotate(**plain).values_list("sealed_key", "sealed_text").iterator(chunk_size=5000)
        sealed = ((_dashed(pk), text) for pk, text in found if text)
        return crypto.unseal_many(sealed, f"{self.model._meta.db_table}:{self.column}")

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | str | None:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__[self.attname]
        if isinstance(value, str) and value:
            return Sealed(crypto.seal(value, self.place(model_instance)))
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, Sealed):
            return value.value
        if value:
            raise TypeError("Plain text must not reach a sealed column; save the instance instead.")
        return value

    def get_prep_value(self, value: Any) -> Any:
        return value


class SealedEmailField(models.EmailField):  # type: ignore[type-arg]
    """An address in lower case, sealed alike each time, so that it is found by its whole: ``=``, ``in`` and unique work.

    It is not bound to its row (ADR 0011). Any other look-up would compare ciphertext and is refused.
    To migrations it is the text column that it is in the database.
    """

    LOOKUPS = {"exact", "in", "isnull"}

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}:{self.column}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return crypto.unseal_alike(value, self.place) if value else value

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return crypto.seal_alike(text.strip().lower(), self.place) if text else text

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in self.LOOKUPS else None

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


class SealedSessions:
    """Turns sessions to bytes and back, sealed: they tell who is signed in, by which address, on the way to what."""

    PLACE = "django_session:session_data"

    def dumps(self, session: dict[str, Any]) -> bytes:
        return crypto.seal_bytes(JSONSerializer().dumps(session), self.PLACE)

    def loads(self, data: bytes) -> Any:
        return JSONSerializer().loads(crypto.unseal_bytes(data, self.PLACE))
