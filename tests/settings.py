"""The settings of the tests: the real ones, on a folder of their own, without slow parts."""

import os
import tempfile

os.environ.setdefault("MEDVERKA_DATA_DIR", tempfile.mkdtemp(prefix="medverka-test-"))
os.environ.setdefault("MEDVERKA_DEMO", "1")
if worker := os.environ.get("PYTEST_XDIST_WORKER"):  # Test processes share no files.
    os.environ["MEDVERKA_DATA_DIR"] += f"/{worker}"

from medverka.config.settings import *  # noqa: F403

STATIC_ROOT = DATA_DIR / "collected"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {  # No collected files are needed to test pages.
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "medverka.foundation.sqlite":  # noqa: F405
    # A file, as in real life: threads and processes meet in it. Each test process adds its own ending.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405
else:
    # Nobody needs the tests' rows after a power cut, so no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"  # noqa: F405
