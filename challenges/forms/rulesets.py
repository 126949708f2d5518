"""The forms of rule sets: every setting with its explanation, the rubric row by row."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges import defaults
from challenges.enums import Mechanism
from challenges.findings.settings import usual_text
from challenges.forms.fields import ColumnForm, LinesField
from challenges.models import RuleSet
from core.forms_rows import RowsField
from core.text import hundredths


class CriterionRow(forms.Form):
    name = forms.CharField(label=_("评分项"), max_length=60)
    weight = forms.IntegerField(
        label=_("权重"), min_value=1, max_value=100, widget=forms.TextInput(attrs={"size": 4, "inputmode": "numeric"})
    )
    guidance = forms.CharField(
        label=_("说明"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class RulesForm(ColumnForm):
    """Every setting of a rule set with its explanation."""

    model = RuleSet
    names = tuple(
        name
        for name in defaults.rule_values()
        if name not in {"mechanism", "tranche_percents", "negative_list", "rubric"}
    )
    needed = names
    helps = defaults.EXPLANATIONS
    labels = {"award_threshold_hundredths": _("立项分数线（分）")}
    tranche_percents = forms.CharField(
        label=_("拨款比例模板（%）"), help_text=defaults.EXPLANATIONS["tranche_percents"]
    )
    rubric = RowsField(
        CriterionRow,
        label=_("评分表模板"),
        sum_of="weight",
        sum_to=100,
        help_text=_("专家逐项打百分制分数，按权重计入总分；说明显示在专家的评分页上。"),
    )
    negative_list = LinesField(label=_("负面清单"), required=False, help_text=_("每行一项。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = [name for _anchor, _title, names in defaults.sections(self.obj.mechanism) for name in names]
        for name in set(self.fields) - set(asked):
            del self.fields[name]
        self.order_fields(asked)
        made = self.fields["award_threshold_hundredths"]
        # People write 75, the column keeps hundredths.
        self.fields["award_threshold_hundredths"] = forms.DecimalField(
            label=made.label, help_text=made.help_text, min_value=0, max_value=100, decimal_places=2
        )

    def sections(self) -> list[tuple]:
        """(anchor, title, [(bound field, default as read, source of the default)])."""
        mechanism = self.obj.mechanism
        return [
            (
                anchor,
                title,
                [(self[name], *self._usual(name, mechanism)) for name in names],
            )
            for anchor, title, names in defaults.sections(mechanism)
        ]

    @staticmethod
    def _usual(name: str, mechanism: str) -> tuple[str, str]:
        halves = {"vote_numerator", "vote_denominator"}
        usual = defaults.rule_values(mechanism)[name] if name in halves else usual_text(name, mechanism)
        return str(usual), str(defaults.SOURCES[name][0])

    def clean_award_threshold_hundredths(self):
        return int(self.cleaned_data["award_threshold_hundredths"] * 100)

    @staticmethod
    def initial_of(rules: RuleSet) -> dict:
        initial = {name: getattr(rules, name) for name in RulesForm.names}
        initial["award_threshold_hundredths"] = hundredths(rules.award_threshold_hundredths)
        initial["tranche_percents"] = "、".join(str(one) for one in rules.tranche_percents)
        initial["rubric"] = rules.rubric
        initial["negative_list"] = rules.negative_list
        return initial

    def clean_tranche_percents(self):
        text = self.cleaned_data["tranche_percents"].replace(",", "、").replace("，", "、")
        try:
            return [int(one) for one in text.split("、")]
        except ValueError:
            raise forms.ValidationError(_("请填写整数，用顿号隔开，例如 50、30、20。")) from None


class NewRulesForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("已有同名规则集时建立下一版本。"))
    mechanism = forms.ChoiceField(label=_("机制"), choices=Mechanism.choices)
