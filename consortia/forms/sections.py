"""Forms of a draft's sections. Half-filled is fine: what is missing is listed apart; only what cannot be read is refused."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind
from accounts.models import Division, Person
from consortia import queries
from consortia.drafts.faults import SUMMARY_CHARS, TITLE_CHARS
from consortia.drafts.schema import NARRATIVE, WRITTEN
from consortia.enums import FundingSource, TeamRole, UseCategory
from consortia.models import Bid
from core import clock
from core.forms_money import MoneyField

PICK = [("", _("请选择"))]
EXTRA_ROWS = 2


def _whole(label: str, **options) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=100_000, required=False, **options)


def _text(label: str, rows: int = 0, **options) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput
    return forms.CharField(label=label, required=False, widget=widget, **options)


def _choice(label: str, choices, *, whole: bool = False) -> forms.TypedChoiceField:
    """A pick that may stay open; `whole` answers an id or None, else text."""
    coerce, empty = (int, None) if whole else (str, "")
    return forms.TypedChoiceField(
        label=label, choices=[*PICK, *choices], coerce=coerce, empty_value=empty, required=False
    )


class Choices:
    """What the pickers of one bid offer; read once for all rows."""

    def __init__(self, bid: Bid):
        units = [one.organization for one in queries.confirmed(bid.consortium).order_by("role", "pk")]
        self.units = [(unit.pk, unit.name) for unit in units]
        self.enterprises = [(unit.pk, unit.name) for unit in units if unit.kind == OrganizationKind.ENTERPRISE]
        people = (
            Person.objects.filter(organization__in=units).select_related("organization").order_by("organization", "pk")
        )
        self.people = [(one.pk, f"{one.name}（{one.organization.name}）") for one in people]
        chief = bid.consortium.chief_scientist
        if chief and chief.pk not in dict(self.people):
            self.people.append((chief.pk, f"{chief.name}（{chief.organization.name}）"))
        self.owner = {one.pk: one.organization_id for one in [*people, *([chief] if chief else [])]}
        first = clock.today().year
        self.years = [(year, str(year)) for year in range(first, first + 7)]
        self.cap_fen = bid.challenge.fiscal_cap_fen
        places = Division.objects.filter(level__in=["PREFECTURE", "COUNTY"], code__startswith="15").order_by("code")
        self.divisions = [(one.pk, one.name) for one in places]
        self.indicators = {one.pk: one for one in bid.challenge.indicators.order_by("number")}


class SectionForm(forms.Form):
    """A single form; `content()` is what `save_section` takes."""

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        pass

    def content(self) -> dict:
        return dict(self.cleaned_data)


class BasicForm(SectionForm):
    title = _text(_("项目名称"), max_length=TITLE_CHARS)
    leader_id = _choice(_("项目负责人"), [], whole=True)
    chief_scientist_id = _choice(_("首席科学家"), [], whole=True)
    duration_months = _whole(_("实施周期"))
    keywords = _text(_("关键词"), max_length=200)
    summary = _text(_("摘要"), 5, help_text=_("不超过 500 字。"))
    public_summary = _text(_("公开摘要"), 4, help_text=_("立项后对外公开，不得含商业秘密；不超过 500 字。"))
    no_state_secrets = forms.BooleanField(label=_("所报材料均不涉及国家秘密"), required=False)

    def offer(self, choices):
        self.fields["duration_months"].unit = _("个月")
        self.fields["leader_id"].help_text = _("联合体成员单位的人员；不限学历、职称和年龄。")
        for name in ("leader_id", "chief_scientist_id"):
            self.fields[name].choices = [*PICK, *choices.people]

    def clean(self):
        cleaned = super().clean()
        for name in ("summary", "public_summary"):
            if len(cleaned.get(name) or "") > SUMMARY_CHARS * 4:
                self.add_error(name, _("内容过长，请精简到 500 字以内。"))
        return cleaned


class TechnicalForm(SectionForm):
    def offer(self, choices):
        for name, label in NARRATIVE.items():
            self.fields[name] = _text(label, 6)


class RowForm(forms.Form):
    """One row of a table. A row that says nothing is dropped."""

    #: fields that alone do not make a row
    silent: tuple[str, ...] = ()

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        pass

    def row(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "DELETE"}

    def says_something(self) -> bool:
        return any(value not in ("", None) for name, value in self.row().items() if name not in self.silent)


class ResponseForm(RowForm):
    silent = ("indicator_id",)
    indicator_id = forms.IntegerField(widget=forms.HiddenInput)
    promised = _text(_("承诺值"), max_length=30)
    evidence = _text(_("依据"), 2)

    def offer(self, choices):
        key = self.initial.get("indicator_id") or (
            self.data.get(self.add_prefix("indicator_id")) if self.is_bound else None
        )
        indicator = choices.indicators.get(int(key)) if str(key).isdigit() else None
        if indicator is not None:
            target = f"{Decimal(indicator.target).normalize():f}"
            self.title = f"{indicator.number}. {indicator.name}"
            self.target = f"{indicator.get_comparator_display()} {target} {indicator.unit}"
            self.method = indicator.test_method
            self.is_hard = indicator.is_hard


class TaskForm(RowForm):
    title = _text(_("课题名称"), max_length=200)
    organization_id = _choice(_("承担单位"), [], whole=True)
    leader_name = _text(_("课题负责人"), max_length=60)
    amount_fen = MoneyField(label=_("经费（万元）"), required=False)

    def offer(self, choices):
        self.fields["organization_id"].choices = [*PICK, *choices.units]


class TeamForm(RowForm):
    silent = ("months_per_year", "role")
    person_id = _choice(_("人员"), [], whole=True)
    role = _choice(_("角色"), TeamRole.choices)
    months_per_year = _whole(_("每年投入（月）"))
    tasks = _text(_("分工"), max_length=200)

    def offer(self, choices):
        self.fields["person_id"].choices = [*PICK, *choices.people]
        self._owner = choices.owner

    def row(self):
        row = super().row()
        return row | {"organization_id": self._owner.get(row["person_id"])}


class MilestoneForm(RowForm):
    name = _text(_("节点"), max_length=120)
    month_offset = _whole(_("第几个月"))
    targets = _text(_("考核目标"), 2)
    deliverables = _text(_("交付物"), 2)
    fiscal_share_percent = _whole(_("拨款比例（%）"))


class SourceForm(RowForm):
    silent = ("year",)
    source = _choice(_("资金来源"), FundingSource.choices)
    year = _choice(_("年度"), [], whole=True)
    organization_id = _choice(_("出资企业（自筹、贷款）"), [], whole=True)
    amount_fen = MoneyField(label=_("金额（万元）"), required=False)

    def offer(self, choices):
        self.fields["year"].choices = [*PICK, *choices.years]
        self.fields["organization_id"].choices = [*PICK, *choices.enterprises]
        self.fields["amount_fen"].cap_fen = choices.cap_fen


class UseForm(RowForm):
    silent = ("year", "source")
    category = _choice(_("支出科目"), UseCategory.choices)
    source = _choice(_("资金来源"), FundingSource.choices)
    year = _choice(_("年度"), [], whole=True)
    organization_id = _choice(_("使用单位"), [], whole=True)
    amount_fen = MoneyField(label=_("金额（万元）"), required=False)

    def offer(self, choices):
        self.fields["year"].choices = [*PICK, *choices.years]
        self.fields["organization_id"].choices = [*PICK, *choices.units]
        self.fields["amount_fen"].cap_fen = choices.cap_fen


class MatchingForm(RowForm):
    division_id = _choice(_("出资地方"), [], whole=True)
    amount_fen = MoneyField(label=_("金额（万元）"), required=False)
    policy_document = _text(_("政策文件"), max_length=200)

    def offer(self, choices):
        self.fields["division_id"].choices = [*PICK, *choices.divisions]


SINGLE = {"basic": BasicForm, "technical": TechnicalForm}
#: section -> (table, form of a row, caption)
TABLES = {
    "responses": (("rows", ResponseForm, _("指标响应")),),
    "tasks": (("rows", TaskForm, _("课题")),),
    "team": (("rows", TeamForm, _("项目组成员")),),
    "milestones": (("rows", MilestoneForm, _("里程碑")),),
    "budget": (("sources", SourceForm, _("资金来源")), ("uses", UseForm, _("资金支出"))),
    "matching": (("rows", MatchingForm, _("配套资金")),),
}


class SectionForms:
    """The form or the tables of one section, bound or with what was saved."""

    def __init__(self, name: str, bid: Bid, *, content: dict, data=None):
        self.name, self.form, self.tables = name, None, []
        choices = Choices(bid)
        if name in SINGLE:
            self.form = SINGLE[name](data, initial=content, choices=choices)
            return
        for table, row_form, caption in TABLES[name]:
            fixed = name == "responses"
            rows = content.get(table, [])
            if fixed:
                said = {row["indicator_id"]: row for row in rows}
                rows = [said.get(pk, {"indicator_id": pk, "promised": "", "evidence": ""}) for pk in choices.indicators]
            formset_class = forms.formset_factory(
                row_form, extra=0 if fixed else EXTRA_ROWS + (0 if rows else 2), can_delete=not fixed, max_num=300
            )
            made = formset_class(data, initial=rows, prefix=table, form_kwargs={"choices": choices})
            made.caption = caption
            for form in made.forms:
                if "DELETE" in form.fields:
                    form.fields["DELETE"].label = _("删除")
            self.tables.append((table, made))

    def is_valid(self) -> bool:
        if self.form is not None:
            return self.form.is_valid()
        # Every table is asked: all defects are shown at once.
        return sum(not made.is_valid() for _table, made in self.tables) == 0

    def content(self) -> dict:
        if self.form is not None:
            return self.form.content()
        return {table: [form.row() for form in made.forms if self._kept(form)] for table, made in self.tables}

    def _kept(self, form) -> bool:
        if not form.cleaned_data or form.cleaned_data.get("DELETE"):
            return False
        return self.name == "responses" or form.says_something()


assert set(SINGLE) | set(TABLES) == set(WRITTEN)
