"""What the public check answers, in words; the same for the page and the API."""

from django.utils.translation import gettext as _

from accounts.enums import Role
from consortia import queries
from consortia.models import SubmissionReceipt


def readable(user):
    """Receipts of the own consortia; the department sees all."""
    rows = SubmissionReceipt.objects.select_related("bid__challenge", "bid__consortium__lead")
    if user.has_role(*queries.STAFF):
        return rows
    own = queries.bids_of(user).values("pk")
    return rows.filter(bid__in=own) if not user.has_role(Role.PREFECTURE) else rows.none()


def of_upload(request, upload, number: str) -> queries.Proof:
    """A receipt (JSON or PDF), a sealed copy, or an attachment."""
    content = upload.read()
    known = readable(request.user) if request.user.is_authenticated else None
    proof = queries.matches_receipt(content, number=number, known=known)
    if proof.receipt is not None or proof.what:
        return proof
    numbers = queries.numbers_in_pdf(content)
    for receipt in SubmissionReceipt.objects.filter(number__in=numbers):
        if queries.was_handed_out(receipt, content):
            return queries.of_pdf(receipt)
    return queries.Proof(None, "DOCUMENT", False) if numbers else proof


def sentence(proof: queries.Proof, name: str) -> str:
    """Yes or no, and what it is about."""
    if proof.is_genuine:
        yes = {
            "RECEIPT": _("文件“%(name)s”是本系统出具的回执，没有改动。"),
            "DOCUMENT": _("文件“%(name)s”是本系统出具的回执 PDF，没有改动。"),
            "CONTENT": _("文件“%(name)s”与系统当时收到并密封的方案内容一致。"),
            "ENVELOPE": _("文件“%(name)s”与系统当时封存的密封件一致。"),
            "ATTACHMENT": _("文件“%(name)s”与系统当时收到的附件一致。"),
        }
        return yes[proof.what] % {"name": name}
    no = {
        "RECEIPT": _("“%(name)s”与本系统出具的回执不符：内容可能已被改动，或不是本系统出具的。"),
        "DOCUMENT": _(
            "文件“%(name)s”不是本系统出具的回执 PDF 原件：可能经过打印、转换、修改。请改用回执文件（JSON），或填写回执号和摘要核验。"
        ),
        "": _(
            "文件“%(name)s”与本系统的记录不符：不是回执或密封副本，内容或摘要有出入，或没有这个回执号。核验附件的，须同时填写回执号。"
        ),
    }
    return no.get(proof.what, no[""]) % {"name": name}
