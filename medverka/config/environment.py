"""Every setting that comes from outside, in one table: ``docs/settings.md`` is made from it.

``read("X")`` gives the value of ``MEDVERKA_X``, or the default that stands here. A name that
is not in the table cannot be read, so that no setting goes undocumented.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Setting:
    """One ``MEDVERKA_…`` variable: its name without the prefix, default and meaning."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("DATA_DIR", "var", "Folder for the database, keys, files and mail of a small installation."),
    Setting("DEMO", "0", "1 opens the demo county: anyone may step into any person of the cast."),
    Setting("DATABASE_URL", "", "postgres://user:password@host:port/name. Empty: SQLite in the data folder."),
    Setting("SECRET_KEY", "", "Signs sessions and links. Empty: made once and kept in the data folder."),
    Setting("DATA_KEYS", "", "Data keys as JSON {id: base64 of 32 bytes}; the first one encrypts. Empty: a file in the data folder."),
    Setting("BASE_URL", "http://127.0.0.1:8000", "The address people use; links in mail and letters begin with it."),
    Setting("ALLOWED_HOSTS", "", "Extra host names, separated by commas. The host of BASE_URL is always allowed."),
    Setting("TRUSTED_PROXIES", "0", "Number of proxies in front that set X-Forwarded-For and X-Forwarded-Proto."),
    Setting("SMTP_URL", "", "smtp://user:password@host:port, smtps:// or smtp+starttls://. Empty: mail becomes files."),
    Setting("MAIL_FROM", "Medverka <medverka@exempel.invalid>", "Sender of all mail."),
    Setting("OIDC", "", "OpenID Connect provider as JSON: {name, server_url, client_id, secret}. Empty: none."),
    Setting("LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR. Logs go to standard error."),
    Setting("WORKERS", "1", "Web server processes."),
)  # fmt: skip

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str) -> str:
    """The value of ``MEDVERKA_<name>``; ``KeyError`` for a setting that the table does not have."""
    return os.environ.get(f"MEDVERKA_{name}", _BY_NAME[name].default)


def unknown_settings(environ: Mapping[str, str]) -> list[str]:
    """``MEDVERKA_…`` variables that mean nothing here, most likely misspelt."""
    known = {f"MEDVERKA_{name}" for name in _BY_NAME} | {"MEDVERKA_TEST_POSTGRES_URL"}
    return sorted(name for name in environ if name.startswith("MEDVERKA_") and name not in known)


def database(url: str, data_dir: Path) -> dict[str, Any]:
    """Django's description of the database at ``url``; SQLite in ``data_dir`` where it is empty."""
    if not url:
        return {
            "ENGINE": "medverka.foundation.sqlite",
            "NAME": data_dir / "medverka.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 60,  # A large register holds the only writer for ten seconds or twenty; others wait, and lose nothing.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("MEDVERKA_DATABASE_URL must begin with postgres:// (or be empty, for SQLite).")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "medverka",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def smtp(url: str) -> dict[str, Any]:
    """Django's e-mail settings for an SMTP address; no entries where it is empty."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+starttls"} or not parts.hostname:
        raise ValueError("MEDVERKA_SMTP_URL must look like smtp://user:password@host:port.")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+starttls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
    }


def openid_providers(value: str) -> dict[str, Any]:
    """django-allauth's description of the OpenID Connect provider; none where the setting is empty.

    The provider must be reached by https (its answers are trusted for that), or stand on this machine.
    """
    if not value:
        return {}
    given = json.loads(value)
    parts = urlsplit(given["server_url"])
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise ValueError("The server_url in MEDVERKA_OIDC must begin with https://.")
    app = {
        "provider_id": "county",
        "name": given["name"],
        "client_id": given["client_id"],
        "secret": given["secret"],
        "settings": {"server_url": given["server_url"]},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def kept_secret(path: Path, make: Any = lambda: secrets.token_urlsafe(48)) -> str:
    """The secret in the file ``path``; made and written (readable by its owner alone) the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        try:
            os.link(draft, path)  # The first process wins; the others read what it wrote.
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def data_keys(value: str, data_dir: Path) -> dict[str, str]:
    """Data keys by id, newest first; from the setting, or the key file of the data folder."""
    from base64 import b64encode

    def first_key() -> str:
        return json.dumps({"k1": b64encode(secrets.token_bytes(32)).decode()})

    keys = json.loads(value or kept_secret(data_dir / "keys.json", first_key))
    if not isinstance(keys, dict) or not keys:
        raise ValueError("MEDVERKA_DATA_KEYS must be a JSON object with at least one key.")
    return keys
