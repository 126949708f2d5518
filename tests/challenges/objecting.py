"""Somebody objects to a line of a notice, over the web or on paper."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.queries import system_user
from challenges import actions
from core import storage

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

PERSON = {
    "party_kind": "PERSON",
    "party_name": "赵敏",
    "party_contact": "呼和浩特市新城区示例路1号",
    "content": "项目内容与在研项目重复。",
}


def file(item, **changes):
    return actions.file_objection(**{"item": item, "by": system_user(), **PERSON, **changes})


def scan(by):
    return storage.store(SimpleUploadedFile("异议书.pdf", PDF), by=by, kind="objection", limit_bytes=10**6)


def register(item, by, **changes):
    values = {"item": item, "way": "LETTER", "by": by, **PERSON, **changes}
    if "file" not in values:
        values["file"] = scan(by)
    return actions.register_objection(**values)


def settled(cast, objection, reply="经核查不重复，异议不成立。"):
    actions.admit_objection(objection=objection, accepted=True, note="予以受理。", by=cast.supervisor)
    actions.settle_objection(
        objection=objection, upheld=False, investigation_note="内部核查经过", public_reply=reply, by=cast.supervisor
    )
    return objection
