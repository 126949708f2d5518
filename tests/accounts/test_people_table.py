"""Many people of a unit in one step: every defect at once, nobody twice, nothing lost."""

import html
import io
import re
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.forms import people_table
from accounts.models import Person
from core import events
from core.errors import Refused
from tests.stories.cast import cast

pytestmark = pytest.mark.django_db

HEAD = "姓名\t证件类型\t证件号码\t出生年\t入职日期\t职称\t学历\t研究领域\t院士\t手机\t邮箱"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def resident(number: int) -> str:
    """A fictional identity number with a correct check character."""
    first = f"1501051990{1 + number % 12:02d}{1 + number % 28:02d}{number % 1000:03d}"
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]


def table(*lines: str, head: str = HEAD) -> str:
    return "\n".join([head, *lines])


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def page(client, people):
    """`page(text, step="add", seen=…)` → the answer to the unit's administrator."""
    client.force_login(people.unitadmin)
    url = reverse("accounts:people-table", args=[people.lead.pk])

    def send(text: str = "", **more):
        return client.post(url, {"text": text, "step": "check", **more})

    return send


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def box(answer) -> str:
    found = re.search(r"<textarea[^>]*>\r?\n?(.*?)</textarea>", answer.content.decode(), re.DOTALL)
    return html.unescape(found[1])


def seen(answer) -> str:
    return re.search(r'name="seen" value="([0-9a-f]*)"', answer.content.decode())[1]


def enter(page, text: str, **more):
    """Look, then press the button."""
    return page(text, step="add", seen=seen(page(text)), **more)


def checked(people, *lines: str, head: str = HEAD):
    columns, _columns, found = people_table.read(table(*lines, head=head))
    return people_table.check(columns, found, people.lead)


def defects(people, *lines: str, head: str = HEAD) -> list[list[str]]:
    return [one.defects for one in checked(people, *lines, head=head).lines]


# --- looking --------------------------------------------------------------------------------------------------------


def test_looking_enters_nobody_and_the_text_stays(page, people):
    before = Person.objects.count()
    text = table(
        f"赵牧川\t\t{resident(1)}\t1990\t2019/3/1\t研究员\t博士\t草业，种业\t否\t13812345678\tzhao@example.com"
    )
    answer = page(text)
    assert answer.status_code == 200
    assert "共 1 行： 1 人可以登记，0 人已登记过， 0 行有问题" in words(answer)
    assert "登记这 1 人" in words(answer)
    assert box(answer) == text
    assert resident(1) not in words(answer).replace(text, "").split("粘贴或上传")[0], "masked in the list"
    assert Person.objects.count() == before


def test_every_defect_of_every_line_at_once(people):
    assert defects(
        people,
        "\t\t\t90\t2019-13-01\t\t\t\t可能\t\tli@",
        "孙云\t\t1.50105E+17\t\t\t\t\t=A1&B1\t\t\t",
        "周原\t身份证\t150105199001010011\t\t\t\t\t\t\t\t",
        "吴禾\t军官证\tE1\t\t\t\t\t\t\t\t",
    ) == [
        [
            "院士：只能填“是”或“否”", "姓名：请填写", "出生年：应为四位年份，如 1990", "入职日期：应形如 2019-03-01",
            "邮箱：请输入合法的邮件地址",
        ],
        ["研究领域：像是公式，请粘贴为数值", "证件号码：已被 Excel 改成科学计数，末尾数字丢失；请把该列设为“文本”后重新填写"],
        ["证件号码：居民身份证号码的校验码不符，请核对", "核对无误的，在“证件号码已核对”一列填“是”"],
        ["证件类型：只能填居民身份证、护照或其他证件"],
    ]  # fmt: skip


def test_full_width_digits_blanks_and_signs_for_nothing_are_understood(people):
    spread = " ".join(resident(2))
    wide = spread.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789"})
    [line] = checked(people, f"钱 草原\t居民身份证\t{wide}\t１９９０年\t2015年7月1日\t—\t/\t无\t×\t＋86 138\t").lines
    assert line.defects == []
    assert line.cleaned["identity_number"] == resident(2)
    assert (line.cleaned["birth_year"], line.cleaned["employed_since"]) == (1990, date(2015, 7, 1))
    assert (line.cleaned["title"], line.cleaned["degree"], line.cleaned["research_fields"]) == ("", "", "")


def test_a_number_that_was_looked_at_passes(people):
    head = "姓名\t证件号码\t证件号码已核对"
    assert defects(people, "周原\t150105199001010011\t是", head=head) == [[]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请粘贴人员表，或选择文件"),
        (" \n\t\n", "请粘贴人员表，或选择文件"),
        (HEAD, "只有列名，没有人员"),
        ("张三\t研究员\n李四\t研究员", "第一行应为列名"),
        ("姓名\t工号\n张三\t1", "不认识的列：工号"),
        ("姓名\t学历\t学位\n张三\t博士\t博士", "有重复的列：学历学位"),
        ("职称\n研究员", "缺少“姓名”一列"),
        ("姓名\t\n张三\t男", "第 2 列没有列名"),
        (table(*[f"张{number}" for number in range(501)]), "一次最多登记 500 人，表中有 501 人"),
        (table(*[f"张{number}" for number in range(10_000)]), "一次最多登记 500 人，表中有 10000 人"),
    ],
)
def test_what_is_no_table_comes_back_with_a_sentence(page, text, sentence):
    answer = page(text)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert box(answer) == text


def test_columns_in_any_order_a_running_number_and_short_lines(people):
    found = checked(people, "1\t研究员\t张三", "2\t教授\t李四", "\t\t", head="序号\t职称\t姓 名")
    assert [(one.number, one.name, one.cleaned["title"], one.defects) for one in found.lines] == [
        (2, "张三", "研究员", []), (3, "李四", "教授", []),
    ]  # fmt: skip
    assert defects(people, "张三", "李四\t教授\t多的", head="姓名\t职称") == [[], ["比列名多出内容，请检查是否错列"]]


# --- files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_a_file_is_read_into_the_box(page, people, encoding):
    text = table(f"赵牧川,,{resident(1)}", head="姓名,证件类型,证件号码")
    file = SimpleUploadedFile("人员.csv", text.encode(encoding))
    answer = page("框中旧内容", upload=file, step="add", seen="")
    assert answer.status_code == 200
    assert "登记这 1 人" in words(answer)
    assert box(answer).removeprefix("\ufeff") == text
    assert enter(page, box(answer)).status_code == 302
    assert people.lead.people.filter(name="赵牧川").exists()


def test_a_workbook_and_a_wrong_file_keep_the_box(page):
    text = table("张三")
    for data, sentence in [
        (b"PK\x03\x04" + b"\0" * 50, "这是 Excel 工作簿"),
        (b"\xff\xff\xff\x00", "看不懂文件的文字"),
    ]:
        answer = page(text, upload=SimpleUploadedFile("人员.xlsx", data))
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert box(answer) == text
    answer = page("", upload=SimpleUploadedFile("人员.csv", "姓名,工号\n张三,1".encode()))
    assert (answer.status_code, box(answer)) == (422, "姓名,工号\n张三,1")


def test_the_template_is_read_as_a_table_and_its_numbers_are_text(client, people):
    client.force_login(people.unitadmin)
    answer = client.get(reverse("accounts:people-template", args=[people.lead.pk]))
    assert answer["Content-Disposition"] == 'attachment; filename="people.xlsx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        strings = re.findall(r"<t[^>]*>([^<]*)</t>", book.read("xl/sharedStrings.xml").decode())
        assert (
            'formatCode="@"' in book.read("xl/styles.xml").decode()
            or 'numFmtId="49"' in book.read("xl/styles.xml").decode()
        )
    labels = [one.label for one in people_table.COLUMNS]
    assert strings[: len(labels)] == labels
    values = "\t".join(one.example for one in people_table.COLUMNS)
    assert defects(people, values, head="\t".join(labels)) == [[]]


def test_every_field_of_the_form_has_a_column():
    assert {one.field for one in people_table.COLUMNS} == set(people_table.PersonLineForm.base_fields)


# --- who is here already --------------------------------------------------------------------------------------------


def person(people, name: str, unit=None, **fields) -> Person:
    return actions.add_person(name=name, organization=unit or people.lead, by=people.sysadmin, **fields)


def test_who_is_here_already_is_recognised(people):
    numbered = person(people, "赵牧川", identity_number=resident(1))
    named = person(people, "王苗", birth_year=1993)
    found = checked(
        people, f"赵牧川\t\t{resident(1)}", "王苗\t\t\t1993", "王苗\t\t\t", f"王苗\t\t{resident(3)}\t1993", "王苗\t\t\t1980",
    )  # fmt: skip
    assert [one.known for one in found.lines[:4]] == [numbered, named, named, named]
    assert found.lines[4].known is None
    assert len(found.bad) == 1, "the last two of the name 王苗 in one table"


def test_namesakes_are_let_in_when_somebody_says_so(people):
    person(people, "王苗", birth_year=1993)
    head = "姓名\t出生年\t确非同一人"
    found = checked(people, "王苗\t1993\t是", "王苗\t1993\t是", head=head)
    assert [one.defects for one in found.good] == [[], []]


def test_a_number_of_somebody_else_is_a_defect(people):
    person(people, "赵牧川", identity_number=resident(1))
    person(people, "郑川", people.rival, identity_number=resident(2))
    person(people, "冯原", people.rival, birth_year=1970)
    assert defects(people, f"赵木川\t\t{resident(1)}", f"郑川\t\t{resident(2)}", "冯原\t\t\t1970") == [
        ["证件号码：在本单位登记的姓名为“赵牧川”"],
        ["证件号码：已由其他单位登记，请其原单位先办理离职，或由科技厅办理调动"],
        [
            f"已有同名、同出生年的人员，登记在{people.rival.name}：同一人的由科技厅办理调动；不是的在“确非同一人”一列填“是”"
        ],
    ]


def test_the_same_person_twice_in_one_table(people):
    assert defects(people, f"赵牧川\t\t{resident(1)}", f"赵川\t\t{resident(1)}", "王苗", "王苗\t\t\t1990") == [
        [], ["与第 2 行的证件号码相同"], [], ["与第 4 行同名；不是同一人的，在“确非同一人”一列填“是”"],
    ]  # fmt: skip


def test_who_left_another_unit_comes_over(page, people):
    row = person(people, "郑川", people.rival, identity_number=resident(2))
    actions.end_employment(person=row, on=date(2022, 1, 3), by=people.rival_admin)
    text = table(f"郑川\t\t{resident(2)}")
    assert "转入" in words(page(text))
    assert enter(page, text).status_code == 302
    row.refresh_from_db()
    assert (row.organization, row.left_on) == (people.lead, None)


# --- entering -------------------------------------------------------------------------------------------------------


def test_all_are_entered_as_one_by_one(page, people):
    text = table(
        f"赵牧川\t\t{resident(1)}\t1990\t2019/3/1\t研究员\t博士\t草业，种业\t是\t13812345678\tzhao@example.com", "王苗"
    )
    answer = enter(page, text)
    assert (answer.status_code, answer.url) == (302, reverse("accounts:people"))
    row = people.lead.people.get(name="赵牧川")
    assert (row.identity_number, row.birth_year, row.title, row.degree) == (resident(1), 1990, "研究员", "博士")
    assert (row.research_fields, row.is_academician, row.phone) == ("草业，种业", True, "13812345678")
    assert row.employments.get().started_on == date(2019, 3, 1)
    assert events.of(row).get().verb == "person.create"
    assert "共 2 行： 0 人可以登记，2 人已登记过" in words(page(text)), "the same table again enters nobody"


def test_the_good_ones_are_entered_and_the_others_stay_in_the_box(page, people):
    text = table("1\t赵牧川\t13800000000", "2\t\t13900000000", "3\t王苗\t", head="序号\t姓名\t手机")
    answer = enter(page, text)
    assert answer.status_code == 200
    assert "已登记 2 人；其余 1 行有问题，留在框中" in words(answer)
    assert box(answer) == "序号\t姓名\t手机\n2\t\t13900000000\n"
    answer = enter(page, box(answer).replace("2\t", "2\t李禾"))
    assert answer.status_code == 302
    assert set(people.lead.people.values_list("name", flat=True)) >= {"赵牧川", "王苗", "李禾"}


def test_what_was_changed_after_the_look_is_looked_at_first(page, people):
    before = Person.objects.count()
    answer = page(table("张三", "李四"), step="add", seen=seen(page(table("张三"))))
    assert "框中内容在检查之后有改动，尚未登记" in words(answer)
    assert "登记这 2 人" in words(answer)
    assert Person.objects.count() == before


def test_a_browsers_line_ends_change_nothing(page, people):
    text = table("张三", "李四")
    assert page(text.replace("\n", "\r\n") + "\r\n", step="add", seen=seen(page(text))).status_code == 302


def test_a_button_pressed_twice_enters_once(page, people):
    text = table("张三", "\t\t\t\t\t教授")
    mark = seen(page(text))
    first = page(text, step="add", seen=mark, once="the-same-press")
    second = page(text, step="add", seen=mark, once="the-same-press")
    assert [one.status_code for one in (first, second)] == [200, 200]
    assert box(first) == box(second)
    assert people.lead.people.filter(name="张三").count() == 1


def test_one_who_was_entered_meanwhile_stops_all_and_keeps_the_box(page, people, monkeypatch):
    text = table("张三", f"赵牧川\t\t{resident(1)}")
    mark = seen(page(text))
    monkeypatch.setattr(people_table, "people_numbered", lambda _hashes: {})  # looked before somebody else entered him
    person(people, "赵牧川", identity_number=resident(1))
    answer = page(text, step="add", seen=mark)
    assert answer.status_code == 409
    assert "赵牧川：该证件号码在本单位已登记" in words(answer)
    assert "一人也没有登记" in words(answer)
    assert box(answer) == text
    assert not people.lead.people.filter(name="张三").exists()


def test_two_at_the_same_moment_leave_one(people, monkeypatch):
    def taken(**_fields):
        raise IntegrityError

    monkeypatch.setattr("accounts.actions.many_people.add_person", taken)
    with pytest.raises(Refused) as refused:
        actions.add_people(organization=people.lead, people=[{"name": "张三"}], by=people.unitadmin)
    assert refused.value.code == "person_exists"


def test_more_than_500_are_refused_by_the_action_too(people):
    with pytest.raises(Refused) as refused:
        actions.add_people(organization=people.lead, people=[{"name": "张三"}] * 501, by=people.unitadmin)
    assert refused.value.code == "too_many"


def test_500_people_in_one_step(page, people):
    text = table(*[f"人{number}\t\t\t{1950 + number % 50}\t2019-03-01" for number in range(500)])
    assert enter(page, text).status_code == 302
    assert people.lead.people.filter(name__startswith="人").count() == 500


def test_looking_asks_no_more_queries_for_more_lines(client, people, django_assert_num_queries):
    client.force_login(people.unitadmin)
    url = reverse("accounts:people-table", args=[people.lead.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.post(url, {"text": table(f"张三\t\t{resident(70)}\t1990")})
    lines = [f"人{number}\t\t{resident(number)}\t1990" for number in range(60)]
    with django_assert_num_queries(len(one)):
        client.post(url, {"text": table(*lines)})


# --- who may --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("unitadmin", 200),
        ("applicant", 200),
        ("officer", 200),
        ("sysadmin", 200),
        ("rival_admin", 404),
        ("auditor", 403),
    ],
)
def test_who_enters_one_person_enters_many(client, people, who, status):
    client.force_login(getattr(people, who))
    for name in ("people-table", "people-template"):
        assert client.get(reverse(f"accounts:{name}", args=[people.lead.pk])).status_code == status


def test_the_way_there_stands_on_the_list_and_on_the_units_page(client, people):
    client.force_login(people.unitadmin)
    url = reverse("accounts:people-table", args=[people.lead.pk])
    assert url in client.get(reverse("accounts:people")).content.decode()
    assert url in client.get(people.lead.get_absolute_url()).content.decode()
