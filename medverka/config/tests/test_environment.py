import json
import re
import stat
from pathlib import Path

import pytest

from medverka.config import environment

ROOT = Path(__file__).resolve().parents[3]


def test_every_setting_that_the_code_reads_stands_in_the_table():
    sources = "".join(path.read_text() for path in ROOT.glob("medverka/**/*.py") if "tests" not in path.parts)
    read = set(re.findall(r'environment\.read\("(\w+)"\)', sources))
    named = set(re.findall(r"MEDVERKA_([A-Z][A-Z_]*[A-Z])\b", sources))
    known = {setting.name for setting in environment.SETTINGS}
    assert read <= known
    assert named - {"TEST_POSTGRES_URL"} <= known


def test_a_setting_that_is_not_in_the_table_cannot_be_read():
    with pytest.raises(KeyError):
        environment.read("SECRET_KEYS")


def test_a_misspelt_setting_is_found():
    assert environment.unknown_settings({"MEDVERKA_SMPT_URL": "x", "MEDVERKA_SMTP_URL": "y"}) == ["MEDVERKA_SMPT_URL"]


def test_a_kept_secret_is_made_once_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "inner" / "secret"
    first = environment.kept_secret(path)
    assert environment.kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret"]


def test_a_database_address_is_read_with_its_escaped_password():
    described = environment.database("postgres://anna:h%40j@db:5433/lan?sslmode=require", Path("/nowhere"))
    assert (described["USER"], described["PASSWORD"], described["HOST"]) == ("anna", "h@j", "db")
    assert (described["PORT"], described["NAME"], described["OPTIONS"]) == ("5433", "lan", {"sslmode": "require"})


def test_an_address_of_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="postgres://"):
        environment.database("mysql://x/y", Path("/nowhere"))


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [("smtp://h", 25, False, False), ("smtps://h", 465, True, False), ("smtp+starttls://h:2525", 2525, False, True)],
)
def test_a_mail_server_address_is_read(url, port, ssl, tls):
    described = environment.smtp(url)
    assert (described["EMAIL_PORT"], described["EMAIL_USE_SSL"], described["EMAIL_USE_TLS"]) == (port, ssl, tls)


def test_an_unknown_kind_of_mail_server_is_refused():
    with pytest.raises(ValueError, match="MEDVERKA_SMTP_URL"):
        environment.smtp("http://h")


def test_data_keys_must_be_an_object_with_a_key(tmp_path):
    with pytest.raises(ValueError, match="at least one"):
        environment.data_keys(json.dumps([]) + " ", tmp_path)
