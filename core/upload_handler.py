"""How a file in an ordinary form is taken in: never under a name on the disk, never more than anything may be.

Django's own handler writes larger files under a name in the temporary folder, where a killed process leaves them: the
plain content of what will be sealed. Here they lie in an unnamed file that is gone with the process. A file that is
too large, or for which there is no room, is read to its end and thrown away; its true size, or the sign that it was
cut, goes on to where files are kept (core.storage.store), which answers in a sentence.
"""

import errno
import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

_IN_MEMORY_BYTES = 2 * 1024 * 1024


class TakenIn(UploadedFile):
    """`is_cut`: there was no room for all of it."""

    is_cut = False


class UnnamedFileHandler(FileUploadHandler):
    chunk_size = 256 * 1024

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.is_cut = False
        self.kept = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - the request closes it

    def receive_data_chunk(self, raw_data, start):
        if self.is_cut or start + len(raw_data) > settings.UPLOAD_MOST_BYTES:
            return
        try:
            self.kept.write(raw_data)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
                raise
            self.is_cut = True
        return

    def file_complete(self, file_size):
        self.kept.seek(0)
        found = TakenIn(self.kept, self.file_name, self.content_type, file_size, self.charset, self.content_type_extra)
        found.is_cut = self.is_cut
        return found

    def upload_interrupted(self):
        if hasattr(self, "kept"):
            self.kept.close()
