"""Visits to a running demo, with the standard library alone: page by page, as one of the cast."""

import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


class Visit:
    """A session in which pages are opened, as a browser does that takes compressed answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self.opener.addheaders = [("Accept-Language", "sv")]

    def open(self, path: str, *, encodings: str = "identity", data: bytes | None = None) -> tuple[bytes, str]:
        """(body as it came over the wire, its encoding) of a page or an asset."""
        request = urllib.request.Request(self.address + path, data, {"Accept-Encoding": encodings})
        request.add_header("Referer", self.address + "/")
        with self.opener.open(request, timeout=60) as answer:
            return answer.read(), answer.headers.get("Content-Encoding", "")

    def step_into(self, name: str) -> "Visit":
        """Become one of the demo's cast."""
        page = self.open("/demo/")[0].decode()
        row = next(part for part in page.split('<li class="row"') if name in part)
        path = re.search(r'action="(/demo/kliv-in/\d+/)"', row)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', row)
        if not path or not token:
            raise LookupError(name)
        self.open(path[1], data=urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode())
        return self

    def first_request(self) -> str:
        """The path of a request in the list that people are sought for, or of the first."""
        page = self.open("/forfragningar/")[0].decode()
        return re.findall(r'href="(/forfragningar/[0-9a-f-]{36}/)"', page)[0]


def pages(visit: Visit) -> dict[str, str]:
    """The five pages that are opened most, by what they are called."""
    return {
        "start page": "/",
        "Today": "/idag/",
        "requests": "/forfragningar/",
        "pool": "/intressebanken/",
        "one request": visit.first_request(),
    }
