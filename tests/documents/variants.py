"""Letters as offices meet them: the shortest, long lists, names of every kind, drafts; nothing of the database."""

from datetime import date

from core.documents import Annex, Column, Document, Facts, Heading, NewPage, Paragraph, Parties, Party, Table

DAY = date(2022, 10, 31)
ISSUER = "内蒙古自治区科学技术厅"
#: Names with rare characters (GB 18030), Mongolian names with their dot, units of one character.
RARE = "㛃䶮𬭊龘鿍喆堃燊骉㎡㎏℃"
NAMES = ("阿拉坦·乌日娜·斯琴高娃", "王㛃", "李䶮", "钱𬭊", "额尔德尼·孟克巴雅尔", "张喆堃")
LONG = "内蒙古自治区锡林郭勒盟西乌珠穆沁旗草原生态修复与优质乡土草种质资源创新利用产业技术研究院有限责任公司（示例）"
TITLE = "内蒙古东部地区盐碱化耕地改良与优质饲草高产栽培关键技术集成示范"
BODY = (
    "根据《关于实施重大科技创新工程的意见》（内党发〔2021〕12号）要求，自2022年10月31日起，安排财政经费1,250.5万元，支持不少于3个"
    "盟市、15家单位在12个月内完成≥120万亩示范任务，亩产提高15.5%以上，并于2023年12月31日24:00前报送总结。"
)


def _list(count: int, *, name: str = "", lead: str = "") -> Table:
    columns = (
        Column("序号", 2, "center"), Column("项目编号", 6), Column("项目名称", 12), Column("牵头单位", 9), Column("负责人", 4, "center"),
        Column("财政经费", 4, "right"),
    )  # fmt: skip
    rows = [
        (place, f"2022JBGS{place:04d}", name or f"第{place}项关键技术研究与示范", lead or "敕勒川草业有限公司（示例）",
         NAMES[place % len(NAMES)], f"{place * 37 % 2000:,}")
        for place in range(1, count + 1)
    ]  # fmt: skip
    return Table(columns, rows, unit="万元", totals=("", "合计", "", "", "", "123,456") if rows else ())


def _letter(title: str, blocks: tuple, **more) -> Document:
    values = {
        "issuer": ISSUER,
        "number": "内科发农字〔2022〕108号",
        "signatories": (ISSUER,),
        "printed_by": f"{ISSUER}办公室",
    }
    return Document(title=title, written_on=DAY, blocks=blocks, **(values | more))


def _members(count: int) -> Table:
    columns = (Column("序号", 2, "center"), Column("单位", 8), Column("角色", 3, "center"), Column("任务分工", 9))
    rows = [
        (
            place,
            LONG if place % 7 == 0 else f"第{place}研究院（示例）",
            "牵头单位" if place == 1 else "成员单位",
            "试验与示范",
        )
        for place in range(1, count + 1)
    ]
    return Table(columns, rows, caption="联合体成员")


VARIANTS = {
    "shortest": _letter("关于放假的通知", (Paragraph("现将有关事项通知如下。"),), number="", printed_by=""),
    "one-annex": _letter(
        "关于发布首批“揭榜挂帅”榜单的通知",
        (Paragraph(BODY), Heading("有关要求"), Paragraph(BODY), Heading("时间", 2), Paragraph(BODY)),
        addressees="各盟市科技局，各有关单位", annexes=(Annex("立项项目清单", (_list(12),)),),
    ),
    "three-annexes": _letter(
        f"{ISSUER}关于下达《{TITLE}》等40个项目立项计划及2022年度财政经费的通知",
        (Paragraph(BODY), Heading("有关要求"), Paragraph("\n".join([BODY] * 3))),
        addressees="各盟市科技局、财政局，满洲里市、二连浩特市科技局，各有关高等院校、科研院所，各项目牵头单位及其主管部门",
        annexes=(
            Annex("立项项目清单", (_list(40),)),
            Annex(f"{TITLE}等40个项目创新联合体成员单位名单及任务分工情况汇总表", (_members(30),)),
            Annex("联系人名单", (Facts([("联系人", "额尔德尼·孟克巴雅尔"), ("电话", "0471-0000000")]), NewPage(), Paragraph(BODY))),
        ),
        copies_to="自治区党委办公厅、政府办公厅，自治区财政厅、农牧厅、工业和信息化厅、市场监督管理局、审计厅，各盟行政公署、市人民政府",
    ),
    "long-names": _letter(
        f"关于{LONG}牵头承担项目有关事项的批复",
        (Paragraph(BODY), Facts([("牵头单位", LONG), ("项目名称", TITLE * 2), ("面积", "1,200万亩（8,000,000㎡）")]), _list(4, name=TITLE * 2, lead=LONG)),
        addressees=LONG,
    ),
    "rare": _letter(
        f"关于{RARE[:6]}等同志任职的通知",
        (Paragraph(f"{RARE}。{BODY}"), _list(7, name=f"含{RARE}的名称"), Paragraph("、".join(NAMES) + "。")),
        addressees="有关单位",
    ),
    "empty": _letter("关于清单为空的公示", (Heading("清单"), _list(0), Facts([]), Paragraph("特此公示。")), annexes=(Annex("空清单", (_list(0),)),)),
    "draft": _letter("关于拟立项项目的公示", (Paragraph(BODY),) * 3, mark="草稿", number=""),
    "minutes": _letter(
        "2022年第3次联席会议纪要", (Heading("议定事项"), Paragraph("\n".join([BODY] * 4))), head="联席会议纪要", signatories=(), printed_by="",
        roll=(("出席", "自治区科技厅、财政厅、农牧厅、工业和信息化厅、能源局、生态环境厅、林业和草原局、水利厅。"), ("列席", "监督处。")),
    ),
    "agreement": Document(
        title="“揭榜挂帅”项目任务书", written_on=DAY,
        blocks=(
            Facts([("项目编号", "2022JBGS0001"), ("乙方", LONG)]), Heading("目的意义"), Paragraph("\n".join([BODY] * 6)),
            Heading("承担单位"), _members(30), Heading("签署"),
            Parties((Party("甲方", ISSUER, ("（盖章）", "日期：2022年10月31日")), Party("乙方", LONG, ("（盖章）", "日期：　　　　年　　月　　日")))),
        ),
    ),
}  # fmt: skip
