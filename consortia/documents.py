"""Receipts, certificates of registration, bids to read on paper, opening records. Their words are official Chinese."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from challenges import defaults
from challenges.models import Challenge
from consortia import drafts, queries
from consortia.enums import ConsortiumState, FundingSource, UseCategory
from consortia.models import Bid, Consortium, Opening, SubmissionReceipt
from consortia.views import reading
from core import clock, money, signing
from core.documents import Column, Document, Facts, Heading, Layout, Paragraph, Table
from core.documents.words import NOTHING, amount, day, deadline, moment, with_unit

VERIFY = "打开系统“核验回执”页面，上传本回执（PDF 原件）、回执文件（JSON）、密封副本或附件，系统给出是否一致的结论；无须登录。"


def receipt(receipt: SubmissionReceipt, *, verify_url: str) -> Document:
    """回执 (C13): what was received, when, with which digests, and how anybody can check it."""
    said = receipt.payload
    facts = [
        ("回执号", receipt.number),
        ("方案编号", f"{said['bid']}（第{receipt.version}次提交）"),
        ("榜单", f"{said['challenge']}　{said['challenge_title']}"),
        ("创新联合体", said["consortium"]),
        ("牵头单位", said["lead"]),
        ("收到时间", moment(receipt.received_at, seconds=True)),
        ("截止时间", deadline(datetime.fromisoformat(said["deadline"]))),
    ]
    digests = [
        ("内容摘要 SHA-256", said["content_sha256"]),
        ("内容摘要 SM3", said["content_sm3"]),
        ("密封件摘要 SHA-256", said["envelope_sha256"]),
    ]
    files = [
        (place, f"SHA-256 {one['sha256']}\nSM3 {one['sm3']}", f"{one['size_bytes']:,}")
        for place, one in enumerate(said["files"], 1)
    ]
    columns = (Column("序号", 2, "center"), Column("附件摘要", 18), Column("大小（字节）", 4, "right"))
    signature = [
        ("签名（Ed25519）", bytes(receipt.signature).decode()),
        ("签名公钥", signing.public_key().hex()),
        ("公钥编号", said.get("key", NOTHING)),
    ]
    how = (
        f"{VERIFY}\n核验地址：{verify_url}\n"
        "也可自行核验：对密封副本计算 SHA-256 和 SM3，应与上列内容摘要一致；签名为服务器对回执内容（规范 JSON）所作，可用上列公钥验证。"
    )
    return Document(
        layout=Layout.REPORT,
        title="揭榜方案提交回执",
        subtitle=f"回执号：{receipt.number}",
        number=receipt.number,
        issuer=str(defaults.ISSUER),
        written_on=clock.local(receipt.received_at).date(),
        blocks=(
            Paragraph(f"{said['lead']}牵头提交的揭榜方案已收到并密封。截止前任何人不能查看内容，包括系统管理员。"),
            Heading("提交情况"),
            Facts([*facts, *digests, *signature]),
            *([Heading("附件"), Table(columns, files)] if files else []),
            Heading("核验方法"),
            Paragraph(how),
        ),
        note="本回执证明系统在所列时间收到所列摘要的内容；以最后一次有效提交的回执为准。",
    )


def certificate(consortium: Consortium) -> Document:
    """备案证明: what stands in the register; no personal data."""
    members = list(queries.confirmed(consortium).select_related("organization__division").order_by("role", "pk"))
    rows = [
        (
            place,
            one.organization.name,
            str(one.get_role_display()),
            str(one.get_kind_at_signing_display()),
            str(one.organization.division),
            one.organization.uscc,
        )
        for place, one in enumerate(members, 1)
    ]
    columns = (
        Column("序号", 2, "center"), Column("单位名称", 8), Column("角色", 3, "center"), Column("类型", 3, "center"),
        Column("登记地", 4), Column("统一社会信用代码", 6),
    )  # fmt: skip
    programme = f"面向{consortium.programme}，" if consortium.programme_id else ""
    text = (
        f"由{consortium.lead.name}牵头组建的“{consortium.name}”，{programme}经审查符合创新联合体备案条件，准予备案。"
        f"备案有效期自{day(consortium.valid_from)}起至{day(consortium.valid_to)}止。"
    )
    marks = {
        ConsortiumState.SUSPENDED: "备案已暂停",
        ConsortiumState.EXPIRED: "备案已到期",
        ConsortiumState.CANCELLED: "备案已注销",
    }
    scientist = [("首席科学家", str(consortium.chief_scientist))] if consortium.chief_scientist_id else []
    issuer = str(defaults.ISSUER)
    return Document(
        title="创新联合体备案证明",
        written_on=clock.local(consortium.registered_at).date(),
        number=f"备案号：{consortium.registration_number}",
        blocks=(
            Paragraph(text),
            Facts(
                [
                    ("联合体名称", consortium.name),
                    ("领域", str(consortium.field or NOTHING)),
                    ("牵头单位", consortium.lead.name),
                    *scientist,
                    ("组建协议", f"{consortium.agreement_number or NOTHING}（{day(consortium.signed_on)}签订）"),
                    ("备案版本", f"第{consortium.version}版"),
                ],
            ),
            Table(columns, rows, caption="成员单位"),
            Paragraph("特此证明。"),
        ),
        signatories=(issuer,),
        mark=marks.get(consortium.state, ""),
    )


def bid(bid: Bid, content: dict[str, dict]) -> Document:
    """The whole bid in the order of its form. Before opening it is a draft of its own people, and says so."""
    is_opened = bid.opened_at is not None
    challenge = bid.challenge
    snapshot = bid.consortium_snapshot or {}
    members = [one["name"] for one in snapshot.get("members", [])]
    members = members or [one.organization.name for one in queries.confirmed(bid.consortium).order_by("role", "pk")]
    blocks = [
        Facts(
            [
                ("方案编号", bid.number),
                ("榜单", f"{challenge.code}　{challenge.title}"),
                ("创新联合体", snapshot.get("name") or bid.consortium.name),
                ("备案号", snapshot.get("registration_number") or bid.consortium.registration_number or NOTHING),
                ("牵头单位", bid.consortium.lead.name),
                ("成员单位", "、".join(members)),
                ("截止时间", deadline(challenge.deadline)),
                *([("内容摘要 SHA-256", bid.content_sha256), ("开封时间", moment(bid.opened_at))] if is_opened else []),
            ]
        )
    ]
    for part in reading.parts(challenge, content):
        blocks.append(Heading(part.label))
        if part.name == "budget":
            blocks += _budget(bid, content.get("budget") or drafts.blank("budget"))
        elif part.name == "responses":
            blocks.append(_answers(challenge, content.get("responses") or drafts.blank("responses")))
        else:
            blocks += _part(part)
    blocks += [Heading("信用承诺"), _pledges(bid), Heading("附件清单"), _attachments(bid, content)]
    return Document(
        layout=Layout.REPORT,
        title=(content.get("basic") or {}).get("title") or f"{challenge.title}揭榜方案",
        subtitle="“揭榜挂帅”揭榜方案" if is_opened else "“揭榜挂帅”揭榜方案（草稿，未提交）",
        number=bid.number,
        written_on=clock.local(bid.opened_at or _last_saved(bid)).date(),
        blocks=tuple(blocks),
        mark="" if is_opened else "草稿",
        note="内部资料，限评审和管理使用，请勿外传。"
        if is_opened
        else "本件为草稿，不作为提交凭证；以系统出具的回执为准。",
    )


def _last_saved(bid: Bid) -> datetime:
    newest = bid.sections.order_by("-saved_at").values_list("saved_at", flat=True).first()
    return newest or bid.created_at


def _part(part: reading.Part) -> list:
    """Short texts as facts, long ones under headings of their own, then the tables."""
    texts = [(label, _plain(text)) for label, text in part.texts]
    short = [pair for pair in texts if len(pair[1]) <= 60 and "\n" not in pair[1]]
    blocks = [Facts(short)] if short else []
    for label, text in texts:
        if (label, text) not in short:
            blocks += [Heading(label, 2), Paragraph(text)]
    for table in part.tables:
        columns = [
            Column(label, _SHARES.get(label, 3 if is_figure else 4), "right" if is_figure else "left")
            for label, is_figure in table.head
        ]
        rows = [(place, *(_plain(cell) for cell, _figure in row)) for place, row in enumerate(table.rows, 1)]
        blocks.append(Table((Column("序号", 2, "center"), *columns), rows, caption=table.caption, empty=table.nothing))
    return blocks


def _answers(challenge: Challenge, said: dict) -> Table:
    """Every indicator of the challenge beside what is promised for it, answered or not."""
    words = {True: "达到", False: "未达到", None: NOTHING}
    rows = [
        (place, one.indicator.name, one.target, one.promised or NOTHING,
         words[one.is_met], one.evidence or NOTHING)
        for place, one in enumerate(reading.answers(challenge, said), 1)
    ]  # fmt: skip
    columns = (
        Column("序号", 2, "center"), Column("指标", 6), Column("榜单要求", 4, "center"), Column("承诺值", 4, "center"),
        Column("是否达到", 3, "center"), Column("依据", 8),
    )  # fmt: skip
    return Table(columns, rows)


#: Columns of long texts get more room.
_SHARES = {
    "依据": 9,
    "考核目标": 7,
    "交付物": 6,
    "课题名称": 8,
    "单位": 7,
    "分工": 6,
    "节点": 5,
    "指标": 7,
    "政策文件": 8,
    "平台": 12,
    "目标": 12,
    "名称": 7,
    "编号": 5,
    "项目名称": 6,
    "任务来源": 4,
    "与本项目的区别": 8,
}


def _plain(value) -> str:
    """Values that pages show as markup become text again; what people typed is left as it is."""
    return strip_tags(value) if isinstance(value, SafeString) else str(value)


def _budget(bid: Bid, budget: dict) -> list:
    """Sources by year, uses by source, units by source; each with its sums (E-15)."""
    rule_set = bid.challenge.batch.rule_set
    sums = drafts.totals(budget, rule_set)
    sources, uses = budget.get("sources") or [], budget.get("uses") or []
    sources, uses = [row for row in sources if row.get("source")], [row for row in uses if row.get("source")]
    names = reading.Names(bid.challenge, {"budget": {"sources": sources, "uses": uses}})
    order = [one for one in FundingSource.values if any(row["source"] == one for row in [*sources, *uses])]
    labels = {one: str(FundingSource(one).label) for one in order}
    years = sorted({row["year"] for row in sources if row.get("year")})
    categories = [one for one in UseCategory.values if any(row.get("category") == one for row in uses)]
    units = list(dict.fromkeys(row.get("organization_id") for row in uses))
    ratio = money.ratio_text(sums.self_fen or 0, sums.fiscal_fen or 0)
    return [
        Facts(
            [
                ("申请财政经费", with_unit(sums.fiscal_fen)),
                ("企业自筹", f"{with_unit(sums.self_fen)}（其中贷款{with_unit(sums.loan_fen)}）"),
                ("地方配套", with_unit(sums.matching_fen)),
                ("其他来源", with_unit(sums.other_fen)),
                ("自筹与财政之比", ratio),
            ]
        ),
        _cross("资金来源", "来源", [(one, labels[one]) for one in order], [(one, f"{one}年") for one in years],
               ((row["source"], row.get("year"), row.get("amount_fen")) for row in sources)),
        _cross("资金支出", "支出科目", [(one, str(UseCategory(one).label)) for one in categories], list(labels.items()),
               ((row.get("category"), row["source"], row.get("amount_fen")) for row in uses)),
        _cross("分单位支出", "单位", [(one, _plain(names("organization_id", one))) for one in units], list(labels.items()),
               ((row.get("organization_id"), row["source"], row.get("amount_fen")) for row in uses)),
    ]  # fmt: skip


def _cross(caption: str, corner: str, lines: list[tuple], heads: list[tuple], cells: Iterable[tuple]) -> Table:
    """A table of amounts in 万元 with sums at the right and below; `cells` are (line, head, fen)."""
    found: dict[tuple, int] = {}
    for line, head, fen in cells:
        found[line, head] = found.get((line, head), 0) + (fen or 0)
    rows = [
        (label, *(amount(found.get((key, head), 0)) for head, _label in heads), amount(_sum(found, line=key)))
        for key, label in lines
    ]
    totals = ("合计", *(amount(_sum(found, head=head)) for head, _label in heads), amount(sum(found.values())))
    columns = (Column(corner, 5), *(Column(label, 3, "right") for _head, label in heads), Column("合计", 3, "right"))
    return Table(columns, rows, caption=caption, unit="万元", totals=totals if rows else ())


def _sum(found: dict[tuple, int], *, line=None, head=None) -> int:
    return sum(fen for place, fen in found.items() if line in (None, place[0]) and head in (None, place[1]))


def _pledges(bid: Bid) -> Table:
    columns = (Column("承诺书", 5), Column("承诺单位", 7), Column("签署人", 3), Column("签署时间", 5, "center"))
    rows = [
        (
            f"{one.text.title}（第{one.text.version}版）",
            one.organization.name,
            str(one.person or one.signed_by),
            moment(one.signed_at).removesuffix("（北京时间）"),
        )
        for one in bid.pledges.filter(revoked_at=None)
        .select_related("text", "organization", "person", "signed_by__person")
        .order_by("text__kind", "pk")
    ]
    return Table(columns, rows, empty="（尚未签署）")


def _attachments(bid: Bid, content: dict) -> Table:
    sealed = {row["attachment_id"]: row["name"] for row in (content.get("attachments") or {}).get("rows", [])}
    rows = [
        (
            place,
            str(one.get_kind_display()),
            one.name or sealed.get(one.pk, NOTHING),
            f"{one.file.size_bytes:,}",
            one.file.sha256,
        )
        for place, one in enumerate(bid.attachments.select_related("file").order_by("pk"), 1)
    ]
    columns = (
        Column("序号", 2, "center"), Column("种类", 4), Column("文件名", 7), Column("大小（字节）", 4, "right"), Column("SHA-256", 8),
    )  # fmt: skip
    return Table(columns, rows)


def opening(challenge: Challenge, record: Opening, entries: list[dict]) -> Document:
    """开标记录: who, when, how many, with which digests. `entries` are those this reader may see."""
    words = {"OPENED": "已开封", "BROKEN": "无法打开", "WITHDRAWN": "截止后放弃"}
    rows = [
        (
            place,
            one["bid"],
            one.get("consortium", ""),
            f"SHA-256 {one['content_sha256']}\nSM3 {one['content_sm3']}",
            words.get(one["result"], one["result"]) + (f"：{one['reason']}" if one.get("reason") else ""),
        )
        for place, one in enumerate(entries, 1)
    ]
    columns = (
        Column("序号", 2, "center"), Column("方案编号", 5), Column("创新联合体", 6), Column("内容摘要", 12), Column("结果", 3, "center"),
    )  # fmt: skip
    matches = record.root == challenge.sealed_root
    agreed = "一致" if matches else "不一致，须报告监督部门"
    return Document(
        layout=Layout.REPORT,
        title="开标记录",
        subtitle=f"{challenge.code}　{challenge.title}",
        number=challenge.code,
        issuer=str(defaults.ISSUER),
        written_on=clock.local(record.opened_at).date(),
        blocks=(
            Facts(
                [
                    ("榜单", f"{challenge.code}　{challenge.title}"),
                    ("揭榜截止时间", deadline(challenge.deadline)),
                    ("第一人同意", f"{record.first_by}，{moment(record.first_at, seconds=True)}"),
                    ("第二人同意", f"{record.second_by}，{moment(record.second_at, seconds=True)}"),
                    ("开封时间", moment(record.opened_at, seconds=True)),
                    ("开封份数", f"{record.bid_count}份"),
                    ("截止时公布的根哈希", challenge.sealed_root or NOTHING),
                    ("开封时的根哈希", f"{record.root or NOTHING}\n（与截止时公布的{agreed}）"),
                ]
            ),
            Heading("开封明细"),
            Table(columns, rows),
            Paragraph("开封由两名不同的工作人员在截止之后先后同意，系统一次打开全部密封件；上列时间均为系统时间。"),
        ),
        signatories=(str(defaults.ISSUER),),
        note="根哈希按 RFC 6962 由全部密封方案的摘要计算，截止时即已公布。",
    )
