"""Many people of a unit at once: a table pasted or uploaded, each line checked as the form of one person is."""

from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.many_people import MOST_PEOPLE
from accounts.enums import IdentityKind
from accounts.forms.people import PersonForm
from accounts.models import Organization, Person
from accounts.queries import namesakes, people_numbered
from core import pasted
from core.errors import Refused
from core.fields import blind_index
from core.identifiers import mask_id
from core.text import nfkc, no_blanks
from core.ui.forms import error_texts


@dataclass(frozen=True)
class Column:
    """A column by the field of the form that it fills; `others` are headings that people write instead."""

    field: str
    label: str
    hint: str
    example: str = ""
    others: tuple[str, ...] = ()


COLUMNS = (
    Column("name", "姓名", "必填", "张三", ("名字",)),
    Column("identity_kind", "证件类型", "居民身份证、护照、其他证件；不填为居民身份证", "居民身份证"),
    Column(
        "identity_number", "证件号码", "可不填；加密保存，只用于识别同一人", "150105199001010018",
        ("身份证号", "身份证号码", "证件号"),
    ),
    Column("is_checked", "证件号码已核对", "号码未通过校验但核对无误的填“是”，其余不填"),
    Column("birth_year", "出生年", "四位数字，可不填", "1990", ("出生年份",)),
    Column("is_another", "确非同一人", "与已登记的同名人员不是同一人的填“是”，其余不填"),
    Column("employed_since", "入职日期", "形如 2019-03-01，可不填", "2019-03-01", ("入职时间",)),
    Column("title", "职称", "可不填", "研究员"),
    Column("degree", "学历学位", "可不填", "博士研究生", ("学历", "学位")),
    Column("research_fields", "研究领域", "可不填", "牧草种质资源"),
    Column("is_academician", "院士", "是或否；不填为否"),
    Column("orcid", "ORCID", "没有的不填", "0000-0002-1825-0097"),
    Column("phone", "手机", "可不填", "13800000000", ("手机号", "手机号码", "电话", "联系电话")),
    Column("email", "邮箱", "可不填", "zhangsan@example.com", ("电子邮箱", "电子邮件")),
)  # fmt: skip
_BY_HEADING = {word.upper(): one for one in COLUMNS for word in (one.label, *one.others)}
_UNREAD = frozenset({"序号", "编号", "行号"})  # columns that lists have and nobody needs
_YES = frozenset({"是", "√", "✓", "Y", "YES", "1", "TRUE"})
_NO = frozenset({"", "否", "×", "N", "NO", "0", "FALSE"})
_KINDS = {str(label): value for value, label in IdentityKind.choices} | {"身份证": IdentityKind.RESIDENT.value}
_YES_OR_NO = ("is_checked", "is_another", "is_academician")
_SENTENCES = {"birth_year": _("应为四位年份，如 1990"), "employed_since": _("应形如 2019-03-01")}


class PersonLineForm(PersonForm):
    """One line. Who resembles whom is asked for all lines together (`check`)."""

    def _refuse_resembling(self, cleaned: dict) -> None:
        """Answered by `check`."""


@dataclass
class Line:
    """One line of the table; `number` is that of the spreadsheet. What it is goes by what stands in it."""

    number: int
    cells: list[str]
    typed: dict[str, str] = field(default_factory=dict)
    cleaned: dict = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)
    known: Person | None = None  # here already: nothing is to be done
    known_why: str = ""
    moves_from: Organization | None = None

    @property
    def name(self) -> str:
        return self.typed.get("name", "")

    @property
    def masked_number(self) -> str:
        plain = self.typed.get("identity_number", "")
        return mask_id(plain) if plain else ""

    @property
    def details(self) -> str:
        names = ("birth_year", "title", "degree", "research_fields", "employed_since", "orcid", "phone", "email")
        found = [self.typed.get(name, "") for name in names]
        return " · ".join(
            [part for part in found if part] + ([str(_("院士"))] if self.typed.get("is_academician") else [])
        )


@dataclass
class Checked:
    """What a table would do."""

    head: list[str]
    lines: list[Line]

    @property
    def bad(self) -> list[Line]:
        return [one for one in self.lines if one.defects and not one.known]

    @property
    def known(self) -> list[Line]:
        return [one for one in self.lines if one.known]

    @property
    def good(self) -> list[Line]:
        return [one for one in self.lines if not one.defects and not one.known]

    @property
    def left_over(self) -> str:
        """The lines that cannot be entered yet, with their headings: what goes back into the box."""
        return pasted.written([self.head, *(one.cells for one in self.bad)]) if self.bad else ""


class PeopleTableForm(forms.Form):
    """`cleaned_data` has the `text` wherever it came from, and what `read` makes of it."""

    text = forms.CharField(
        label=_("人员表"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off", "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("在 Excel 中选中表格（连同第一行的列名）后复制，粘贴到这里。"),
    )
    # Read and forgotten: its text goes into the box, nothing of it is kept, so it does not come in parts.
    upload = forms.FileField(
        label=_("或上传文件"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV 或文本文件，不超过 2 MB；选了文件的，以文件为准，框中内容由文件内容替换。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            one.mark = _("任选其一")

    def clean(self):
        cleaned = super().clean()
        where = "upload" if cleaned.get("upload") else "text"
        try:
            if where == "upload":
                text, where = pasted.decoded(cleaned["upload"].read()), "text"
                self.data = self.data.copy()
                self.data["text"] = text  # in the box from now on, also where it is no table yet
            else:
                text = cleaned.get("text") or ""
            cleaned["text"] = text
            cleaned["head"], cleaned["columns"], cleaned["lines"] = read(text)
        except Refused as refusal:
            self.add_error(where, str(refusal))
        return cleaned


def read(text: str) -> tuple[list[str], list[Column | None], list[Line]]:
    """The headings, the column of each place (None: not read), the lines. Refused: empty, headings, too_many."""
    rows = pasted.lines(text)
    if not any(any(row) for row in rows):
        raise Refused("empty", _("请粘贴人员表，或选择文件。"))
    start = next(place for place, row in enumerate(rows) if any(row))
    columns = _columns(rows[start])
    found = [Line(place, row) for place, row in enumerate(rows[start + 1 :], start + 2) if any(row)]
    if not found:
        raise Refused("empty", _("只有列名，没有人员。请把人员一起粘贴。"))
    if len(found) > MOST_PEOPLE:
        counts = {"most": MOST_PEOPLE, "count": len(found)}
        raise Refused("too_many", _("一次最多登记 %(most)d 人，表中有 %(count)d 人，请分次登记。") % counts)
    for place, word in enumerate(rows[start]):
        if not word and any(line.cells[place : place + 1] != [""] for line in found if len(line.cells) > place):
            raise Refused("headings", _("第 %(place)d 列没有列名，请补上列名或删去该列。") % {"place": place + 1})
    for line in found:
        _take(line, columns)
    return rows[start], columns, found


def _columns(head: list[str]) -> list[Column | None]:
    words = [no_blanks(word) for word in head]
    found = [_BY_HEADING.get(word.upper()) for word in words]
    known = "、".join(one.label for one in COLUMNS)
    if not any(found):
        raise Refused("headings", _("第一行应为列名。请连同列名一起粘贴，可用的列名为：%(known)s。") % {"known": known})
    strange = [word for word, one in zip(words, found, strict=True) if word and one is None and word not in _UNREAD]
    if strange:
        names = {"strange": "、".join(strange), "known": known}
        raise Refused("headings", _("不认识的列：%(strange)s。请改名或删去；可用的列名为：%(known)s。") % names)
    labels = [one.label for one in found if one]
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise Refused("headings", _("有重复的列：%(names)s。请只留一列。") % {"names": "、".join(twice)})
    if COLUMNS[0] not in found:
        raise Refused("headings", _("缺少“姓名”一列。"))
    return found


def _take(line: Line, columns: list[Column | None]) -> None:
    """The line's cells as the form takes them, and what no form would see."""
    if any(line.cells[len(columns) :]):
        line.defects.append(str(_("比列名多出内容，请检查是否错列")))
    for column, cell in zip(columns, line.cells, strict=False):
        if column is None:
            continue
        why = pasted.spoiled(cell)
        if why:
            line.defects.append(f"{column.label}：{why}")
        line.typed[column.field] = _normal(column.field, pasted.value(cell))
    if pasted.is_rounded(line.typed.get("identity_number", "")):
        line.defects.append(str(_("证件号码：已被 Excel 改成科学计数，末尾数字丢失；请把该列设为“文本”后重新填写")))
    for name in _YES_OR_NO:
        if line.typed.get(name, "").upper() not in _YES | _NO:
            line.defects.append(str(_("%(column)s：只能填“是”或“否”")) % {"column": _label(name)})
        line.typed[name] = "on" if line.typed.get(name, "").upper() in _YES else ""
    kind = line.typed.get("identity_kind", "")
    if kind and kind not in _KINDS:
        line.defects.append(str(_("证件类型：只能填居民身份证、护照或其他证件")))
    line.typed["identity_kind"] = _KINDS.get(kind, IdentityKind.RESIDENT.value)


def _normal(name: str, cell: str) -> str:
    if name == "employed_since":
        return pasted.iso_date(cell)
    if name == "birth_year":
        return pasted.number(cell).removesuffix("年")
    if name in {"identity_number", "phone"}:
        return no_blanks(cell)
    return cell if name in {"name", "title", "degree", "research_fields"} else nfkc(cell)


def _label(name: str) -> str:
    return next((one.label for one in COLUMNS if one.field == name), name)


def check(head: list[str], lines: list[Line], organization: Organization) -> Checked:
    """Each line with all its defects; who is here already is recognised. Asks the database twice, however many lines."""
    for line in lines:
        _fill_in(line, organization)
    numbered = people_numbered({one.cleaned["index"] for one in lines if one.cleaned.get("index")})
    same_name = namesakes({one.name for one in lines if one.name})
    before: list[Line] = []
    for line in lines:
        _compare(line, organization, numbered, same_name)
        _look_back(line, before)
        before.append(line)
    return Checked(head, lines)


def _fill_in(line: Line, organization: Organization) -> None:
    broken = {one.partition("：")[0] for one in line.defects}
    readable = {name: cell for name, cell in line.typed.items() if _label(name) not in broken}
    form = PersonLineForm(readable, organization=organization)
    form.is_valid()
    for name in form.errors:
        if name == "is_checked":
            line.defects.append(str(_("核对无误的，在“证件号码已核对”一列填“是”")))
        elif _label(name) not in broken:
            texts = [_SENTENCES[name]] if name in _SENTENCES else error_texts(form[name])
            line.defects += [f"{_label(name)}：{str(text).rstrip('。')}" for text in texts]
    kind = readable.get("identity_kind", "")
    line.cleaned = form.cleaned_data | {"index": blind_index(readable.get("identity_number", ""), purpose=kind)}


def _compare(line: Line, organization: Organization, numbered: dict, same_name: dict) -> None:
    """With those who are entered already."""
    person = numbered.get(line.cleaned["index"])
    if person is not None:
        _compare_numbered(line, person, organization)
        return
    if line.typed["is_another"]:
        return
    year = line.cleaned.get("birth_year")
    for other in same_name.get(line.name, ()):
        is_here = other.organization_id == organization.pk and other.left_on is None
        if line.cleaned["index"] and other.identity_hash:
            continue  # two numbers are two people
        if is_here and (year is None or other.birth_year is None or year == other.birth_year):
            line.known = other
            line.known_why = str(_("本单位已有同名人员；不是同一人的，在“确非同一人”一列填“是”"))
            return
        if not line.cleaned["index"] and year is not None and year == other.birth_year:
            line.defects.append(_resembles(other))
            return


def _resembles(other: Person) -> str:
    left = str(_("（已离职）")) if other.left_on else ""
    sentence = _("已有同名、同出生年的人员，登记在%(where)s：同一人的由科技厅办理调动；不是的在“确非同一人”一列填“是”")
    return str(sentence) % {"where": f"{other.organization.name}{left}"}


def _compare_numbered(line: Line, person: Person, organization: Organization) -> None:
    is_ours = person.organization_id == organization.pk
    if person.left_on is None and not is_ours:
        line.defects.append(str(_("证件号码：已由其他单位登记，请其原单位先办理离职，或由科技厅办理调动")))
    elif person.name != line.name:
        line.defects.append(
            str(_("证件号码：在本单位登记的姓名为“%(name)s”")) % {"name": person.name}
            if is_ours
            else str(_("证件号码：与已登记的姓名不一致，请核对"))
        )
    elif person.left_on is None:
        line.known, line.known_why = person, str(_("证件号码相同"))
    else:
        line.moves_from = person.organization


def _look_back(line: Line, before: list[Line]) -> None:
    """With the lines above it."""
    for other in before:
        if line.cleaned["index"] and line.cleaned["index"] == other.cleaned["index"]:
            line.defects.append(str(_("与第 %(number)d 行的证件号码相同")) % {"number": other.number})
            return
        if line.name and line.name == other.name and not line.typed["is_another"]:
            years = {line.cleaned.get("birth_year"), other.cleaned.get("birth_year")} - {None}
            if len(years) < 2 and not (line.cleaned["index"] and other.cleaned["index"]):
                line.defects.append(
                    str(_("与第 %(number)d 行同名；不是同一人的，在“确非同一人”一列填“是”")) % {"number": other.number}
                )
                return
