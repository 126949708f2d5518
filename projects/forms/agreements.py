"""The task agreement as one form: its texts, a target for each indicator, and the milestones with theirs."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms_plain import DateInput, text_area
from projects.queries.agreements import decimal_of, indicators_of

LONG_TEXTS = {
    "objective": gettext_lazy("目的意义"),
    "content": gettext_lazy("研究内容"),
    "route": gettext_lazy("技术路线"),
    "intellectual_property": gettext_lazy("知识产权与成果归属"),
    "breach_terms": gettext_lazy("违约责任"),
}
MOST_MILESTONES = 10


class AgreementForm(forms.Form):
    """`content()` answers the changed parts in the shape that edit_agreement takes."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, agreement, **kwargs):
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.project = agreement.project
        self.indicators = indicators_of(self.project)
        body = agreement.content
        self.fields["title"] = forms.CharField(label=_("项目名称"), max_length=200, initial=body["title"])
        for key, label in LONG_TEXTS.items():
            self.fields[key] = text_area(label, required=key == "content", rows=3)
            self.fields[key].initial = body.get(key, "")
        for key, label in (("starts_on", _("起始日期")), ("ends_on", _("截止日期"))):
            self.fields[key] = forms.DateField(label=label, widget=DateInput(), initial=body.get(key))
        rows = {row["indicator"]: row for row in body["indicators"]}
        for indicator in self.indicators:
            label = f"{indicator.name}（{indicator.unit}）" if indicator.unit else indicator.name
            help_text = _("榜单要求 %(asked)s") % {
                "asked": f"{indicator.get_comparator_display()} {indicator.target.normalize():f}"
            }
            self.fields[f"t{indicator.pk}"] = forms.CharField(
                label=label, help_text=help_text, initial=rows.get(indicator.pk, {}).get("target", "")
            )
        self.rows = list(body["milestones"])
        count = min(len(self.rows) + 1, MOST_MILESTONES)
        for number in range(1, count + 1):
            self._add_milestone(number, self.rows[number - 1] if number <= len(self.rows) else {})
        self.milestone_count = count

    def _add_milestone(self, number: int, row: dict) -> None:
        prefix = f"m{number}_"
        self.fields[prefix + "name"] = forms.CharField(
            label=_("节点"), required=False, max_length=120, initial=row.get("name")
        )
        self.fields[prefix + "due_on"] = forms.DateField(
            label=_("到期日"), required=False, widget=DateInput(), initial=row.get("due_on")
        )
        for key, label in (("requirement", _("考核要求")), ("deliverables", _("交付物"))):
            self.fields[prefix + key] = text_area(label, required=False, rows=2)
            self.fields[prefix + key].initial = row.get(key, "")
        for indicator in self.indicators:
            self.fields[f"{prefix}t{indicator.pk}"] = forms.CharField(
                label=indicator.name, required=False, initial=(row.get("targets") or {}).get(str(indicator.pk), "")
            )

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            is_number = name.rpartition("_")[2].startswith("t") and name.rpartition("_")[2][1:].isdigit()
            if is_number and cleaned.get(name) and decimal_of(cleaned[name]) is None:
                self.add_error(name, _("“%(label)s”须为数字。") % {"label": field.label})
        for number in range(1, self.milestone_count + 1):
            named, dated = cleaned.get(f"m{number}_name"), cleaned.get(f"m{number}_due_on")
            if named and not dated and f"m{number}_due_on" not in self.errors:
                self.add_error(f"m{number}_due_on", _("请填写里程碑 %(number)d 的到期日。") % {"number": number})
        return cleaned

    def content(self) -> dict:
        data = self.cleaned_data
        body = {"title": data["title"], **{key: data[key] for key in LONG_TEXTS}}
        body |= {key: data[key].isoformat() for key in ("starts_on", "ends_on")}
        body["indicators"] = [
            row | {"target": data[f"t{row['indicator']}"].strip()} for row in self.agreement.content["indicators"]
        ]
        milestones = []
        for number in range(1, self.milestone_count + 1):
            prefix = f"m{number}_"
            if not data.get(prefix + "name"):
                continue
            targets = {str(one.pk): (data.get(f"{prefix}t{one.pk}") or "").strip() for one in self.indicators}
            milestones.append(
                {
                    "number": number,
                    "name": data[prefix + "name"],
                    "due_on": data[prefix + "due_on"].isoformat(),
                    "requirement": data[prefix + "requirement"],
                    "deliverables": data[prefix + "deliverables"],
                    "targets": {key: value for key, value in targets.items() if value},
                }
            )
        return body | {"milestones": sorted(milestones, key=lambda row: row["due_on"])}

    # What the template walks over.
    def text_fields(self):
        return [self[name] for name in ("title", *LONG_TEXTS)]

    def date_fields(self):
        return [self["starts_on"], self["ends_on"]]

    def indicator_fields(self):
        return [self[f"t{indicator.pk}"] for indicator in self.indicators]

    def milestone_parts(self):
        for number in range(1, self.milestone_count + 1):
            prefix = f"m{number}_"
            names = [prefix + "name", prefix + "due_on", prefix + "requirement", prefix + "deliverables"]
            targets = [self[f"{prefix}t{indicator.pk}"] for indicator in self.indicators]
            yield number, number > len(self.rows), [self[name] for name in names], targets
