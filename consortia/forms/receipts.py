"""The public check of what was sent: a file, or a number and a digest."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

VERIFY_LIMIT_BYTES = 60 * 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def _plain(text: str) -> str:
    """As it may come off paper: full-width digits, blanks and line breaks within, capitals."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


class VerifyForm(forms.Form):
    """Either a file, or a number with a digest."""

    # Compared and forgotten: nothing of it may be kept, so it does not come in parts.
    upload = forms.FileField(
        label=gettext_lazy("文件"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy(
            "回执文件（JSON 或 PDF）、密封副本或随方案提交的附件，不超过 60 MB。只用于比对，不保存。"
        ),
    )
    number = forms.CharField(label=gettext_lazy("回执号"), required=False, max_length=80)
    digest = forms.CharField(
        label=gettext_lazy("摘要"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("内容、密封件或附件的 SHA-256 或 SM3 摘要，64 位十六进制；空格和换行不影响。"),
    )

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        if upload and upload.size > VERIFY_LIMIT_BYTES:
            raise forms.ValidationError(_("文件超过 60 MB，不能核验。"))
        if upload and not upload.size:
            raise forms.ValidationError(_("文件是空的，没有可核验的内容。请重新下载回执或副本后再试。"))
        return upload

    def clean_number(self):
        return _plain(self.cleaned_data["number"]).upper()

    def clean_digest(self):
        digest = _plain(self.cleaned_data["digest"]).lower()
        if digest and not _DIGEST.fullmatch(digest):
            found = len(digest)
            raise forms.ValidationError(
                _("摘要应为 64 位十六进制字符（0–9、a–f），现有 %(found)d 位，请核对。") % {"found": found}
            )
        return digest

    def clean(self):
        cleaned = super().clean()
        if self.errors or cleaned.get("upload"):
            return cleaned
        if not cleaned.get("number") and not cleaned.get("digest"):
            raise forms.ValidationError(_("请选择要核验的文件，或填写回执号和摘要。"))
        for name, label in (("number", _("回执号")), ("digest", _("摘要"))):
            if not cleaned.get(name):
                self.add_error(name, _("请填写%(what)s：回执号和摘要须同时填写。") % {"what": label})
        return cleaned
