"""Scores after the lock: the decision pack of a panel, and one sheet with its correction."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pages import Act, ObjectPage
from core.permissions import allows, require
from core.ui import values
from reviews import actions, queries, rules
from reviews.enums import PanelState, SheetState
from reviews.forms.experts import CorrectForm
from reviews.models import Panel, ScoreSheet
from reviews.queries import desks
from reviews.views.challenges import REVIEWS
from reviews.views.panel_parts import PanelParts
from reviews.views.shared import crumb, points


class ScoresPage(ObjectPage):
    """Everything a sitting needs in one place: money, results, votes, and what each expert wrote (C16)."""

    model = Panel
    template_name = "reviews/scores.html"
    shows_history = False

    def rows(self, user):
        return desks.visible_panels(user)

    def load(self, **kwargs):
        panel = super().load(**kwargs)
        require(rules.see_ranking, self.request.user, panel)
        return panel

    def heading(self, obj) -> str:
        return _("%(panel)s：得分与意见") % {"panel": obj}

    def crumbs(self, obj):
        return [crumb(REVIEWS, "panels"), crumb(str(obj), "panel", obj.pk), (_("得分与意见"), "")]

    def context(self, obj, user) -> dict:
        seats, _bids = queries.spread(obj)
        rows = PanelParts(obj).ranking()
        for row in rows:
            row["sheets"] = [
                {
                    "sheet": sheet,
                    "total": points(sheet.total_hundredths),
                    "mean": f"{seats[sheet.seat_id][0]:.2f}" if sheet.seat_id in seats else "—",
                }
                for sheet in [*row["line"].sheets, *row["line"].voided]
            ]
        return {"ranking": rows, "votes_open": obj.state != PanelState.LOCKED}


class SheetPage(ObjectPage):
    model = ScoreSheet
    template_name = "reviews/sheet.html"
    acts = (
        Act(
            "correct", gettext_lazy("批准更正"), rules.correct_sheet,
            lambda *, obj, by, reason: _correct(obj, reason, by), form=CorrectForm,
            when=lambda sheet: sheet.state == SheetState.LOCKED
            and sheet.seat.panel.state in (PanelState.SCORING, PanelState.LOCKED),
            sentence=gettext_lazy("仅限录入错误等情形；表决开始后不能更正。"), is_danger=True,
        ),
    )  # fmt: skip

    def rows(self, user):
        return desks.visible_sheets(user)

    def crumbs(self, obj):
        panel = obj.seat.panel
        return [crumb(REVIEWS, "panels"), crumb(str(panel), "panel", panel.pk), (str(obj), "")]

    def facts(self, obj, user):
        rows = [
            (_("方案"), f"{obj.bid.number} {obj.bid.title}"),
            (_("专家"), _("%(number)s号席 %(name)s") % {"number": obj.seat.number, "name": obj.seat.expert}),
            (_("锁定时间"), values.instant(obj.locked_at)),
            (_("作废时间"), values.instant(obj.voided_at)),
        ]
        if obj.corrects_id:
            rows.append((_("更正原因"), obj.correction_reason))
        if allows(rules.see_sheet, user, obj):
            rows += [
                (_("总分"), points(obj.total_hundredths)),
                (_("优点"), obj.strengths),
                (_("不足"), obj.weaknesses),
                (_("建议"), obj.suggestion),
                (_("建议财政经费"), values.money(obj.suggested_fen)),
            ]
        return rows

    def context(self, obj, user) -> dict:
        if not allows(rules.see_sheet, user, obj):
            return {"hidden": True}
        return {"scores": obj.scores.select_related("criterion").order_by("criterion__number")}


def _correct(sheet, reason, by):
    actions.void_and_correct_sheet(sheet=sheet, reason=reason, by=by)
