"""A file field takes a file or the token of one that came in parts; the form cannot tell them apart."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.utils.datastructures import MultiValueDict
from django.utils.module_loading import import_string

from challenges.forms.publishing import ClueForm
from challenges.models import NoticeItem
from core import content_types, docs, storage, uploads
from core.forms_uploads import UploadField
from tests.stories.cast import cast as make_cast

PDF = b"%PDF-1.7\n" + b"x" * 500
PURPOSE = "test:1"


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


class OneForm(forms.Form):
    title = forms.CharField(label="标题")
    upload = UploadField(label="文件", limit_bytes=1000)

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["upload"].bind(by=user, purpose=PURPOSE)


class ManyForm(OneForm):
    upload = UploadField(label="文件", limit_bytes=1000, several=True)


def came(user, purpose=PURPOSE, data=PDF, name="方案.pdf") -> str:
    ticket = uploads.ticket(by=user, purpose=purpose, limit_bytes=10**6, accept=content_types.DOCUMENTS)
    token = uploads.begin(ticket=ticket, by=user, name=name, size_bytes=len(data)).token
    uploads.append(token=token, by=user, start=0, data=data)
    return token


def file(data=PDF, name="方案.pdf"):
    return SimpleUploadedFile(name, data)


def sent(form, user, tokens=(), files=(), title="x"):
    data = MultiValueDict({"title": [title], "upload-token": list(tokens)})
    return form(data, MultiValueDict({"upload": list(files)}), user=user)


def test_a_token_stands_for_a_file(cast):
    for form in (sent(OneForm, cast.applicant, [came(cast.applicant)]), sent(OneForm, cast.applicant, files=[file()])):
        assert form.is_valid(), form.errors
        kept = storage.store(form.cleaned_data["upload"], by=cast.applicant, kind="BID", limit_bytes=1000)
        assert (kept.name, kept.size_bytes) == ("方案.pdf", len(PDF))


def test_several_files_and_tokens_together(cast):
    form = sent(ManyForm, cast.applicant, [came(cast.applicant)], [file(name="二.pdf"), file(name="三.pdf")])
    assert form.is_valid(), form.errors
    assert [one.name for one in form.cleaned_data["upload"]] == ["方案.pdf", "二.pdf", "三.pdf"]
    assert sent(ManyForm, cast.applicant, files=[file()] * 31).errors["upload"] == ["一次最多上传 30 份文件。"]


@pytest.mark.parametrize("form", [OneForm, ManyForm])
def test_nothing_is_not_enough(cast, form):
    assert "upload" in sent(form, cast.applicant).errors
    assert "upload" in sent(form, cast.applicant, ["x\0", "y" * 9000]).errors


def test_tokens_of_others_or_for_other_things_are_unknown(cast):
    for token in (came(cast.rival_applicant), came(cast.applicant, purpose="test:2")):
        assert "没有找到这次上传" in sent(OneForm, cast.applicant, [token]).errors["upload"][0]
    assert sent(OneForm, AnonymousUser(), [came(cast.applicant)]).errors["upload"] == ["请重新选择文件。"]


def test_the_limit_holds_either_way(cast):
    large = PDF.ljust(1001, b"x")
    for form in (
        sent(OneForm, cast.applicant, [came(cast.applicant, data=large)]),
        sent(OneForm, cast.applicant, files=[file(large)]),
    ):
        assert "超过" in form.errors["upload"][0]


def shown(form) -> str:
    return Template("{% form_fields form %}").render(Context({"form": form}))


def test_a_form_shown_again_keeps_what_came(cast):
    token = came(cast.applicant)
    text = shown(sent(OneForm, cast.applicant, [token], title=""))
    assert f'name="upload-token" value="{token}"' in text
    assert "“方案.pdf”已传到，不必重新选择" in text
    assert "x\0" not in shown(sent(OneForm, cast.applicant, ["x\0"]))


def test_whoever_has_no_account_gets_a_plain_field(cast):
    assert "data-upload" not in shown(OneForm(user=AnonymousUser()))
    assert "data-upload" in shown(OneForm(user=cast.applicant))


def test_every_file_field_takes_parts():
    """But the public check and the table of people: what comes there is read and forgotten."""
    root = Path(__file__).resolve().parents[2]
    plain = {
        str(path.relative_to(root))
        for app in docs.our_apps()
        for path in (root / app).rglob("*.py")
        if "forms.FileField(" in path.read_text(encoding="utf-8")
    }
    assert plain == {"consortia/forms/receipts.py", "accounts/forms/people_table.py"}


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("challenges.forms.office.HoldForm", "minutes"),
        ("projects.forms.closing.AcceptanceForm", "upload"),
        ("consortia.forms.bids.RecommendForm", "letter"),
    ],
)
def test_a_form_about_an_object_takes_what_came_for_it_alone(cast, name, field):
    form = import_string(name)
    about = SimpleNamespace(pk=7, _meta=SimpleNamespace(label_lower="some.thing"), invited=[])
    token = came(cast.applicant, f"some.thing:7:{form.__name__}.{field}")
    sent = form(MultiValueDict({f"{field}-token": [token]}), obj=about, user=cast.applicant)
    sent.full_clean()
    assert sent.cleaned_data[field].name == "方案.pdf"
    about.pk = 8
    other = form(MultiValueDict({f"{field}-token": [token]}), obj=about, user=cast.applicant)
    assert field in other.errors
    by_form = form({}, MultiValueDict({field: [file()]}), obj=about, user=cast.applicant)
    by_form.full_clean()
    assert by_form.cleaned_data[field].name == "方案.pdf"


def test_a_visitor_sends_the_file_with_the_form(cast):
    notice = SimpleNamespace(items=NoticeItem.objects.none())
    page = ClueForm(notice=notice)
    assert page.fields["file"].widget.ticket == ""
    typed = {"content": "这是十个字以上的具体事实。", "file-token": came(cast.applicant)}
    assert "file" in ClueForm(MultiValueDict({key: [value] for key, value in typed.items()}), notice=notice).errors
