"""Forms of a draft's sections. Half-filled is fine: what is missing is listed apart; only what cannot be read is named."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from consortia.drafts import grid
from consortia.drafts.foundation import years_offered
from consortia.drafts.schema import BENEFITS, MAX_ROWS, NARRATIVE, NONE_OF, SECTIONS, WRITTEN
from consortia.enums import FundingSource, TeamRole
from consortia.forms.budget import LineForm, SourceForm, UseForm
from consortia.forms.fields import PICK, Amount, choice, text, whole
from consortia.forms.foundation import PlatformForm, RightForm, RunningForm, YearForm
from consortia.forms.rows import Choices, RowForm
from consortia.models import Bid
from core.errors import Refused
from core.selecting import key_of


class SectionForm(forms.Form):
    """A single form; `content()` is what `save_section` takes. What cannot be read stays as it was saved."""

    def __init__(self, *args, choices: Choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        pass

    def content(self) -> dict:
        return {name: self.cleaned_data.get(name, self.initial.get(name)) for name in self.fields}


#: Said where the members have too many people for a list.
TEAM_ALONE = _("成员单位人员较多，只列出研发团队；没有列出的人员，请先在联合体页面“更新研发团队”中加入。")


class BasicForm(SectionForm):
    title = text(_("项目名称"), of="basic.title")
    leader_id = choice(_("项目负责人"), [], is_id=True)
    chief_scientist_id = choice(_("首席科学家"), [], is_id=True)
    duration_months = whole(_("实施周期"))
    keywords = text(_("关键词"), of="basic.keywords")
    summary = text(_("摘要"), 5, of="basic.summary", help_text=_("不超过 500 字。"))
    public_summary = text(
        _("公开摘要"), 4, of="basic.public_summary", help_text=_("立项后对外公开，不得含商业秘密；不超过 500 字。")
    )
    no_state_secrets = forms.BooleanField(label=_("所报材料均不涉及国家秘密"), required=False)

    def offer(self, choices):
        self.fields["duration_months"].unit = _("个月")
        self.fields["leader_id"].help_text = (
            TEAM_ALONE if choices.has_too_many else _("联合体成员单位的人员；不限学历、职称和年龄。")
        )
        for name in ("leader_id", "chief_scientist_id"):
            self.fields[name].choices = [*PICK, *choices.people]


class TechnicalForm(SectionForm):
    def offer(self, choices):
        for name, label in NARRATIVE.items():
            self.fields[name] = text(label, 6)


class FoundationForm(SectionForm):
    """A tick a table: that there is none of what it would name."""

    def offer(self, choices):
        for name, (table, label) in NONE_OF.items():
            self.fields[name] = forms.BooleanField(label=label, required=False)
            self.fields[name].table = table


class BenefitsForm(SectionForm):
    def offer(self, choices):
        for name, label in BENEFITS.items():
            self.fields[name] = text(label, 4)
        self.fields["economic"].help_text = _("三项效益至少填写一项，写明可以考核的数量和时间。")
        self.fields["scenarios"].help_text = _("在哪里用、谁来用、用多大规模，怎样推广。")
        self.fields["ownership"].help_text = _(
            "各方分别完成和共同完成的成果归谁所有、谁可以实施、收益怎样分配；应与组建协议一致。"
        )


class ResponseForm(RowForm):
    is_fixed = True
    silent = ("indicator_id",)
    indicator_id = forms.IntegerField(widget=forms.HiddenInput)
    promised = text(_("承诺值"))
    evidence = text(_("依据"), 2)

    @staticmethod
    def offered(choices: Choices, rows: list[dict]) -> list[dict]:
        said = {row["indicator_id"]: row for row in rows}
        return [said.get(pk, {"indicator_id": pk, "promised": "", "evidence": ""}) for pk in choices.indicators]

    def offer(self, choices):
        key = self.initial.get("indicator_id") or (
            self.data.get(self.add_prefix("indicator_id")) if self.is_bound else None
        )
        indicator = choices.indicators.get(key_of(key))
        self.fields["promised"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
        if indicator is not None:
            target = f"{Decimal(indicator.target).normalize():f}"
            self.title = f"{indicator.number}. {indicator.name}"
            self.target = f"{indicator.get_comparator_display()} {target} {indicator.unit}"
            self.method = indicator.test_method
            self.is_hard = indicator.is_hard
            self.fields["promised"].unit = indicator.unit
            self.fields["promised"].widget.attrs |= {"data-target": target, "data-comparator": indicator.comparator}


class TaskForm(RowForm):
    title = text(_("课题名称"), of="tasks.title")
    organization_id = choice(_("承担单位"), [], is_id=True)
    leader_name = text(_("课题负责人"), of="tasks.leader_name")
    amount_fen = Amount(label=_("经费（万元）"))

    def offer(self, choices):
        self.fields["organization_id"].choices = [*PICK, *choices.units]


class TeamForm(RowForm):
    silent = ("months_per_year", "role", "organization_id")
    person_id = choice(_("人员"), [], is_id=True)
    role = choice(_("角色"), TeamRole.choices)
    months_per_year = whole(_("每年投入（月）"))
    tasks = text(_("分工"), of="team.tasks")

    def offer(self, choices):
        self.fields["person_id"].choices = [*PICK, *choices.people]
        self._owner = choices.owner

    def row(self):
        row = super().row()
        return row | {"organization_id": self._owner.get(row["person_id"])}


class MilestoneForm(RowForm):
    name = text(_("节点"), of="milestones.name")
    month_offset = whole(_("第几个月"))
    targets = text(_("考核目标"), 2)
    deliverables = text(_("交付物"), 2)
    fiscal_share_percent = whole(_("拨款比例（%）"))


class MatchingForm(RowForm):
    division_id = choice(_("出资地方"), [], is_id=True)
    amount_fen = Amount(label=_("金额（万元）"))
    policy_document = text(_("政策文件"), of="matching.policy_document")

    def offer(self, choices):
        self.fields["division_id"].choices = [*PICK, *choices.divisions]


SINGLE = {"basic": BasicForm, "technical": TechnicalForm, "foundation": FoundationForm, "benefits": BenefitsForm}
#: section -> (table, form of a row, caption)
TABLES = {
    "responses": (("rows", ResponseForm, _("指标响应")),),
    "tasks": (("rows", TaskForm, _("课题")),),
    "team": (("rows", TeamForm, _("项目组成员")),),
    "foundation": (
        ("platforms", PlatformForm, _("依托的创新平台")),
        ("rights", RightForm, _("已有知识产权")),
        ("projects", RunningForm, _("在研项目")),
    ),
    "milestones": (("rows", MilestoneForm, _("里程碑")), ("years", YearForm, _("年度目标"))),
    "budget": (("sources", SourceForm, _("资金来源")), ("uses", UseForm, _("资金支出"))),
    "matching": (("rows", MatchingForm, _("配套资金")),),
}


class _Rows(forms.BaseFormSet):
    """Removal is a hidden mark: a button sets it, with or without script."""

    deletion_widget = forms.HiddenInput

    @property
    def column_totals(self) -> list[tuple[int, int]]:
        """(year, fen) under each column of a grid."""
        lines = [form for form in self.forms if not form.is_removed]
        years = self.empty_form.years
        return [(year, sum(form.value_of(f"y{year}") or 0 for form in lines)) for year in years]

    @property
    def grand_total(self) -> int:
        return sum(amount for _year, amount in self.column_totals)


class SectionForms:
    """The form or the tables of one section, bound or with what was saved.

    `more` maps a table to how many empty rows are asked for. After `content()` of a bound section `places` maps each
    table to the page's rows in the order in which they were kept: the places of defects are found through it.
    """

    def __init__(
        self, name: str, bid: Bid, *, content: dict, data=None, more: dict | None = None, months=None, budget=None
    ):
        self.name, self.form, self.tables, self.shown = name, None, [], content
        self.places: dict[str, list[int]] = {}
        self.choices = choices = Choices(bid, content, months, budget)
        if name in SINGLE:
            self.form = SINGLE[name](data, initial=content, choices=choices)
        ticks = {field.field.table: field for field in self.form or () if hasattr(field.field, "table")}
        for table, row_form, caption in TABLES.get(name, ()):
            fixed = row_form.is_fixed
            rows = self._rows(table, row_form, content)
            extra = 0 if fixed else (more or {}).get(table, 0) + (0 if rows else 1)
            formset_class = forms.formset_factory(
                row_form, formset=_Rows, extra=extra, can_delete=not fixed, max_num=MAX_ROWS, absolute_max=MAX_ROWS + 50
            )
            # A page that sends its rows says all of them: what was saved meanwhile may have other rows in these places.
            initial = rows if data is None else None
            made = formset_class(data, initial=initial, prefix=table, form_kwargs={"choices": choices})
            made.caption, made.table, made.is_grid = caption, table, issubclass(row_form, LineForm)
            made.is_fixed, made.is_card, made.none = fixed, row_form.is_card, ticks.get(table)
            self.tables.append((table, made))

    def _rows(self, table: str, row_form, content: dict) -> list[dict]:
        rows, choices = content.get(table, []), self.choices
        if row_form.is_fixed:
            return row_form.offered(choices, rows)
        if not issubclass(row_form, LineForm):
            return rows
        if not rows and table == "sources":
            return [
                {"source": FundingSource.FISCAL},
                {"source": FundingSource.SELF, "organization_id": choices.lead_id},
            ]
        return [row_form.initial_of(line) for line in grid.lines(table, rows, choices.years)]

    def is_valid(self) -> bool:
        """Whether everything could be read. Raises Refused where the form came without its own frame (cut short)."""
        for _table, made in self.tables:
            if not made.management_form.is_valid():
                label = SECTIONS[self.name].label
                raise Refused("section_shape", _("“%(part)s”没有完整送达，请重新保存。") % {"part": label})
        # Every table is asked: all defects are shown at once.
        boxes = [*([self.form] if self.form is not None else []), *(made for _table, made in self.tables)]
        return sum(not box.is_valid() for box in boxes) == 0

    def content(self) -> dict:
        """What can be kept, after `is_valid()`; unreadable cells of tables are empty."""
        found = self.form.content() if self.form is not None else {}
        if not self.tables:
            return found
        for table, made in self.tables:
            kept = [place for place, form in enumerate(made.forms) if self._kept(form)]
            rows = [made.forms[place].row() for place in kept]
            if made.is_grid:
                found[table] = grid.flat(table, rows, self.choices.years)
            else:
                found[table] = rows
            self.places[table] = kept
        self.shown = found
        return found

    def _kept(self, form) -> bool:
        return not form.is_removed and (self.name == "responses" or form.says_something())

    def errors(self) -> list[tuple[str, str]]:
        """(element id, sentence) of every cell that could not be read."""
        forms_here = [self.form] if self.form is not None else []
        forms_here += [form for _t, made in self.tables for form in made.forms]
        return [
            (form[name].id_for_label or form[name].auto_id, str(error))
            for form in forms_here
            for name, found in form.errors.items()
            if name in form.fields
            for error in found
        ]

    def element(self, anchor: str) -> str:
        """The id of the element that a defect is about, like "id_rows-2-amount_fen"; of the table where it is a whole one."""
        return element_id(self.name, anchor, self.shown, self.choices.years, self.places)


def element_id(section: str, anchor: str, content: dict, years: list[int], places: dict | None = None) -> str:
    """Where on the section's page the defect with this anchor is fixed. `places`: see SectionForms."""
    place = anchor.removeprefix(f"{section}-")
    table, _dash, rest = place.partition("-")
    number, _dash, column = rest.partition("-")
    if not column or not number.isdecimal():
        return f"part-{place}" if place in {"ratio", *SECTIONS[section].tables} else f"id_{place}"
    row = int(number)
    if table == "years":  # named by the year itself: one without a target has no row
        offered = years_offered(years, content.get("years", []))
        return f"id_years-{offered.index(row)}-{column}" if row in offered else "part-years"
    if section == "team" and column == "organization_id":
        column = "person_id"
    if section == "budget":
        row, column = _cell(table, row, column, content, years)
    kept = (places or {}).get(table)
    row = kept[row] if kept and row < len(kept) else row
    return f"id_{table}-{row}-{column}"


def _cell(table: str, flat_row: int, column: str, content: dict, years: list[int]) -> tuple[int, str]:
    for number, line in enumerate(grid.lines(table, content.get(table, []), years)):
        for year, place in line.places.items():
            if place == flat_row:
                return number, f"y{year}" if column == "amount_fen" else column
    return flat_row, column


assert set(SINGLE) | set(TABLES) == set(WRITTEN)
