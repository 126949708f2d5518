"""拟立项公示: drafted by one from the decisions of a batch, published by another."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import NoticeKind, NoticeState
from challenges.models import Batch, PublicNotice
from core.documents.links import both
from core.pages import Act, FormPage, ObjectPage
from core.permissions import require
from funding import actions, forms, rules


class DraftNotice(FormPage):
    title = gettext_lazy("起草拟立项公示")
    lead = gettext_lazy("同一榜单的拟立项方案须在同一公示中全部列出；由另一人发布。")
    form = forms.DraftNoticeForm
    submit = gettext_lazy("保存草稿")
    done = gettext_lazy("公示已起草，待发布审核人发布。")

    def prepare(self, pk: int = 0) -> None:
        self.batch = get_object_or_404(Batch.objects.select_related("programme__office"), pk=pk)
        require(rules.draft_award_notice, self.request.user, self.batch)

    def extra(self) -> dict:
        return {"batch": self.batch}

    def initial(self) -> dict:
        return {"title": _("关于%(batch)s“揭榜挂帅”拟立项项目的公示") % {"batch": self.batch}}

    def run(self, user, **cleaned):
        notice = actions.draft_award_notice(batch=self.batch, by=user, **cleaned)
        notice.get_absolute_url = lambda: reverse("funding:notice", args=[notice.pk])
        return notice

    def crumbs(self):
        return [(_("立项决定"), self.back()), (self.title, "")]

    def back(self) -> str:
        return reverse("funding:decisions")


class AwardNoticePage(ObjectPage):
    model = PublicNotice
    rule = rules.view_ledger
    template_name = "funding/notice.html"
    acts = (
        Act(
            "publish", gettext_lazy("发布公示"), rules.publish_award_notice,
            lambda *, obj, by, **cleaned: actions.publish_award_notice(notice=obj, by=by, **cleaned),
            form=forms.PublishNoticeForm, step="publish", is_primary=True,
            when=lambda obj: obj.state == NoticeState.DRAFT,
            sentence=gettext_lazy("发布后所列方案进入公示；起止两日均计入，期满且无未办结异议方可立项。"),
        ),
    )  # fmt: skip

    def rows(self, user):
        return PublicNotice.objects.filter(kind=NoticeKind.PROPOSED_AWARD).select_related(
            "batch__programme__office", "batch__rule_set"
        )

    def address(self, obj) -> str:
        return reverse("funding:notice", args=[obj.pk])

    def crumbs(self, obj):
        return [(_("立项决定"), reverse("funding:decisions")), (_("拟立项公示"), "")]

    def facts(self, obj, user) -> list:
        return [
            (_("批次"), obj.batch),
            (_("公示期"), f"{obj.starts_on} 至 {obj.ends_on}" if obj.starts_on else _("发布时确定")),
            (_("工作日"), obj.working_days or obj.batch.rule_set.notice_working_days),
            (_("公示页面"), format_html('<a href="{}">{}</a>', obj.get_absolute_url(), _("打开"))),
        ]

    def documents(self, obj, user):
        return both(obj.get_kind_display(), "challenges:notice-document", obj.pk)

    def context(self, obj, user) -> dict:
        return {"items": obj.items.select_related("bid", "challenge").order_by("number")}
