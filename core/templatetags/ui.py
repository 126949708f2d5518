"""The components as template tags (a builtin library: no {% load %}). Arguments are declared: a wrong one raises.

Templates of the parts: templates/ui/. How to build pages from them: docs/look.md. All of them together: /ui/.
"""

import uuid
from decimal import Decimal

from django import template
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core import clock, lifecycle
from core.ui import countdown, history, links, parts, values
from core.ui import forms as ui_forms

register = template.Library()

# Values: the same functions that views call.
register.simple_tag(values.money, name="money")
register.simple_tag(values.ratio, name="ratio")
register.simple_tag(values.date, name="date")
register.simple_tag(values.instant, name="instant")
register.filter("money", values.money)
register.filter("day", values.date)
register.filter("instant", values.instant)


def check_tone(tone: str) -> str:
    if tone and tone not in parts.TONES:
        raise TemplateSyntaxError(f"tone {tone!r} is none of {', '.join(parts.TONES)}")
    return tone


def now_of(context) -> object:
    """The page's one reading of the clock, so that two closing lines on a page never disagree."""
    shell = context.get("shell")
    return shell.now if shell else clock.now()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> str:
    """A symbol of the sprite; decoration unless it has a label."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    classes = f"jb-icon {css}".strip()
    return format_html('<svg class="{}" {}><use href="{}#{}"></use></svg>', classes, spoken, static("icons.svg"), name)


@register.simple_tag
def status(obj=None, text: str = "", tone: str = "") -> str:
    """A state with its word and color: of an object with a lifecycle, or an explicit text and tone."""
    if obj is not None:
        machine = lifecycle.REGISTRY.get(obj._meta.label_lower) if hasattr(obj, "_meta") else None
        text = text or obj.get_state_display()
        tone = tone or (machine.tone(obj.state) if machine else "grey")
    if not text:
        raise TemplateSyntaxError("status needs an object with a state, or a text")
    return format_html('<span class="jb-status tone-{}">{}</span>', check_tone(tone) or "grey", text)


@register.simple_tag(takes_context=True)
def closing(context, value, row: bool = False, word: str = "") -> str:
    """The closing line: relative time by the server's clock (it ticks), then the absolute one. `row`: on one line."""
    return countdown.closing(value, now_of(context), row=row, word=word)


@register.simple_tag(takes_context=True)
def relative(context, value) -> str:
    """Only `还剩 2 天 6 小时`, ticking."""
    return countdown.left(value, now_of(context)) if value else values.NOTHING


@register.simple_tag(takes_context=True)
def days_to(context, value) -> str:
    """`还有 12 天` for a date."""
    return values.days_text(value, now_of(context).date()) if value else values.NOTHING


def fact_rows(rows) -> list[parts.Fact]:
    return [row if isinstance(row, parts.Fact) else parts.Fact(*row) for row in rows]


@register.inclusion_tag("ui/facts.html")
def facts(rows, title: str = "", columns: int = 1):
    """A definition list from (label, value[, hint]) or core.ui.Fact; with a title it is a card of its own."""
    return {"rows": fact_rows(rows), "title": title, "columns": columns}


@register.simple_block_tag
def factlist(content, columns: int = 1) -> str:
    """The same by hand: {% factlist %}{% fact "财政支持上限" %}…{% endfact %}{% endfactlist %}."""
    return format_html('<dl class="jb-facts{}">{}</dl>', " jb-facts--two" if columns == 2 else "", content)


@register.simple_block_tag
def fact(content, label: str) -> str:
    return format_html("<dt>{}</dt><dd>{}</dd>", label, content)


@register.simple_block_tag
def card(content, title: str = "", sub: str = "", aside: str = "", flush: bool = False, anchor: str = "") -> str:
    """A card with a quiet border; `flush` for tables, lists and actions that reach its edges."""
    head = ""
    if title:
        sub = format_html('<span class="jb-sub">{}</span>', sub) if sub else ""
        aside = format_html('<span class="jb-aside">{}</span>', aside) if aside else ""
        head = format_html('<div class="card-header"><h2>{}</h2>{}{}</div>', title, sub, aside)
    body = content if flush else format_html('<div class="card-body">{}</div>', content)
    mark = format_html(' id="{}"', anchor) if anchor else ""
    return format_html('<section class="card"{}>{}{}</section>', mark, head, body)


@register.simple_block_tag
def notice(content, title: str = "", tone: str = "") -> str:
    """Something to know before going on."""
    head = format_html("<h2>{}</h2>", title) if title else ""
    return format_html('<div class="jb-notice is-{}" role="note">{}{}</div>', check_tone(tone) or "grey", head, content)


@register.inclusion_tag("ui/refusal.html")
def refusal(refused, next_step: str = "", next_url: str = "", next_label: str = ""):
    """A Refused (or a sentence): what cannot be done, why, and what to do instead."""
    sentence = getattr(refused, "sentence", None) or getattr(refused, "reason", None) or str(refused)
    defects = getattr(refused, "defects", [])
    code = getattr(refused, "code", "")
    step = {"next_step": next_step, "next_url": next_url, "next_label": next_label}
    return {"sentence": sentence, "defects": defects, "code": code, **step}


@register.inclusion_tag("ui/empty.html")
def empty(title: str, text: str = "", url: str = "", label: str = "", icon: str = "inbox"):
    """Nothing here: why, and what to do next."""
    return {"title": title, "text": text, "url": url, "label": label, "icon": icon}


@register.inclusion_tag("ui/figure.html")
def figure(number, label: str, scope: str = "", unit: str = "", url: str = "", tone: str = ""):
    """A number that can be quoted: with its unit, what it counts, and its scope. Wrap several in .jb-figures."""
    if isinstance(number, int) and not isinstance(number, bool):
        number = f"{number:,}"
    return {"number": number, "label": label, "scope": scope, "unit": unit, "url": url, "tone": check_tone(tone)}


@register.inclusion_tag("ui/figure.html")
def stat(number, label: str, url: str = "", tone: str = ""):
    """A count on a desk."""
    return figure(number, label, "", "", url, tone)


@register.inclusion_tag("ui/steps.html")
def steps(items, label: str = ""):
    """A calendar line; items are core.ui.Step or (label, state, when)."""
    items = [item if isinstance(item, parts.Step) else parts.Step(*item) for item in items]
    for item in items:
        if item.state not in {"done", "current", "todo", "missed"}:
            raise TemplateSyntaxError(f"step state {item.state!r}")
    return {"items": items, "label": label}


@register.inclusion_tag("ui/timeline.html", takes_context=True)
def timeline(context, events, title: str = "", limit: int = 0):
    """What happened, newest first: core.Event rows or core.ui.TimelineItem. A long history is turned and filtered."""
    found = history.history(events, context.get("request"), limit=limit)
    return {"items": found.items, "title": title, "history": found}


@register.inclusion_tag("ui/nexts.html")
def nexts(items):
    """下一步: core.ui.NextItem."""
    return {"items": items}


@register.inclusion_tag("ui/tabs.html")
def tabs(items, label: str = ""):
    """core.ui.Tab or (label, url, is_current, count)."""
    return {"items": [item if isinstance(item, parts.Tab) else parts.Tab(*item) for item in items], "label": label}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(items, home_url: str = "", home_label: str = ""):
    """当前位置; items are (label, url); the last one is where we are."""
    rows = [(*item, "")[:2] if isinstance(item, (tuple, list)) else (item, "") for item in items]
    return {"items": rows, "home_url": home_url, "home_label": home_label}


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context, page, param: str = "page", unit: str = ""):
    """Pages of a Django Page; every filter in the address stays."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    numbers = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        numbers.append((number, links.changed(query, param, number) if isinstance(number, int) else ""))
    around = {
        name: links.changed(query, param, number)
        for name, there, number in (
            ("previous", page.has_previous(), page.number - 1),
            ("next", page.has_next(), page.number + 1),
        )
        if there
    }
    return {"page": page, "links": numbers, "unit": unit or _("条"), **around}


@register.inclusion_tag("ui/sort_link.html", takes_context=True)
def sort_link(context, label: str, field: str, param: str = "sort"):
    """A column's header that sorts by `field`, and the other way round when pressed again."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    current = query.get(param, "") if query is not None else ""
    if query is not None:
        query.pop("page", None)
    way = {field: "up", f"-{field}": "down"}.get(current, "")
    return {"label": label, "url": links.changed(query, param, f"-{field}" if way == "up" else field), "way": way}


@register.inclusion_tag("ui/filter_bar.html", takes_context=True)
def filter_bar(context, form, export_url: str = ""):
    """The filters of a list (django-filter's form): a GET, so that they live in the address."""
    request = context.get("request")
    fields = [(field, ui_forms.widget_html(field)) for field in form.visible_fields()]
    keep = [("sort", request.GET["sort"])] if request and "sort" in request.GET else []
    active = bool(request) and any(request.GET.get(form.add_prefix(name)) for name in form.fields)
    query = request.GET.urlencode() if request else ""
    return {"form": form, "fields": fields, "keep": keep, "active": active, "export_url": export_url, "query": query}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form, other=None, formset=None):
    """All defects at once, each a link to its field. Goes above the form."""
    return {"defects": ui_forms.defects(form, other, formset)}


@register.inclusion_tag("ui/field.html")
def field(field, unit: str = "", label: str = "", hint: str = ""):
    """One field: label above, required mark, the widget with its unit, help, errors."""
    if not hasattr(field, "as_widget"):
        raise TemplateSyntaxError("field needs a bound field such as form.title")
    return {
        "field": field,
        "kind": ui_forms.kind_of(field),
        "widget": ui_forms.widget_html(field),
        "unit": unit or ui_forms.unit_of(field),
        "label": label or field.label,
        "hint": hint or field.help_text,
        "named_hint": bool(field.help_text),
        "errors": ui_forms.error_texts(field),
        "upload": ui_forms.upload_of(field),
    }


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form):
    """Every field of a form, hidden ones included."""
    return {"form": form}


@register.inclusion_tag("ui/formset.html")
def formset(formset, caption: str = ""):
    """A formset as a table: one row a form, its management form included."""
    rows = [
        (form, [(one, ui_forms.widget_html(one), ui_forms.error_texts(one)) for one in form.visible_fields()])
        for form in formset.forms
    ]
    head = list(formset.forms[0].visible_fields()) if formset.forms else list(formset.empty_form.visible_fields())
    return {"formset": formset, "rows": rows, "head": head, "caption": caption}


@register.inclusion_tag("ui/form.html", takes_context=True)
def form(context, form, submit: str, action: str = "", cancel: str = "", note: str = "", danger: bool = False):
    """A whole form that posts: summary of defects, fields, one button, a way back."""
    return {
        "form": form,
        "submit": submit,
        "action": action,
        "cancel": cancel,
        "note": note,
        "danger": danger,
        # The Enter key presses the first button of a form, which must not be that of a row.
        "has_rows": any(ui_forms.is_rows(one) for one in form),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def once() -> str:
    """A fresh key for a form: pressed twice, it has one effect (core.idempotency)."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


@register.inclusion_tag("ui/action_panel.html", takes_context=True)
def action_panel(context, actions, title: str = "", empty: str = ""):
    """What this person may do now (core.ui.PageAction); what is refused stands with its reason. One red button."""
    rows, red = [], False
    for number, action in enumerate(actions, 1):
        if action.form is not None and action.form.auto_id == "id_%s":
            action.form.auto_id = f"id_{number}_%s"  # several forms on one page ask for the same 理由
        is_red = action.is_primary and not action.refused and not red
        red = red or is_red
        rows.append((action, "btn-primary" if is_red else "btn-danger" if action.is_danger else ""))
    return {
        "rows": rows,
        "title": title or _("可办事项"),
        "empty": empty or _("目前没有可在本页办理的事项。"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/bar.html")
def bar(value, total=100, label: str = "", tone: str = "", mark=None):
    """Progress as a bar: `value` of `total`; `mark` draws a line where it should be. The label says it in words."""
    share = Decimal(str(value or 0)) * 100 / Decimal(str(total)) if total else Decimal(0)
    mark = None if mark is None or not total else values.percent(Decimal(str(mark)) * 100 / Decimal(str(total)))
    return {"width": values.percent(share), "mark": mark, "tone": check_tone(tone), "label": label or f"{share:.0f}%"}


#: From here on a gate's name stands before its line, in the stretch that leads to it.
NAME_BEFORE = 18


@register.inclusion_tag("ui/race_lane.html")
def race_lane(lane):
    """One track: how far, where the plan would be, the gates and what came of them (core.ui.Lane)."""
    return {
        "lane": lane,
        "end": values.percent(lane.progress),
        "track": values.percent(lane.out_percent if lane.is_out else 100),
        "plan": values.percent(lane.plan) if lane.plan is not None else "",
        "gates": [(values.percent(gate.at_percent), gate, gate.at_percent >= NAME_BEFORE) for gate in lane.gates],
    }


@register.inclusion_tag("ui/race_board.html")
def race_board(lanes, title: str = "", sub: str = "", aside: str = ""):
    """All tracks of a race from their common start."""
    return {"lanes": lanes, "title": title or _("赛道"), "sub": sub, "aside": aside}
