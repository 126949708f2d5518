"""Clues: told without a name to supervision alone; they are no objections and block nothing (3.5)."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import system_user
from challenges import actions, rules
from challenges.forms import publishing as forms
from challenges.forms.fields import stored
from challenges.models import Clue
from challenges.views.shared import TellSupervision, crumb, file_link
from core import events
from core.pages import Act, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values


class FileClue(TellSupervision):
    """No name is asked for and none is kept, signed in or not."""

    is_nameless = True
    title = gettext_lazy("匿名反映线索")
    template_name = "challenges/clue_form.html"
    form = forms.ClueForm
    submit = gettext_lazy("提交线索")
    answer_template = "challenges/clue_filed.html"
    answer_title = gettext_lazy("线索已提交")

    def file(self, user, **cleaned):
        by = system_user()
        cleaned["file"] = stored(cleaned.pop("file", None), by=by, kind="clue")
        return actions.file_clue(notice=self.notice, by=by, **cleaned)


class ClueList(ListPage):
    title = gettext_lazy("问题线索")
    lead = gettext_lazy("不具名的反映。核查后写明处理情况；不作为异议，不影响立项。")
    template_name = "challenges/clues.html"
    rule = rules.handle_clue
    unit = gettext_lazy("条")
    default_sort = ("handled_at", "-received_at")

    def rows(self, user):
        return Clue.objects.select_related("notice", "item")


class CluePage(ObjectPage):
    model = Clue
    shows_history = False
    acts = (
        Act(
            "handle", gettext_lazy("处理线索"), rules.handle_clue,
            lambda obj, by, note: actions.handle_clue(clue=obj, note=note, by=by), form=forms.HandleClueForm,
            when=lambda obj: obj.handled_at is None, is_primary=True,
        ),
    )  # fmt: skip

    def rows(self, user):
        rows = Clue.objects.select_related("notice", "item", "file")
        return rows if allows(rules.handle_clue, user) else rows.none()

    def crumbs(self, obj):
        return [crumb(_("问题线索"), "clues"), (obj.number, "")]

    def facts(self, obj, user):
        return [
            (_("公示"), format_html('<a href="{}">{}</a>', obj.notice.get_absolute_url(), obj.notice.title)),
            (_("条目"), obj.item.project_title if obj.item else _("不针对某一条目")),
            (_("内容"), obj.content),
            (_("材料"), file_link("clue-file", obj.file, obj.pk)),
            (_("收到时间"), values.instant(obj.received_at)),
            (_("处理情况"), obj.handling_note or _("尚未处理")),
            (_("处理时间"), values.instant(obj.handled_at)),
        ]

    def context(self, obj, user):
        return {"events": events.of(obj, restricted=True)}
