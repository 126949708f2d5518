"""The answer to whoever objected. It names him: for the supervision office alone (E-18)."""

from challenges import defaults
from challenges.enums import NoticeKind, ObjectionState, PartyKind
from challenges.models import Objection
from core import clock
from core.documents import Document, Heading, Paragraph
from core.documents.words import day, sentence

_RESULTS = {
    ObjectionState.REJECTED: "不予受理",
    ObjectionState.UPHELD: "经核查，异议成立",
    ObjectionState.DISMISSED: "经核查，异议不成立",
}


def objection_reply(objection: Objection) -> Document:
    """异议答复函: what was asked, what was decided and why."""
    notice, item = objection.notice, objection.item
    what = NoticeKind(notice.kind).label
    received = day(objection.came_on)
    decided_at = objection.settled_at or objection.admitted_at
    reason = objection.public_reply if objection.settled_at else objection.admission_note
    you = "你单位" if objection.party_kind == PartyKind.ORGANIZATION else "您"
    opening = (
        f"{you}于{received}对《{notice.title}》中“{item.project_title}”提出的异议（{objection.number}）收悉。"
        "现将办理结果答复如下。"
    )
    return Document(
        title=f"关于{what}异议办理结果的答复",
        written_on=clock.local(decided_at).date(),
        issuer=str(defaults.ISSUER),
        addressees=objection.party_name,
        blocks=(
            Paragraph(opening),
            Heading("办理结果"),
            Paragraph(f"{_RESULTS[objection.state]}。"),
            Heading("理由"),
            Paragraph(sentence(reason) or "见公开答复。"),
            Paragraph(f"{you}的身份和所提交的材料仅由监督部门掌握，未向业务处室和被公示单位提供。"),
        ),
        signatories=(str(defaults.ISSUER),),
    )
