"""Fields that find an expert or a rubric (core.forms_pick)."""

from django.utils.translation import gettext_lazy as _

from core.forms_pick import PickField
from reviews.models import Expert, Rubric
from reviews.queries import find_experts
from reviews.queries.panels import find_rubrics


def expert_line(expert: Expert) -> tuple[str, str]:
    place = _("区内") if expert.is_local else _("区外")
    return expert.person.name, f"{expert.person.organization} · {expert.get_kind_display()} · {place}"


class ExpertField(PickField):
    def __init__(self, queryset, **options):
        options.setdefault("help_text", _("输入姓名，可加单位，例如：张三 农业大学。"))
        related = ("person__organization",)
        super().__init__(queryset, find=find_experts, shown=expert_line, noun=_("专家"), related=related, **options)


def rubric_line(rubric: Rubric) -> tuple[str, str]:
    return str(rubric), _("已冻结") if rubric.frozen_at else _("可修改")


class RubricField(PickField):
    """The latest are offered before a word is typed."""

    def __init__(self, queryset, **options):
        super().__init__(queryset, find=find_rubrics, shown=rubric_line, noun=_("评分表"), **options)
        self.widget.attrs["data-pick-opens"] = True
