"""Papers of a meeting: what is taken, how it is kept, and who reads it."""

import io
import zipfile
import zlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from medverka.councils import papers
from medverka.councils.actions.papers import add_paper, content_of, remove_paper
from medverka.councils.models import Paper
from medverka.councils.papers import MAX_BYTES, MOST_PARTS, checked, shown_name

pytestmark = pytest.mark.django_db
ODT = b"application/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.7\n%\xc3\xa4\nslut"


def archive(packed: int = zipfile.ZIP_STORED, /, **files: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", packed) as made:
        for name, content in files.items():
            made.writestr(name.replace("__", "/"), content)
    return kept.getvalue()


def office(folder: str, **more: bytes) -> bytes:
    return archive(**{"[Content_Types].xml": b"<x/>", f"{folder}__document.xml": b"<x/>", **more})


def broken(data: bytes, found: bytes) -> bytes:
    """The archive with nonsense where its packed bytes begin."""
    assert found in data
    return data.replace(found, b"\xff" * len(found), 1)


GOOD = {
    "a.pdf": PDF,
    "a.PNG": b"\x89PNG\r\n\x1a\n...",
    "a.jpeg": b"\xff\xd8\xff\xe0...",
    "a.txt": "Åtta äpplen\n".encode(),
    "a.docx": office("word"),
    "a.xlsx": office("xl"),
    "a.pptx": office("ppt"),
    "a.odt": archive(mimetype=ODT, **{"content.xml": b"<x/>"}),
}
BAD = {
    "a.exe": b"MZ",
    "a": PDF,
    "a.pdf.html": PDF,
    "a.svg": b"<svg/>",
    "a.docm": office("word"),
    "wrong.pdf": b"<html><script>",
    "wrong.png": PDF,
    "wrong.docx": office("xl"),
    "zip.docx": archive(x=b"x"),
    "macro.docx": office("word", **{"word__vbaProject.bin": b"x"}),
    "path.docx": office("word", **{"..__..__etc__passwd": b"x"}),
    "wrong.odt": archive(mimetype=b"text/html"),
    "torn.docx": office("word")[:40],
    "broken.odt": broken(archive(zipfile.ZIP_DEFLATED, mimetype=ODT), zlib.compress(ODT)[2:6]),
    "broken-lzma.odt": broken(archive(zipfile.ZIP_LZMA, mimetype=ODT), b"]\x00\x00"),
    "binary.txt": b"\x00\x01\x02",
    "latin.txt": "åäö".encode("cp1252"),
    "empty.pdf": b"",
    "many.docx": office("word", **{f"n{number}": b"" for number in range(MOST_PARTS)}),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_its_name_says_is_taken(name):
    shown, content_type = checked(name, GOOD[name])
    assert shown == name
    assert "/" in content_type


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_is_refused(name):
    with pytest.raises(ValidationError):
        checked(name, BAD[name])


def test_what_is_too_large_is_refused():
    with pytest.raises(ValidationError, match="10 MB"):
        checked("a.pdf", PDF + b"x" * MAX_BYTES)


def test_a_bomb_is_refused_without_being_unpacked(monkeypatch):
    monkeypatch.setattr(papers, "MOST_UNPACKED", 1_000_000)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", b"<x/>")
        made.writestr("word/document.xml", b"0" * 1_100_000)
    with pytest.raises(ValidationError):
        checked("bomb.docx", kept.getvalue())


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\Users\\x\\a.pdf", "a.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("  .hidden.pdf", "hidden.pdf"), ("\u202efdp.exe.pdf", "fdp.exe.pdf"), ("å" * 300 + ".pdf", "å" * 140 + ".pdf"),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_folders_and_unseen_signs(given, shown):
    assert shown_name(given) == shown


def test_a_file_is_sealed_where_it_is_kept_under_a_name_that_says_nothing(meeting, commissioner):
    paper = add_paper(meeting, by=commissioner, name="Kallelse vuxenpsykiatrin.pdf", data=PDF)
    assert "psyk" not in paper.file.name
    with default_storage.open(paper.file.name) as stored:
        assert b"%PDF" not in stored.read()
    assert content_of(paper) == PDF


def test_a_file_that_is_removed_is_gone_from_the_store(meeting, commissioner, django_capture_on_commit_callbacks):
    paper = add_paper(meeting, by=commissioner, name="a.pdf", data=PDF)
    with django_capture_on_commit_callbacks(execute=True):
        remove_paper(Paper.objects.get(pk=paper.pk), by=commissioner)
        remove_paper(paper, by=commissioner)
    assert not default_storage.exists(paper.file.name)


def test_a_member_neither_adds_nor_removes(meeting, members, commissioner, contributor_user):
    paper = add_paper(meeting, by=commissioner, name="a.pdf", data=PDF)
    with pytest.raises(PermissionDenied):
        add_paper(meeting, by=contributor_user, name="b.pdf", data=PDF)
    with pytest.raises(PermissionDenied):
        remove_paper(paper, by=contributor_user)
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"),
    [("commissioner", 200), ("contributor_user", 200), ("facilitator", 404), ("north_coordinator", 404), ("outsider", 403)],
)  # fmt: skip
def test_who_reads_a_file_and_only_as_a_download(who, status, meeting, members, commissioner, sign_in, request):
    paper = add_paper(meeting, by=commissioner, name="Om rådet.txt", data=b"<script>")
    answer = sign_in(request.getfixturevalue(who)).get(reverse("councils:paper", args=[paper.pk]))
    assert answer.status_code == status
    if status == 200:
        assert answer["Content-Disposition"] == 'attachment; filename="handling.txt"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer.content == b"<script>"


def test_a_file_that_was_moved_to_another_row_does_not_open(meeting, commissioner, sign_in):
    one = add_paper(meeting, by=commissioner, name="a.pdf", data=PDF)
    two = add_paper(meeting, by=commissioner, name="b.pdf", data=PDF + b"2")
    Paper.objects.filter(pk=one.pk).update(file=two.file.name)
    assert sign_in(commissioner).get(reverse("councils:paper", args=[one.pk])).status_code == 404


def test_whoever_leads_uploads_and_removes_on_the_page(meeting, commissioner, sign_in):
    browser, address = sign_in(commissioner), reverse("councils:new_paper", args=[meeting.pk])
    wrong = browser.post(address, {"paper": SimpleUploadedFile("a.pdf", b"hej")})
    assert "inte det som filens namn säger" in wrong.content.decode()
    browser.post(address, {"paper": SimpleUploadedFile("Underlag.pdf", PDF)})
    paper = Paper.objects.get()
    assert "Underlag.pdf" in browser.get(reverse("councils:agenda", args=[meeting.pk])).content.decode()
    browser.post(reverse("councils:remove_paper", args=[paper.pk]))
    assert not Paper.objects.exists()
