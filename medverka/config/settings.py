"""The one settings file. What an operator may choose comes through ``environment.read``."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from medverka.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.read("DATA_DIR")).resolve()
DEMO = environment.read("DEMO") == "1"
BASE_URL = environment.read("BASE_URL").rstrip("/")
BUILD_DIR = PACKAGE.parent / "var" / "build"  # Made by `make setup`: the subset font and collected files.

DEBUG = False
SECRET_KEY = environment.read("SECRET_KEY") or environment.kept_secret(DATA_DIR / "secret-key")
DATA_KEYS = environment.data_keys(environment.read("DATA_KEYS"), DATA_DIR)
ALLOWED_HOSTS = [
    urlsplit(BASE_URL).hostname or "127.0.0.1",
    *filter(None, environment.read("ALLOWED_HOSTS").split(",")),
    "127.0.0.1",
    "localhost",
]

INSTALLED_APPS = [
    "medverka.config",
    "medverka.demo",
    "medverka.portal",
    "medverka.reports",
    "medverka.registers",
    "medverka.mappings",
    "medverka.assignments",
    "medverka.councils",
    "medverka.surveys",
    "medverka.voices",
    "medverka.draws",
    "medverka.contributions",
    "medverka.pool",
    "medverka.accounts",
    "medverka.organisations",
    "medverka.journal",
    "medverka.access",
    "medverka.foundation",
    "django_cotton",
    "django_htmx",
    "django_q",
    "lucide",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "medverka.foundation.middleware.trust_proxies",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "medverka.foundation.middleware.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "medverka.foundation.middleware.not_too_much",  # Before all that reads what was sent.
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "medverka.foundation.middleware.short_addresses",
    "medverka.foundation.middleware.only_text",
    "medverka.accounts.middleware.second_factor",
    "medverka.foundation.middleware.private_pages",
    "medverka.access.middleware.deny_by_default",
]

ROOT_URLCONF = "medverka.config.urls"
WSGI_APPLICATION = "medverka.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "foundation" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "medverka.portal.navigation.frame",
            ],
        },
    }
]
FORM_RENDERER = "medverka.foundation.renderer.FormRenderer"

# --- Data -----------------------------------------------------------------------------------

DATABASES = {"default": environment.database(environment.read("DATABASE_URL"), DATA_DIR)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "foundation_cache",  # Shared by all processes: sign-in attempts are counted in it.
        "OPTIONS": {"MAX_ENTRIES": 50_000},  # The usual 300 would let a flood of new keys push the counts out.
    }
}
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_SERIALIZER = "medverka.foundation.sealed.SealedSessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "medverka.foundation.views.csrf_failure"
SECURE_SSL_REDIRECT = False  # The proxy in front does that.
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https://") else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
TRUSTED_PROXIES = int(environment.read("TRUSTED_PROXIES"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # A form. What files an address takes beside it, its view says.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # On disk only when sealed.
FILE_UPLOAD_MAX_MEMORY_SIZE = 100_000_000  # More than any address takes.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- People who sign in ---------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:start"
ACCOUNT_ADAPTER = "medverka.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "medverka.accounts.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_MAX_LENGTH = 500  # Of the sealed address.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION = "none"  # An invitation already went to the address.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # Before address or password is changed.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # Mail can be slow, and so may people be.
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/15m/key",
    "first_run": "10/15m/ip",
}
_FORMS = "medverka.accounts.sign_in_forms."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "request_login_code": _FORMS + "RequestLoginCodeForm",
    "confirm_login_code": _FORMS + "ConfirmLoginCodeForm",
    "add_email": _FORMS + "ChangeEmailForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
}
MFA_ADAPTER = "medverka.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "MFAReauthenticateForm",
    "activate_totp": _FORMS + "ActivateTOTPForm",
    "login_webauthn": _FORMS + "LoginWebAuthnForm",
    "authenticate_webauthn": _FORMS + "AuthenticateWebAuthnForm",
    "reauthenticate_webauthn": _FORMS + "ReauthenticateWebAuthnForm",
    "add_webauthn": _FORMS + "AddWebAuthnForm",
    "edit_webauthn": _FORMS + "EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # Nobody signs up: every address has got an invitation or a code.
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # A telephone's clock may be half a minute wrong.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")
MFA_TOTP_ISSUER = "Medverka"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # A link, for a form that ends at another address breaks `form-action`.
SOCIALACCOUNT_PROVIDERS = environment.openid_providers(environment.read("OIDC"))

# --- Mail and jobs --------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.read("MAIL_FROM")
EMAIL_TIMEOUT = 20
MAIL_DIR = DATA_DIR / "mail"
EMAIL_BACKEND = "medverka.foundation.mail_files.Backend"
if _smtp := environment.smtp(environment.read("SMTP_URL")):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(_smtp)

Q_CLUSTER = {
    "name": "medverka",
    "orm": "default",
    "workers": 1,
    "timeout": 600,
    "retry": 900,
    "ack_failures": False,
    "max_attempts": 5,
    "poll": 1,
    "catch_up": False,
    "save_limit": 100,
    "label": "Jobb",
}

# --- Language, files, logs ------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Stockholm"

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "collected"
STATICFILES_DIRS = [BUILD_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "medverka.foundation.logs.Formatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.read("LOG_LEVEL")},
    "loggers": {"django-q": {"level": "WARNING"}},
}
