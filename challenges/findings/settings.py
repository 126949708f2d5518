"""The settings of a rule set as people read them: value, default and its source; and two rule sets side by side."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import defaults
from challenges.models import RuleSet
from core.text import hundredths
from core.ui import values


@dataclass(frozen=True)
class Setting:
    """One setting: its value, the default of its mechanism, what it means and where the default comes from."""

    name: str
    label: str
    value: str
    usual: str
    meaning: str
    source: str

    @property
    def is_changed(self) -> bool:
        return self.value != self.usual


@dataclass(frozen=True)
class Difference:
    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        return self.old != self.new


#: Settings of which people speak otherwise than the columns are named; the second half of a pair has no line of its own.
_LABELS = {
    "award_threshold_hundredths": gettext_lazy("立项分数线（分）"),
    "self_funding_percent": gettext_lazy("自筹与财政之比下限"),
    "vote_numerator": gettext_lazy("表决通过比例"),
}
_SECOND_HALF = "vote_denominator"
SHOWN = [name for name in defaults.EXPLANATIONS if name != _SECOND_HALF]


def _label(name: str) -> str:
    return str(_LABELS.get(name) or RuleSet._meta.get_field(name).verbose_name).replace("（分）", "")


def shown(name: str, ask) -> str:
    """A setting as people read it; `ask(name)` answers the value, of a row or of the defaults."""
    if name == "vote_numerator":
        return _("%(parts)s 分之 %(count)s") % {"parts": ask(_SECOND_HALF), "count": ask(name)}
    if name == "award_threshold_hundredths":
        return _("%(points)s 分") % {"points": hundredths(ask(name))}
    if name == "self_funding_percent":
        return f"{Decimal(ask(name)) / 100}:1" if ask(name) else _("不要求")
    return _words(name, ask(name))


def _of(row: RuleSet):
    return lambda name: getattr(row, name)


def _words(name: str, value) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name.endswith("_fen"):
        return str(values.money(value))
    if name == "rubric":
        return "；".join(f"{row['name']} {row['weight']}" for row in value)
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or "—"
    choices = dict(RuleSet._meta.get_field(name).flatchoices)
    return str(choices.get(value, value))


def usual_text(name: str, mechanism: str) -> str:
    """The default of a setting as people read it."""
    return shown(name, defaults.rule_values(mechanism).__getitem__)


def settings_of(row: RuleSet) -> list[Setting]:
    usual = defaults.rule_values(row.mechanism)
    found = []
    for name in SHOWN:
        meaning, (source, _rule) = defaults.EXPLANATIONS[name], defaults.SOURCES[name]
        value, default = shown(name, _of(row)), usual_text(name, row.mechanism)
        if name == "rubric":  # it has a table of its own
            same = value == default
            default = _("%(count)d 项") % {"count": len(usual[name])}
            value = default if same else _("%(count)d 项，见下表") % {"count": len(row.rubric)}
        found.append(Setting(name, _label(name), value, default, str(meaning), str(source)))
    return found


def sections_of(row: RuleSet) -> list[tuple[str, str, list[Setting]]]:
    """(anchor, title, settings), as a reader looks for them."""
    found = {one.name: one for one in settings_of(row)}
    return [
        (anchor, str(title), [found[name] for name in names if name != _SECOND_HALF])
        for anchor, title, names in defaults.sections(row.mechanism)
    ]


def differences(old: RuleSet, new: RuleSet) -> list[Difference]:
    """Every setting of both, those that differ first."""
    found = [Difference(_label("mechanism"), old.get_mechanism_display(), new.get_mechanism_display())]
    found += [Difference(_label(name), shown(name, _of(old)), shown(name, _of(new))) for name in SHOWN]
    return sorted(found, key=lambda one: not one.is_changed)
