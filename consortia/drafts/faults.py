"""What is still wrong with a draft: all of it at once, each with the place to go to (C14, R-TIM-09)."""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationKind
from accounts.models import Division, Organization, Person
from challenges.enums import Comparator, Mechanism
from challenges.models import Challenge, RuleSet
from consortia import queries
from consortia.drafts import foundation, schema
from consortia.enums import FundingSource, TeamRole, UseCategory
from consortia.models import Consortium
from core import money

#: Words that must not appear in what is uploaded (R-CON-09).
SECRET_WORDS = ("绝密", "机密", "秘密级", "涉密", "内部资料")
SUMMARY_CHARS = schema.LIMITS["basic", "summary"][0]


@dataclass(frozen=True)
class Defect:
    """`anchor` names the field, like "budget-sources-2-amount_fen". A waivable one does not stop the bid (R-FUN-01)."""

    section: str
    anchor: str
    sentence: str
    code: str = ""
    is_waivable: bool = False

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Totals:
    """Sums of a budget in fen. `self_fen` is what counts for the 2:1; of it `loan_fen` are loans where they count."""

    fiscal_fen: int
    self_fen: int
    loan_fen: int
    matching_fen: int
    other_fen: int
    uses_fen: int

    @property
    def sources_fen(self) -> int:
        return self.fiscal_fen + self.self_fen + self.matching_fen + self.other_fen

    def meets_ratio(self, rule_set: RuleSet) -> bool:
        """R-FUN-01 over the whole period, exact in fen."""
        return self.self_fen * 100 >= self.fiscal_fen * rule_set.self_funding_percent


def totals(budget: dict, rule_set: RuleSet) -> Totals:
    """Q3: loans count as self-funding where the rule set says so. Q4: local matching is on neither side."""

    def of(*sources: str) -> int:
        return sum(row["amount_fen"] or 0 for row in budget.get("sources", []) if row["source"] in sources)

    loans_count = rule_set.loan_counts_as_self
    loan, own = of(FundingSource.LOAN), of(FundingSource.SELF)
    return Totals(
        fiscal_fen=of(FundingSource.FISCAL),
        self_fen=own + (loan if loans_count else 0),
        loan_fen=loan,
        matching_fen=of(FundingSource.MATCHING),
        other_fen=of(FundingSource.SOCIAL, FundingSource.OTHER) + (0 if loans_count else loan),
        uses_fen=sum(row["amount_fen"] or 0 for row in budget.get("uses", [])),
    )


@dataclass
class _Draft:
    """Everything the checks look at, read once."""

    challenge: Challenge
    consortium: Consortium
    content: dict[str, dict]
    rule_set: RuleSet
    members: dict[int, Organization]
    people: dict[int, Person]
    found: list[Defect] = field(default_factory=list)

    def of(self, name: str) -> dict:
        return self.content.get(name) or schema.blank(name)

    def say(self, section: str, anchor: str, sentence, code: str = "", *, is_waivable: bool = False) -> None:
        self.found.append(Defect(section, f"{section}-{anchor}", str(sentence), code, is_waivable))


def defects(*, challenge: Challenge, consortium: Consortium, sections: dict[str, dict]) -> list[Defect]:
    """All defects of a draft, in the order of its sections."""
    team = (sections.get("team") or {}).get("rows", [])
    basic = sections.get("basic") or {}
    asked = {row.get("person_id") for row in team} | {basic.get("leader_id"), basic.get("chief_scientist_id")}
    draft = _Draft(
        challenge,
        consortium,
        sections,
        challenge.batch.rule_set,
        {one.organization_id: one.organization for one in queries.confirmed(consortium)},
        Person.objects.in_bulk([pk for pk in asked if pk]),
    )
    checks = (
        _basic, _technical, _responses, _tasks, _team, foundation.platforms, foundation.rights, foundation.projects,
        _milestones, foundation.annual_targets, _budget, _ratio, _matching, foundation.benefits, _attachments, _lengths,
    )  # fmt: skip
    for check in checks:
        check(draft)
    order = list(schema.SECTIONS)
    return sorted(draft.found, key=lambda one: order.index(one.section))


def _lengths(draft: _Draft) -> None:
    """A draft may hold a text that is too long; the sealed bid becomes columns and may not."""
    sentence = _("%(what)s不超过 %(limit)d 字，现为 %(now)d 字。")
    for (section, *tables, column), (limit, label) in schema.LIMITS.items():
        said = draft.of(section)
        table = tables[0] if tables else "rows"
        texts = [(column, said[column])] if column in said else []
        texts += [(f"{table}-{place}-{column}", row[column]) for place, row in enumerate(said.get(table, []))]
        for anchor, text in texts:
            if len(text) > limit:
                draft.say(section, anchor, sentence % {"what": label, "limit": limit, "now": len(text)})


def _basic(draft: _Draft) -> None:
    basic = draft.of("basic")
    needed = (("title", _("项目名称")), ("summary", _("摘要")), ("public_summary", _("公开摘要")))
    for name, label in needed:
        if not basic[name]:
            draft.say("basic", name, _("请填写%(what)s。") % {"what": label})
    # S36: who leads is the bidder's choice; degree, title and age are never asked.
    if basic["leader_id"] is None:
        draft.say("basic", "leader_id", _("请选择项目负责人。"))
    elif (leader := draft.people.get(basic["leader_id"])) is None or leader.organization_id not in draft.members:
        draft.say("basic", "leader_id", _("项目负责人须是联合体成员单位的人员。"))
    if basic["chief_scientist_id"] and basic["chief_scientist_id"] not in draft.people:
        draft.say("basic", "chief_scientist_id", _("找不到所选的首席科学家。"))
    longest = draft.challenge.duration_months
    if not basic["duration_months"] or not 1 <= basic["duration_months"] <= longest:
        draft.say("basic", "duration_months", _("实施周期应为 1 至 %(longest)d 个月。") % {"longest": longest})
    if not basic["no_state_secrets"]:
        draft.say("basic", "no_state_secrets", _("请确认所报材料均不涉密。"), "R-CON-09")


def _technical(draft: _Draft) -> None:
    technical = draft.of("technical")
    for name in ("content", "route", "risks"):
        if not technical[name]:
            draft.say("technical", name, _("请填写“%(part)s”。") % {"part": schema.NARRATIVE[name]})


def meets(indicator, promised: Decimal) -> bool:
    """Whether a promised value reaches an indicator's target."""
    if indicator.comparator == Comparator.AT_LEAST:
        return promised >= indicator.target
    if indicator.comparator == Comparator.AT_MOST:
        return promised <= indicator.target
    return promised == indicator.target


def decimal_of(text: str) -> Decimal | None:
    """A value typed as text, or None where it is none: at most 12 digits before and 4 behind the point."""
    try:
        value = Decimal(text)
        fits = value.is_finite() and abs(value) < 10**12 and value == round(value, 4)
    except (InvalidOperation, ValueError, TypeError):
        return None
    return value if fits else None


def _responses(draft: _Draft) -> None:
    rows = draft.of("responses")["rows"]
    answers = {row["indicator_id"]: (place, row) for place, row in enumerate(rows)}
    if len(answers) < len(rows):
        draft.say("responses", "rows", _("同一指标只能响应一次。"))
    for indicator in draft.challenge.indicators.order_by("number"):
        place, row = answers.pop(indicator.pk, (None, None))
        anchor = f"rows-{place}-promised" if row else "rows"
        if row is None or not row["promised"]:
            draft.say("responses", anchor, _("请逐条响应指标“%(name)s”。") % {"name": indicator.name}, "R-CON-03")
        elif (promised := decimal_of(row["promised"])) is None:
            draft.say(
                "responses", anchor, _("指标“%(name)s”的承诺值应为数字，最多 4 位小数。") % {"name": indicator.name}
            )
        elif indicator.is_hard and not meets(indicator, promised):
            sentence = _("指标“%(name)s”的承诺值未达到要求（%(sign)s %(target)s %(unit)s）。") % {
                "name": indicator.name,
                "sign": indicator.get_comparator_display(),
                "target": f"{indicator.target.normalize():f}",
                "unit": indicator.unit,
            }
            draft.say("responses", anchor, sentence, "R-CON-03")
    if answers:
        draft.say("responses", "rows", _("有不属于本榜单的指标响应，请删除。"))


def _tasks(draft: _Draft) -> None:
    rows = draft.of("tasks")["rows"]
    if not rows:
        draft.say("tasks", "rows", _("请至少填写一个课题。"))
        return
    for place, row in enumerate(rows):
        if not row["title"]:
            draft.say("tasks", f"rows-{place}-title", _("第 %(n)d 个课题没有名称。") % {"n": place + 1})
        if row["organization_id"] not in draft.members:
            draft.say(
                "tasks",
                f"rows-{place}-organization_id",
                _("第 %(n)d 个课题的承担单位不是联合体成员。") % {"n": place + 1},
            )
    total = totals(draft.of("budget"), draft.rule_set).sources_fen
    spread = sum(row["amount_fen"] or 0 for row in rows)
    if spread != total:
        sentence = _("课题经费合计 %(spread)s 万元，与预算总额 %(total)s 万元不一致。")
        draft.say("tasks", "rows", sentence % {"spread": money.exact_text(spread), "total": money.exact_text(total)})


def _team(draft: _Draft) -> None:
    rows = draft.of("team")["rows"]
    ids = [row["person_id"] for row in rows]
    if len(ids) != len(set(ids)):
        draft.say("team", "rows", _("同一人员只列一次。"))
    leaders = [row["person_id"] for row in rows if row["role"] == TeamRole.LEADER]
    if leaders != [draft.of("basic")["leader_id"]]:
        draft.say("team", "rows", _("项目组中应有且只有一名项目负责人，并与基本信息一致。"))
    for place, row in enumerate(rows):
        if row["person_id"] not in draft.people:
            draft.say("team", f"rows-{place}-person_id", _("第 %(n)d 名人员未登记。") % {"n": place + 1})
        if row["role"] not in TeamRole.values:
            draft.say("team", f"rows-{place}-role", _("请选择第 %(n)d 名人员的角色。") % {"n": place + 1})
        if row["organization_id"] not in _units_of(draft, row):
            draft.say(
                "team", f"rows-{place}-organization_id", _("第 %(n)d 名人员的单位不是联合体成员。") % {"n": place + 1}
            )
        if not 1 <= (row["months_per_year"] or 0) <= 12:
            draft.say("team", f"rows-{place}-months_per_year", _("每年投入应为 1 至 12 个月。"))


def _units_of(draft: _Draft, row: dict) -> set[int]:
    """The units a row of the team may name: the members', and a chief scientist's own."""
    who = draft.people.get(row["person_id"])
    return {*draft.members, *([who.organization_id] if who and row["role"] == TeamRole.CHIEF_SCIENTIST else [])}


def _milestones(draft: _Draft) -> None:
    rows = draft.of("milestones")["rows"]
    if not rows:
        draft.say("milestones", "rows", _("请至少填写一个里程碑。"))
        return
    months = [row["month_offset"] or 0 for row in rows]
    longest = draft.of("basic")["duration_months"] or draft.challenge.duration_months
    if months != sorted(set(months)) or months[0] < 1 or months[-1] > longest:
        draft.say(
            "milestones",
            "rows",
            _("里程碑应按时间先后排列，并在实施周期（%(longest)d 个月）之内。") % {"longest": longest},
        )
    for place, row in enumerate(rows):
        if not row["name"] or not row["targets"]:
            draft.say(
                "milestones", f"rows-{place}-name", _("请填写第 %(n)d 个里程碑的节点和考核目标。") % {"n": place + 1}
            )
    shares = sum(row["fiscal_share_percent"] or 0 for row in rows)
    if shares != 100:
        draft.say("milestones", "rows", _("各里程碑拨款比例合计应为 100%%，现为 %(now)d%%。") % {"now": shares})
    for requirement in draft.challenge.milestone_requirements.order_by("number"):
        if not any(month <= requirement.month_offset for month in months):
            sentence = _("榜单要求的节点“%(name)s”（第 %(month)d 个月）之前没有里程碑。")
            draft.say("milestones", "rows", sentence % {"name": requirement.name, "month": requirement.month_offset})


def _budget(draft: _Draft) -> None:
    budget = draft.of("budget")
    cap = draft.challenge.fiscal_cap_fen
    _budget_rows(draft, budget, cap)
    sums = totals(budget, draft.rule_set)
    if draft.rule_set.mechanism == Mechanism.CONSORTIUM_2022 and sums.fiscal_fen == 0:
        draft.say("budget", "sources", _("请填写申请的自治区财政经费。"))
    if cap and sums.fiscal_fen > cap:
        sentence = _("申请财政经费 %(asked)s 万元，超过上限 %(cap)s 万元。")
        draft.say(
            "budget", "sources", sentence % {"asked": money.exact_text(sums.fiscal_fen), "cap": money.exact_text(cap)}
        )
    # E-15: the money that comes in goes out again, year by year.
    for year in sorted({row["year"] or 0 for row in [*budget["sources"], *budget["uses"]]}):
        came = sum(row["amount_fen"] or 0 for row in budget["sources"] if row["year"] == year)
        went = sum(row["amount_fen"] or 0 for row in budget["uses"] if row["year"] == year)
        if came != went:
            sentence = _("%(year)d 年度来源合计 %(came)s 万元，支出合计 %(went)s 万元，应当相等。")
            parts = {"year": year, "came": money.exact_text(came), "went": money.exact_text(went)}
            draft.say("budget", "uses", sentence % parts)


def _budget_rows(draft: _Draft, budget: dict, cap: int | None) -> None:
    for table in ("sources", "uses"):
        for place, row in enumerate(budget[table]):
            anchor = f"{table}-{place}-amount_fen"
            if row["amount_fen"] is None:
                draft.say("budget", anchor, _("请填写金额。"))
            elif cap and money.looks_like_yuan(row["amount_fen"], cap):
                draft.say("budget", anchor, _("金额超过财政支持上限的 50 倍，请检查是否把“元”当作“万元”填写。"), "UNIT")
            if row["source"] not in FundingSource.values or not 2000 <= (row["year"] or 0) <= 2100:
                draft.say("budget", f"{table}-{place}-source", _("请选择资金来源和年度。"))
            if table == "uses" and row["category"] not in UseCategory.values:
                draft.say("budget", f"uses-{place}-category", _("请选择支出科目。"))
            giver = draft.members.get(row["organization_id"])
            if row["organization_id"] and giver is None:
                sentence = _("第 %(n)d 行经费的单位不是联合体成员，请重新选择。")
                draft.say("budget", f"{table}-{place}-organization_id", sentence % {"n": place + 1})
                continue
            # Q5: what a university brings is no self-funding of an enterprise.
            is_own = table == "sources" and row["source"] in {FundingSource.SELF, FundingSource.LOAN}
            if is_own and giver is not None and giver.kind != OrganizationKind.ENTERPRISE:
                sentence = _("企业自筹和贷款只计联合体中的企业；其他单位的资金请列入“其他”。")
                draft.say("budget", f"sources-{place}-organization_id", sentence, "R-FUN-02")


def _ratio(draft: _Draft) -> None:
    if draft.rule_set.mechanism != Mechanism.CONSORTIUM_2022:
        return
    sums = totals(draft.of("budget"), draft.rule_set)
    if sums.fiscal_fen and not sums.meets_ratio(draft.rule_set):
        floor = -(-sums.fiscal_fen * draft.rule_set.self_funding_percent // 100)
        sentence = _(
            "企业自筹与财政经费之比为 %(ratio)s，低于要求；自筹不少于 %(floor)s 万元，还差 %(short)s 万元。确有理由的，可以提交并申请豁免。"
        )
        parts = {
            "ratio": money.ratio_text(sums.self_fen, sums.fiscal_fen),
            "floor": money.exact_text(floor),
            "short": money.exact_text(floor - sums.self_fen),
        }
        draft.say("budget", "ratio", sentence % parts, "R-FUN-01", is_waivable=True)


def _matching(draft: _Draft) -> None:
    rows = draft.of("matching")["rows"]
    known = Division.objects.in_bulk([row["division_id"] for row in rows if row["division_id"]])
    for place, row in enumerate(rows):
        if row["division_id"] not in known or not row["amount_fen"] or not row["policy_document"]:
            draft.say(
                "matching",
                f"rows-{place}-amount_fen",
                _("第 %(n)d 项配套须写明出资地方、金额和政策文件。") % {"n": place + 1},
            )
    promised = sum(row["amount_fen"] or 0 for row in rows)
    budgeted = totals(draft.of("budget"), draft.rule_set).matching_fen
    if promised != budgeted:
        sentence = _("配套资金明细合计 %(rows)s 万元，与预算中的地方配套 %(budget)s 万元不一致。")
        draft.say(
            "matching", "rows", sentence % {"rows": money.exact_text(promised), "budget": money.exact_text(budgeted)}
        )


def _attachments(draft: _Draft) -> None:
    for place, row in enumerate(draft.of("attachments")["rows"]):
        word = next((word for word in SECRET_WORDS if word in row["name"]), None)
        if word:
            sentence = _("附件名称含有“%(word)s”，涉密材料不得上传，请删除。")
            draft.say("attachments", f"rows-{place}-name", sentence % {"word": word}, "R-CON-09")
