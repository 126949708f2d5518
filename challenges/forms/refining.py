"""Forms of refining: opinions of those present, whether the mechanism fits."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.defaults import FITNESS
from challenges.enums import Stance
from core.pages import ActForm


class OpinionsForm(ActForm):
    """A stance and a text for each participant who has not spoken yet; an empty stance leaves him out."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        heard = self.obj.opinions.values("person")
        self.people = list(self.obj.participants.exclude(pk__in=heard).select_related("organization").order_by("name"))
        for person in self.people:
            self.fields[f"stance_{person.pk}"] = forms.ChoiceField(
                label=_("%(name)s的态度") % {"name": person.name},
                help_text=str(person.organization),
                choices=[("", _("未发表意见")), *Stance.choices],
                required=False,
            )
            self.fields[f"text_{person.pk}"] = forms.CharField(
                label=_("%(name)s的意见") % {"name": person.name},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def clean(self):
        cleaned = super().clean()
        found = []
        for person in self.people:
            stance, text = cleaned.pop(f"stance_{person.pk}", ""), cleaned.pop(f"text_{person.pk}", "")
            if stance and stance != Stance.AGREE and not text.strip():
                self.add_error(f"text_{person.pk}", _("修改后同意和不同意的，须写明意见。"))
            if stance:
                found.append({"person": person, "stance": stance, "text": text})
        if not found and not self.errors:
            raise forms.ValidationError(_("请至少记录一位参加人的意见。"))
        return {"opinions": found}


class FitnessForm(forms.Form):
    """The questions of C06, each with yes or no and what the answer stands on."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for code, (question, hint) in FITNESS.items():
            self.fields[f"yes_{code}"] = forms.ChoiceField(
                label=question,
                choices=[("yes", gettext_lazy("是")), ("no", gettext_lazy("否"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext_lazy("依据"), help_text=hint, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
            )

    def clean(self):
        cleaned = super().clean()
        return {
            "answers": {
                code: (cleaned.get(f"yes_{code}") == "yes", cleaned.get(f"text_{code}", "")) for code in FITNESS
            }
        }
