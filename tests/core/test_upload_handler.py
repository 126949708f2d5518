"""Files in ordinary forms leave no plain name on the disk, and neither their size nor a full disk makes a failure."""

import errno
import io
import os
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from core import storage
from core.errors import Refused

PDF = b"%PDF-1.7\n" + b"x" * 3_000_000


@pytest.fixture
def taken_in():
    requests = []

    def send(data=PDF):
        requests.append(RequestFactory().post("/", {"upload": SimpleUploadedFile("方案.pdf", data), "more": "x"}))
        assert requests[-1].POST["more"] == "x"
        return requests[-1].FILES["upload"]

    yield send
    for request in requests:
        request.close()  # as Django does at the end of each


def test_a_large_file_has_no_name_on_the_disk(taken_in, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    file = taken_in()
    assert (file.name, file.size, file.read()) == ("方案.pdf", len(PDF), PDF)
    assert os.listdir(tmp_path) == []


def test_what_is_too_large_keeps_its_size_and_is_refused(taken_in, settings):
    settings.UPLOAD_MOST_BYTES = 1_000_000
    file = taken_in()
    assert (file.size, len(file.read()) <= 1_000_000) == (len(PDF), True)
    with pytest.raises(Refused) as refused:
        storage.store(file, by=None, kind="BID", limit_bytes=2 * 1024 * 1024)
    assert refused.value.code == "file_too_large"


@pytest.mark.django_db
def test_a_full_disk_is_told_where_the_file_would_be_kept(taken_in, monkeypatch):
    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", lambda **options: Full())
    file = taken_in()
    monkeypatch.undo()
    assert file.is_cut
    with pytest.raises(Refused) as refused:
        storage.store(file, by=None, kind="BID", limit_bytes=50 * 1024 * 1024)
    assert refused.value.code == "storage_full"
