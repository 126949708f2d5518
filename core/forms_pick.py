"""The form field of one row (or several) out of a table too long for a list: a word is typed, the server finds.

The form says whom it offers (`queryset`, never read as a whole) and how it is searched (`find`). Without script the word
travels with the form: one match is taken, several come back beside the field to be chosen from. With it
(static/js/pick.js) the same address answers while typing (`answer`), so the page's own rule decides who may search.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.selecting import keys_of
from core.text import nfc

MOST_SHOWN = 20
MOST_PICKED = 50
WORD_LIMIT = 100  # characters


def tidy(word) -> str:
    """A typed word as it is searched: nothing a database refuses, one blank between words, of bounded length."""
    text = str(word or "")[: 4 * WORD_LIMIT].replace("\x00", "").encode("utf-8", "ignore").decode()
    return " ".join(nfc(text).split())[:WORD_LIMIT].strip()


def plain(row: models.Model) -> tuple[str, str]:
    return str(row), ""


@dataclass(frozen=True)
class Typed:
    """What comes with a form: the chosen keys, the word, and the word that the list beside it answered."""

    keys: tuple = ()
    word: str = ""
    asked: str = ""


@dataclass(frozen=True)
class Found:
    """What came of it: rows chosen, and rows to choose from."""

    chosen: list = field(default_factory=list)
    offered: list = field(default_factory=list)
    word: str = ""


class PickInput(forms.TextInput):
    """A text box and, below it, what is chosen or to be chosen from."""

    picks: "PickField"

    def value_from_datadict(self, data, files, name) -> Typed:
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        keys = keys if isinstance(keys, (list, tuple)) else [keys]
        kept = tuple(dict.fromkeys(str(key) for key in keys if key not in (None, "")))
        return Typed(kept, tidy(data.get(f"{name}-word")), tidy(data.get(f"{name}-asked")))

    def value_omitted_from_data(self, data, files, name):
        return name not in data and f"{name}-word" not in data

    def use_required_attribute(self, initial):
        return False  # an empty box is right once something is chosen

    def render(self, name, value, attrs=None, renderer=None) -> SafeString:
        found = self.picks.found_for(value)
        attrs = self.build_attrs(self.attrs, attrs)
        rows = [(row, True) for row in found.chosen] + [(row, False) for row in found.offered]
        context = {
            "name": name,
            "attrs": {key: one for key, one in attrs.items() if one is not False},
            "id": attrs.get("id", name),
            "label": self.picks.label,
            "word": found.word,
            "word_limit": WORD_LIMIT,
            "is_asked": bool(found.offered),
            "several": self.picks.several,
            "may_drop": not self.picks.required and not self.picks.several and rows,
            "rows": [(row.pk, *self.picks.shown(row), is_chosen) for row, is_chosen in rows],
        }
        return render_to_string("ui/pick.html", context)


class PickField(forms.Field):
    """One row, or a list of rows with `several`.

    `find(rows, word)` answers those of the rows that fit, best first; `shown(row)` their name and what tells namesakes
    apart; `related` is read along; `noun` names them in sentences.
    """

    widget = PickInput
    default_error_messages = {
        "required": _("请输入并选择。"),
        "none": _("没有找到与“%(word)s”相符的%(noun)s。请核对，或换几个字再查；确未登记的，请先登记。"),
        "several": _("找到 %(count)d 个，请选择。"),
        "more": _("找到的超过 %(count)d 个，以下列出前 %(count)d 个。请选择，或补充几个字再查。"),
        "gone": _("所选的已不在可选范围内，请重新选择。"),
        "too_many": _("最多选择 %(most)d 个。"),
    }

    def __init__(
        self,
        queryset: models.QuerySet | None = None,
        *,
        find: Callable,
        shown: Callable = plain,
        noun: str = _("记录"),
        related: tuple[str, ...] = (),
        several: bool = False,
        most: int = MOST_PICKED,
        **options,
    ):
        self.queryset, self.find, self.shown, self.noun, self.related = queryset, find, shown, noun, related
        self.several, self.most = several, most if several else 1
        self.seen: tuple[Typed, Found] | None = None
        super().__init__(**options)
        self.widget.picks = self

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.picks, copied.seen = copied, None
        return copied

    # Reading

    def _read(self, rows: models.QuerySet) -> models.QuerySet:
        return rows.select_related(*self.related) if self.related else rows.all()

    def search(self, word: str) -> tuple[list, bool]:
        """The rows that fit, at most MOST_SHOWN, and whether there are more. One query."""
        rows = list(self._read(self.find(self.queryset.all(), word))[: MOST_SHOWN + 1])
        return rows[:MOST_SHOWN], len(rows) > MOST_SHOWN

    def _rows_of(self, keys) -> list:
        """Those of the keys that are offered at all, in their order. One query, or none without keys."""
        numbers = keys_of(keys)
        found = self._read(self.queryset).in_bulk(numbers[: self.most + 1]) if numbers else {}
        return [found[number] for number in numbers if number in found]

    def found_for(self, value) -> Found:
        """What to show: of a form that was sent what `clean` found, else what was chosen before."""
        typed = self.prepare_value(value)
        if self.seen and self.seen[0] == typed:
            return self.seen[1]
        return Found(self._rows_of(typed.keys), word=typed.word)

    # The field's part in a form

    def prepare_value(self, value) -> Typed:
        if isinstance(value, Typed):
            return value
        if value is None or value == "":
            return Typed()
        many = value if isinstance(value, (list, tuple, set, models.QuerySet)) else [value]
        return Typed(tuple(str(getattr(one, "pk", one)) for one in many))

    def has_changed(self, initial, data) -> bool:
        now = self.prepare_value(data)
        return not self.disabled and (bool(now.word) or set(now.keys) != set(self.prepare_value(initial).keys))

    def clean(self, value):
        """The row or None; with `several` the list. A refusal keeps what was chosen and found for the page."""
        typed = self.prepare_value(value)
        found, error = self._settled(typed)
        if error is None and self.required and not found.chosen:
            error = self._error("required")
        if error is None and len(found.chosen) > self.most:
            error = self._error("too_many", most=self.most)
        self.seen = (typed, found)
        if error is not None:
            raise error
        if self.several:
            return found.chosen
        return found.chosen[0] if found.chosen else None

    def _error(self, code: str, **params) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)

    def _settled(self, typed: Typed) -> tuple[Found, ValidationError | None]:
        keys = typed.keys if self.several else typed.keys[-1:]
        if len(keys) > self.most:
            return Found(self._rows_of(keys)[: self.most], word=typed.word), self._error("too_many", most=self.most)
        found = Found(self._rows_of(keys))
        gone = self._error("gone") if len(found.chosen) < len(keys) else None
        if not typed.word:
            return found, gone
        if typed.word == typed.asked and found.chosen and not self.several:
            return found, gone
        return self._searched(typed, found, gone)

    def _searched(self, typed: Typed, found: Found, gone) -> tuple[Found, ValidationError | None]:
        rows, is_more = self.search(typed.word)
        if not rows:
            return replace(found, word=typed.word), self._error("none", word=typed.word, noun=self.noun)
        taken = {row.pk for row in found.chosen}
        fresh = [row for row in rows if row.pk not in taken]
        if self.several and (not fresh or (typed.word == typed.asked and len(fresh) < len(rows))):
            return found, gone  # the list was answered, or everything found is chosen already
        if len(rows) == 1:
            kept = found.chosen if self.several else []
            return Found([*kept, rows[0]]), gone if self.several else None
        error = self._error("more", count=MOST_SHOWN) if is_more else self._error("several", count=len(rows))
        if not self.several:
            return Found([], rows, typed.word), error
        return Found(found.chosen, fresh, typed.word), error


def answer(request: HttpRequest, form: forms.Form | None) -> HttpResponse:
    """The options for `?pick=<field>&word=<typed>`, for a page that would show this form to this person."""
    asked = request.GET.get("pick", "")
    fields = getattr(form, "fields", {})  # a table of rows has none of its own
    names = {form.add_prefix(name): one for name, one in fields.items()}
    picks = names.get(asked)
    if not isinstance(picks, PickField):
        raise Http404
    word = tidy(request.GET.get("word"))
    rows, is_more = picks.search(word)
    context = {
        "rows": [(row.pk, *picks.shown(row)) for row in rows],
        "is_more": is_more,
        "noun": picks.noun,
        "word": word,
    }
    response = render(request, "ui/pick_options.html", context)
    response["Cache-Control"] = "no-store"
    return response
