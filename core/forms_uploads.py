"""The form field of a file that may have come in parts beforehand (core.uploads), or with the form as ever.

Without script it is a plain file field. With it, static/js/upload.js sends the file in parts, puts the token beside
it and sends the form; the action cannot tell the two apart.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core import content_types, storage, uploads
from core.errors import Refused
from core.models import StoredFile

MOST_FILES = 30


class UploadInput(forms.FileInput):
    """A file input that also takes tokens. The field's part for the script: templates/ui/upload.html."""

    ticket = ""

    def __init__(self, attrs=None, *, several: bool = False):
        self.allow_multiple_selected = several
        super().__init__({**(attrs or {}), **({"multiple": True} if several else {})})

    def value_from_datadict(self, data, files, name):
        tokens = data.getlist(f"{name}-token") if hasattr(data, "getlist") else [data.get(f"{name}-token", "")]
        sent = files.getlist(name) if hasattr(files, "getlist") else [files.get(name)]
        found = [*(token for token in tokens if token), *(file for file in sent if file)]
        return found if self.allow_multiple_selected else (found[-1] if found else None)

    def value_omitted_from_data(self, data, files, name):
        return not self.value_from_datadict(data, files, name)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].pop("required", None)  # a token may stand for the file
        return context


def bind_uploads(form: forms.Form, *, by, obj) -> None:
    """Bind every upload field of a form about `obj`: parts sent for one object and form never land in another."""
    for name, field in form.fields.items():
        if isinstance(field, UploadField):
            field.bind(by=by, purpose=f"{obj._meta.label_lower}:{obj.pk}:{type(form).__name__}.{name}")


def stored(upload, *, by, kind: str, limit_bytes: int) -> StoredFile | None:
    """What a form's optional file becomes: its row, or None where there is none."""
    return storage.store(upload, by=by, kind=kind, limit_bytes=limit_bytes) if upload else None


class UploadField(forms.FileField):
    """One file, or a list with `several`. `bind` it to a person and a purpose, or it takes no parts.

    Type, digest and virus are checked where the file is kept (core.storage.store), whichever way it came.
    """

    widget = UploadInput
    default_error_messages = {
        "too_many": _("一次最多上传 %(most)d 份文件。"),
        "too_large": _("文件“%(name)s”超过 %(limit)s 的上限。"),
    }

    def __init__(self, *, limit_bytes: int, accept=content_types.DOCUMENTS, several: bool = False, words=(), **options):
        self.limit_bytes, self.accept, self.several, self.words = limit_bytes, frozenset(accept), several, tuple(words)
        endings = sorted({f".{one}" for kind in self.accept for one in content_types.ENDINGS.get(kind, ())})
        widget = UploadInput(attrs={"accept": ",".join(endings)}, several=several)
        self.by = self.purpose = None
        super().__init__(widget=options.pop("widget", widget), max_length=None, **options)

    def bind(self, *, by, purpose: str) -> None:
        """Let this person send the file in parts. A form does it in `__init__`; an account must be there."""
        if by is None or not getattr(by, "is_authenticated", False):
            return
        self.by, self.purpose = by, purpose[:120]
        self.widget.ticket = uploads.ticket(
            by=by, purpose=self.purpose, limit_bytes=self.limit_bytes, accept=self.accept, words=self.words
        )

    def clean(self, data, initial=None):
        if not self.several:
            return self._one(data, initial)
        found = [one for one in data or [] if one]
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(found) > MOST_FILES:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_FILES})
        return [self._one(one, initial) for one in found]

    def _one(self, data, initial):
        if isinstance(data, str) and data:
            data = self._in_parts(data)
        file = super().clean(data, initial)
        if file and file.size and file.size > self.limit_bytes:
            said = {"name": file.name, "limit": storage.size_text(self.limit_bytes)}
            raise ValidationError(self.error_messages["too_large"], code="too_large", params=said)
        return file

    def _in_parts(self, token: str):
        if self.by is None:
            raise ValidationError(_("请重新选择文件。"), code="invalid")
        try:
            return uploads.received(token=token, by=self.by, purpose=self.purpose)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal
