"""What the tests of pages share: addresses, links and mail."""

import re

from django.core import mail
from django.urls import reverse

from medverka.assignments import doors
from medverka.foundation import outbox

HOSTILE = "<script>alert(1)</script>\"'>{{7*7}}=1+1"


def url(name, *args):
    return reverse(f"assignments:{name}", args=args)


def sent_mail():
    outbox.deliver_due()
    return mail.outbox


def link_in(message, path):
    return re.search(rf"(/{path}/\S+)", message.body)[1]


def by_link(row):
    return url("by_link", doors.invitation_token(row))
