"""Files of a bid: what may be sent is told beside the button, and asked again by the action."""

import json

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia.actions import attachments as files
from consortia.drafts.faults import SECRET_WORDS
from consortia.enums import AttachmentKind
from core import content_types, storage
from core.forms_uploads import UploadField


def purpose(bid) -> str:
    """What an upload in parts is for: one bid, so that files of two never mix."""
    return f"{bid._meta.label_lower}:{bid.pk}"


def limits() -> list[str]:
    """One sentence a kind: its formats and its size."""
    found = []
    for kind in AttachmentKind:
        types = "、".join(sorted(content_types.LABELS[one] for one in files.accepted(kind)))
        said = {"kind": kind.label, "types": types, "size": storage.size_text(files.limit_bytes(kind))}
        found.append(_("%(kind)s：%(types)s，每份不超过 %(size)s") % said)
    return found


class AttachmentsForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("种类"))
    no_secrets = forms.BooleanField(label=gettext_lazy("我已逐份核对，本次上传的文件均不涉及国家秘密"))

    field_order = ("kind", "upload", "no_secrets")

    def __init__(self, *args, bid, user, **kwargs):
        super().__init__(*args, **kwargs)
        sizes = {kind: files.limit_bytes(kind) for kind in AttachmentKind.values}
        self.fields["kind"].choices = AttachmentKind.choices
        self.fields["kind"].initial = AttachmentKind.OTHER
        self.fields["kind"].widget.attrs["data-limits"] = json.dumps(sizes)
        self.fields["upload"] = UploadField(
            label=_("文件"),
            help_text=_("可一次选多份，最多 %(most)d 份。") % {"most": files.MAX_FILES},
            limit_bytes=max(sizes.values()),
            several=True,
            words=SECRET_WORDS,
        )
        self.fields["upload"].bind(by=user, purpose=purpose(bid))
        self.order_fields(self.field_order)
