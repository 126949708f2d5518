import django.db.models.deletion
import pghistory.utils
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("challenges", "0001_initial"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="方案编号")),
                ("version", models.PositiveSmallIntegerField(default=0, verbose_name="提交版本")),
                ("content_sha256", models.CharField(blank=True, max_length=64, verbose_name="内容摘要 SHA-256")),
                ("content_sm3", models.CharField(blank=True, max_length=64, verbose_name="内容摘要 SM3")),
                ("consortium_snapshot", models.JSONField(blank=True, default=dict, verbose_name="提交时的联合体")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="项目名称")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="关键词")),
                ("summary", models.TextField(blank=True, verbose_name="摘要")),
                ("public_summary", models.TextField(blank=True, verbose_name="公开摘要")),
                (
                    "duration_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="实施周期（月）"),
                ),
                ("narrative", models.JSONField(blank=True, default=dict, verbose_name="技术方案")),
                ("fiscal_fen", models.BigIntegerField(blank=True, null=True, verbose_name="申请财政经费（分）")),
                ("self_fen", models.BigIntegerField(blank=True, null=True, verbose_name="企业自筹（分）")),
                ("loan_fen", models.BigIntegerField(blank=True, null=True, verbose_name="其中贷款（分）")),
                ("matching_fen", models.BigIntegerField(blank=True, null=True, verbose_name="地方配套（分）")),
                ("other_fen", models.BigIntegerField(blank=True, null=True, verbose_name="其他来源（分）")),
                ("decline_reason", models.TextField(blank=True, verbose_name="未立项原因")),
                ("correction_count", models.PositiveSmallIntegerField(default=0, verbose_name="补正次数")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                ("correction_due_on", models.DateField(blank=True, null=True, verbose_name="补正期限")),
                ("file_key", core.fields.EncryptedTextField(blank=True, default="", verbose_name="附件密钥")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "填报中"),
                            ("UNIT_REVIEW", "单位审核中"),
                            ("SUBMITTED", "已提交（密封）"),
                            ("EXPIRED", "逾期未提交"),
                            ("WITHDRAWN", "已撤回"),
                            ("OPENED", "已开封"),
                            ("CORRECTING", "形式补正中"),
                            ("ELIGIBLE", "资格审查通过"),
                            ("INELIGIBLE", "资格审查未通过"),
                            ("IN_REVIEW", "评审中"),
                            ("SCORED", "评分完成"),
                            ("RECOMMENDED", "建议立项"),
                            ("RACE_RECOMMENDED", "建议赛马立项"),
                            ("NOT_RECOMMENDED", "不建议立项"),
                            ("PROPOSED", "拟立项"),
                            ("IN_NOTICE", "公示中"),
                            ("AWARDED", "已立项"),
                            ("REJECTED", "未立项"),
                        ],
                        db_index=True,
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="开封时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "chief_scientist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bids_as_chief_scientist",
                        to="accounts.person",
                        verbose_name="首席科学家",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_bids",
                        to="accounts.person",
                        verbose_name="项目负责人",
                    ),
                ),
                (
                    "notice_item",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bid",
                        to="challenges.noticeitem",
                        verbose_name="公示条目",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开封人",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
            ],
            options={
                "verbose_name": "揭榜方案",
                "verbose_name_plural": "揭榜方案",
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("AGREEMENT", "组建协议"),
                            ("SELF_FUNDING_PROOF", "自筹资金证明"),
                            ("MATCHING_PROOF", "配套文件"),
                            ("OTHER", "其他附件"),
                        ],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="文件名")),
                ("added_at", models.DateTimeField(verbose_name="上传时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="文件",
                    ),
                ),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "附件",
                "verbose_name_plural": "附件",
            },
        ),
        migrations.CreateModel(
            name="BidMilestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="节点")),
                ("month_offset", models.PositiveSmallIntegerField(verbose_name="起始后月数")),
                ("targets", models.TextField(blank=True, verbose_name="考核目标")),
                ("deliverables", models.TextField(blank=True, verbose_name="交付物")),
                ("fiscal_share_percent", models.PositiveSmallIntegerField(default=0, verbose_name="拨款比例（%）")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestones",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "方案里程碑",
                "verbose_name_plural": "方案里程碑",
            },
        ),
        migrations.CreateModel(
            name="BidMilestoneEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="节点")),
                ("month_offset", models.PositiveSmallIntegerField(verbose_name="起始后月数")),
                ("targets", models.TextField(blank=True, verbose_name="考核目标")),
                ("deliverables", models.TextField(blank=True, verbose_name="交付物")),
                ("fiscal_share_percent", models.PositiveSmallIntegerField(default=0, verbose_name="拨款比例（%）")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.bidmilestone",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BidTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=200, verbose_name="课题名称")),
                ("leader_name", models.CharField(blank=True, max_length=60, verbose_name="课题负责人")),
                ("amount_fen", models.BigIntegerField(default=0, verbose_name="经费（分）")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="承担单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "课题",
                "verbose_name_plural": "课题",
            },
        ),
        migrations.CreateModel(
            name="BidTaskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("title", models.CharField(max_length=200, verbose_name="课题名称")),
                ("leader_name", models.CharField(blank=True, max_length=60, verbose_name="课题负责人")),
                ("amount_fen", models.BigIntegerField(default=0, verbose_name="经费（分）")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="承担单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.bidtask",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("SOURCE", "来源"), ("USE", "支出")], max_length=32, verbose_name="来源或支出"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("FISCAL", "自治区财政"),
                            ("MATCHING", "地方配套"),
                            ("SELF", "企业自筹"),
                            ("LOAN", "贷款"),
                            ("SOCIAL", "社会资本"),
                            ("OTHER", "其他"),
                        ],
                        max_length=32,
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EQUIPMENT", "设备费"),
                            ("OPERATION", "业务费"),
                            ("LABOR", "劳务费"),
                            ("INDIRECT", "间接费用"),
                        ],
                        default="",
                        max_length=32,
                        verbose_name="支出科目",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="budget_lines",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "预算",
                "verbose_name_plural": "预算",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gte", 0)), name="budget_line_amount")
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "side",
                    models.CharField(
                        choices=[("SOURCE", "来源"), ("USE", "支出")], max_length=32, verbose_name="来源或支出"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("FISCAL", "自治区财政"),
                            ("MATCHING", "地方配套"),
                            ("SELF", "企业自筹"),
                            ("LOAN", "贷款"),
                            ("SOCIAL", "社会资本"),
                            ("OTHER", "其他"),
                        ],
                        max_length=32,
                        verbose_name="资金来源",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("EQUIPMENT", "设备费"),
                            ("OPERATION", "业务费"),
                            ("LABOR", "劳务费"),
                            ("INDIRECT", "间接费用"),
                        ],
                        default="",
                        max_length=32,
                        verbose_name="支出科目",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.budgetline",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Consortium",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("name", models.CharField(max_length=200, unique=True, verbose_name="名称")),
                (
                    "registration_number",
                    models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="备案号"),
                ),
                ("goals", models.TextField(blank=True, verbose_name="建设目标")),
                ("benefit_terms", models.TextField(blank=True, verbose_name="知识产权与利益分配")),
                ("has_all_seals", models.BooleanField(default=False, verbose_name="协议文件已由各方盖章")),
                ("agreement_number", models.CharField(blank=True, max_length=80, verbose_name="协议编号")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签订日期")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="有效期起")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="有效期止")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                (
                    "recall_public_key",
                    models.BinaryField(blank=True, max_length=32, null=True, verbose_name="撤回公钥"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "组建中"),
                            ("AGREED", "协议已签"),
                            ("FILED", "已提交备案"),
                            ("RETURNED", "已退回"),
                            ("REGISTERED", "已备案"),
                            ("SUSPENDED", "已暂停"),
                            ("CANCELLED", "已注销"),
                            ("EXPIRED", "已到期"),
                        ],
                        db_index=True,
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="协议确认时间")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="提交备案时间")),
                ("registered_at", models.DateTimeField(blank=True, null=True, verbose_name="备案时间")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="协议确认人",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="组建协议",
                    ),
                ),
                (
                    "chief_scientist",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                        verbose_name="首席科学家",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consortia",
                        to="challenges.field",
                        verbose_name="领域",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交备案人",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_consortia",
                        to="accounts.organization",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consortia",
                        to="challenges.programme",
                        verbose_name="示范工程",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="备案人",
                    ),
                ),
            ],
            options={
                "verbose_name": "创新联合体",
                "verbose_name_plural": "创新联合体",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consortium_agreed_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("filed_at__isnull", True), ("filed_by__isnull", True)),
                            models.Q(("filed_at__isnull", False), ("filed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consortium_filed_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("registered_at__isnull", True), ("registered_by__isnull", True)),
                            models.Q(("registered_at__isnull", False), ("registered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consortium_registered_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["REGISTERED", "SUSPENDED", "EXPIRED"]), _negated=True),
                            ("registration_number__isnull", False),
                            _connector="OR",
                        ),
                        name="consortium_registered_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__lte", models.F("valid_to"))), name="consortium_validity"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BidEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                ("next_check_at", models.DateTimeField(blank=True, null=True, verbose_name="下次检查时间")),
                ("number", models.CharField(max_length=40, verbose_name="方案编号")),
                ("version", models.PositiveSmallIntegerField(default=0, verbose_name="提交版本")),
                ("content_sha256", models.CharField(blank=True, max_length=64, verbose_name="内容摘要 SHA-256")),
                ("content_sm3", models.CharField(blank=True, max_length=64, verbose_name="内容摘要 SM3")),
                ("consortium_snapshot", models.JSONField(blank=True, default=dict, verbose_name="提交时的联合体")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="项目名称")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="关键词")),
                ("summary", models.TextField(blank=True, verbose_name="摘要")),
                ("public_summary", models.TextField(blank=True, verbose_name="公开摘要")),
                (
                    "duration_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="实施周期（月）"),
                ),
                ("narrative", models.JSONField(blank=True, default=dict, verbose_name="技术方案")),
                ("fiscal_fen", models.BigIntegerField(blank=True, null=True, verbose_name="申请财政经费（分）")),
                ("self_fen", models.BigIntegerField(blank=True, null=True, verbose_name="企业自筹（分）")),
                ("loan_fen", models.BigIntegerField(blank=True, null=True, verbose_name="其中贷款（分）")),
                ("matching_fen", models.BigIntegerField(blank=True, null=True, verbose_name="地方配套（分）")),
                ("other_fen", models.BigIntegerField(blank=True, null=True, verbose_name="其他来源（分）")),
                ("decline_reason", models.TextField(blank=True, verbose_name="未立项原因")),
                ("correction_count", models.PositiveSmallIntegerField(default=0, verbose_name="补正次数")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                ("correction_due_on", models.DateField(blank=True, null=True, verbose_name="补正期限")),
                ("file_key", core.fields.EncryptedTextField(blank=True, default="", verbose_name="附件密钥")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "填报中"),
                            ("UNIT_REVIEW", "单位审核中"),
                            ("SUBMITTED", "已提交（密封）"),
                            ("EXPIRED", "逾期未提交"),
                            ("WITHDRAWN", "已撤回"),
                            ("OPENED", "已开封"),
                            ("CORRECTING", "形式补正中"),
                            ("ELIGIBLE", "资格审查通过"),
                            ("INELIGIBLE", "资格审查未通过"),
                            ("IN_REVIEW", "评审中"),
                            ("SCORED", "评分完成"),
                            ("RECOMMENDED", "建议立项"),
                            ("RACE_RECOMMENDED", "建议赛马立项"),
                            ("NOT_RECOMMENDED", "不建议立项"),
                            ("PROPOSED", "拟立项"),
                            ("IN_NOTICE", "公示中"),
                            ("AWARDED", "已立项"),
                            ("REJECTED", "未立项"),
                        ],
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="开封时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "chief_scientist",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.person",
                        verbose_name="首席科学家",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.person",
                        verbose_name="项目负责人",
                    ),
                ),
                (
                    "notice_item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.noticeitem",
                        verbose_name="公示条目",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开封人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.bid",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交人",
                    ),
                ),
                (
                    "consortium",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="bid",
            name="consortium",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bids",
                to="consortia.consortium",
                verbose_name="创新联合体",
            ),
        ),
        migrations.CreateModel(
            name="ConsortiumChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("wanted", models.JSONField(blank=True, default=dict, verbose_name="变更内容")),
                ("removals", models.JSONField(blank=True, default=list, verbose_name="退出成员")),
                ("reason", models.TextField(verbose_name="变更理由")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "待审核"),
                            ("RETURNED", "已退回"),
                            ("APPROVED", "已准予变更"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        db_index=True,
                        default="PROPOSED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                (
                    "consortium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "supplement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="补充协议",
                    ),
                ),
            ],
            options={
                "verbose_name": "备案变更",
                "verbose_name_plural": "备案变更",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="consortium_change_decided_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["PROPOSED", "RETURNED"])),
                        fields=("consortium",),
                        name="consortium_one_open_change",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsortiumChangeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                ("next_check_at", models.DateTimeField(blank=True, null=True, verbose_name="下次检查时间")),
                ("wanted", models.JSONField(blank=True, default=dict, verbose_name="变更内容")),
                ("removals", models.JSONField(blank=True, default=list, verbose_name="退出成员")),
                ("reason", models.TextField(verbose_name="变更理由")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PROPOSED", "待审核"),
                            ("RETURNED", "已退回"),
                            ("APPROVED", "已准予变更"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="PROPOSED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                (
                    "consortium",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审核人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.consortiumchange",
                    ),
                ),
                (
                    "supplement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="补充协议",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsortiumEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                ("next_check_at", models.DateTimeField(blank=True, null=True, verbose_name="下次检查时间")),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("registration_number", models.CharField(blank=True, max_length=40, null=True, verbose_name="备案号")),
                ("goals", models.TextField(blank=True, verbose_name="建设目标")),
                ("benefit_terms", models.TextField(blank=True, verbose_name="知识产权与利益分配")),
                ("has_all_seals", models.BooleanField(default=False, verbose_name="协议文件已由各方盖章")),
                ("agreement_number", models.CharField(blank=True, max_length=80, verbose_name="协议编号")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="签订日期")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="有效期起")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="有效期止")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                (
                    "recall_public_key",
                    models.BinaryField(blank=True, max_length=32, null=True, verbose_name="撤回公钥"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "组建中"),
                            ("AGREED", "协议已签"),
                            ("FILED", "已提交备案"),
                            ("RETURNED", "已退回"),
                            ("REGISTERED", "已备案"),
                            ("SUSPENDED", "已暂停"),
                            ("CANCELLED", "已注销"),
                            ("EXPIRED", "已到期"),
                        ],
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True, verbose_name="协议确认时间")),
                ("filed_at", models.DateTimeField(blank=True, null=True, verbose_name="提交备案时间")),
                ("registered_at", models.DateTimeField(blank=True, null=True, verbose_name="备案时间")),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="协议确认人",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="组建协议",
                    ),
                ),
                (
                    "chief_scientist",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.person",
                        verbose_name="首席科学家",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.field",
                        verbose_name="领域",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提交备案人",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="牵头单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.consortium",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.programme",
                        verbose_name="示范工程",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="备案人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ConsortiumVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("content", models.JSONField(verbose_name="备案内容")),
                ("reason", models.TextField(blank=True, verbose_name="变更理由")),
                ("made_at", models.DateTimeField(verbose_name="生效时间")),
                (
                    "consortium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "备案版本",
                "verbose_name_plural": "备案版本",
                "constraints": [
                    models.UniqueConstraint(fields=("consortium", "number"), name="consortium_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, verbose_name="规则代码")),
                ("text", models.CharField(max_length=300, verbose_name="条件")),
                ("facts", models.TextField(blank=True, verbose_name="事实")),
                ("is_passed", models.BooleanField(verbose_name="符合")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("checked_at", models.DateTimeField(verbose_name="审查时间")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审查人",
                    ),
                ),
            ],
            options={
                "verbose_name": "资格审查",
                "verbose_name_plural": "资格审查",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_passed", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="check_reason_when_failed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EligibilityCheckEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=30, verbose_name="规则代码")),
                ("text", models.CharField(max_length=300, verbose_name="条件")),
                ("facts", models.TextField(blank=True, verbose_name="事实")),
                ("is_passed", models.BooleanField(verbose_name="符合")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("checked_at", models.DateTimeField(verbose_name="审查时间")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "checked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审查人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.eligibilitycheck",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Envelope",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("OPENING", "开标"), ("RECALL", "撤回")], max_length=32, verbose_name="用途"
                    ),
                ),
                ("algorithm", models.CharField(max_length=40, verbose_name="算法")),
                ("box", models.BinaryField(verbose_name="密文")),
                ("plain_sha256", models.CharField(max_length=64, verbose_name="明文摘要 SHA-256")),
                ("plain_sm3", models.CharField(max_length=64, verbose_name="明文摘要 SM3")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("deadline", models.DateTimeField(verbose_name="当时的截止时间")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="envelopes",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "密封件",
                "verbose_name_plural": "密封件",
                "constraints": [
                    models.UniqueConstraint(fields=("bid", "version", "purpose"), name="envelope_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sealed_at__lt", models.F("deadline"))), name="envelope_before_deadline"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IndicatorResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("promised", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="承诺值")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.indicator",
                        verbose_name="考核指标",
                    ),
                ),
            ],
            options={
                "verbose_name": "指标响应",
                "verbose_name_plural": "指标响应",
                "constraints": [models.UniqueConstraint(fields=("bid", "indicator"), name="response_once")],
            },
        ),
        migrations.CreateModel(
            name="IndicatorResponseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("promised", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="承诺值")),
                ("evidence", models.TextField(blank=True, verbose_name="依据")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.indicator",
                        verbose_name="考核指标",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.indicatorresponse",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MatchingFund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("policy_document", models.CharField(blank=True, max_length=200, verbose_name="政策文件")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matching_funds",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="出资地方",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="证明",
                    ),
                ),
            ],
            options={
                "verbose_name": "配套资金",
                "verbose_name_plural": "配套资金",
            },
        ),
        migrations.CreateModel(
            name="MatchingFundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("policy_document", models.CharField(blank=True, max_length=200, verbose_name="政策文件")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.division",
                        verbose_name="出资地方",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.matchingfund",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="证明",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("LEAD", "牵头单位"), ("MEMBER", "成员单位")],
                        default="MEMBER",
                        max_length=32,
                        verbose_name="角色",
                    ),
                ),
                (
                    "kind_at_signing",
                    models.CharField(
                        choices=[
                            ("ENTERPRISE", "企业"),
                            ("UNIVERSITY", "高等院校"),
                            ("INSTITUTE", "科研院所"),
                            ("NEW_RESEARCH", "新型研发机构"),
                            ("SERVICE", "科技服务机构"),
                            ("FINANCIAL", "金融机构"),
                            ("GOVERNMENT", "政府部门"),
                            ("OTHER", "其他"),
                        ],
                        max_length=32,
                        verbose_name="签约时单位类型",
                    ),
                ),
                ("is_local_at_signing", models.BooleanField(verbose_name="签约时为区内单位")),
                ("tasks", models.TextField(blank=True, verbose_name="任务分工")),
                ("self_fund_commitment_fen", models.BigIntegerField(default=0, verbose_name="自筹承诺（分）")),
                (
                    "share_percent",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="任务份额（%）"),
                ),
                ("refusal_reason", models.TextField(blank=True, verbose_name="拒绝理由")),
                ("signed_sha256", models.CharField(blank=True, max_length=64, verbose_name="所签协议摘要")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签署时间")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="催办时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("INVITED", "待确认"),
                            ("CONFIRMED", "已确认"),
                            ("JOINING", "已确认（待变更备案）"),
                            ("REFUSED", "已拒绝"),
                            ("LEFT", "已退出"),
                        ],
                        db_index=True,
                        default="INVITED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "consortium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "reminded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="催办人",
                    ),
                ),
                (
                    "seal_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="盖章文件",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签署人",
                    ),
                ),
            ],
            options={
                "verbose_name": "成员",
                "verbose_name_plural": "成员",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_confirmed_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_signed_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reminded_at__isnull", True), ("reminded_by__isnull", True)),
                            models.Q(("reminded_at__isnull", False), ("reminded_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="membership_reminded_pair",
                    ),
                    models.CheckConstraint(condition=models.Q(("share_percent__lte", 100)), name="membership_share"),
                    models.UniqueConstraint(fields=("consortium", "organization"), name="membership_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "LEAD")), fields=("consortium",), name="membership_one_lead"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("self_fund_commitment_fen__gte", 0)), name="membership_commitment"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                ("next_check_at", models.DateTimeField(blank=True, null=True, verbose_name="下次检查时间")),
                (
                    "role",
                    models.CharField(
                        choices=[("LEAD", "牵头单位"), ("MEMBER", "成员单位")],
                        default="MEMBER",
                        max_length=32,
                        verbose_name="角色",
                    ),
                ),
                (
                    "kind_at_signing",
                    models.CharField(
                        choices=[
                            ("ENTERPRISE", "企业"),
                            ("UNIVERSITY", "高等院校"),
                            ("INSTITUTE", "科研院所"),
                            ("NEW_RESEARCH", "新型研发机构"),
                            ("SERVICE", "科技服务机构"),
                            ("FINANCIAL", "金融机构"),
                            ("GOVERNMENT", "政府部门"),
                            ("OTHER", "其他"),
                        ],
                        max_length=32,
                        verbose_name="签约时单位类型",
                    ),
                ),
                ("is_local_at_signing", models.BooleanField(verbose_name="签约时为区内单位")),
                ("tasks", models.TextField(blank=True, verbose_name="任务分工")),
                ("self_fund_commitment_fen", models.BigIntegerField(default=0, verbose_name="自筹承诺（分）")),
                (
                    "share_percent",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="任务份额（%）"),
                ),
                ("refusal_reason", models.TextField(blank=True, verbose_name="拒绝理由")),
                ("signed_sha256", models.CharField(blank=True, max_length=64, verbose_name="所签协议摘要")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="签署时间")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="催办时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("INVITED", "待确认"),
                            ("CONFIRMED", "已确认"),
                            ("JOINING", "已确认（待变更备案）"),
                            ("REFUSED", "已拒绝"),
                            ("LEFT", "已退出"),
                        ],
                        default="INVITED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="确认时间")),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认人",
                    ),
                ),
                (
                    "consortium",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.membership",
                    ),
                ),
                (
                    "reminded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="催办人",
                    ),
                ),
                (
                    "seal_file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="盖章文件",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签署人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first_at", models.DateTimeField(blank=True, null=True, verbose_name="第一人同意时间")),
                ("second_at", models.DateTimeField(blank=True, null=True, verbose_name="第二人同意时间")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="开封时间")),
                ("bid_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="开封份数")),
                ("entries", models.JSONField(blank=True, default=list, verbose_name="明细")),
                ("root", models.CharField(blank=True, max_length=64, verbose_name="根哈希")),
                ("single_note", models.TextField(blank=True, verbose_name="单一方案复核意见")),
                ("single_reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="单一方案复核时间")),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opening",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第一人",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第二人",
                    ),
                ),
                (
                    "single_reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="单一方案复核人",
                    ),
                ),
            ],
            options={
                "verbose_name": "开标记录",
                "verbose_name_plural": "开标记录",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_at__isnull", True), ("first_by__isnull", True)),
                            models.Q(("first_at__isnull", False), ("first_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="opening_first_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("second_at__isnull", True), ("second_by__isnull", True)),
                            models.Q(("second_at__isnull", False), ("second_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="opening_second_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("single_reviewed_at__isnull", True), ("single_reviewed_by__isnull", True)),
                            models.Q(("single_reviewed_at__isnull", False), ("single_reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="opening_single_reviewed_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("single_reviewed_at__isnull", True),
                            models.Q(("single_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="opening_single_note",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by__isnull", True),
                            models.Q(("second_by", models.F("first_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="opening_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_at__isnull", True),
                            models.Q(("first_at__isnull", False), ("second_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="opening_consents",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("first_at", models.DateTimeField(blank=True, null=True, verbose_name="第一人同意时间")),
                ("second_at", models.DateTimeField(blank=True, null=True, verbose_name="第二人同意时间")),
                ("opened_at", models.DateTimeField(blank=True, null=True, verbose_name="开封时间")),
                ("bid_count", models.PositiveIntegerField(blank=True, null=True, verbose_name="开封份数")),
                ("entries", models.JSONField(blank=True, default=list, verbose_name="明细")),
                ("root", models.CharField(blank=True, max_length=64, verbose_name="根哈希")),
                ("single_note", models.TextField(blank=True, verbose_name="单一方案复核意见")),
                ("single_reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="单一方案复核时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第一人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.opening",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="第二人",
                    ),
                ),
                (
                    "single_reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="单一方案复核人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Platform",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="平台名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("NATIONAL", "国家级"), ("REGIONAL", "自治区级"), ("PREFECTURE", "盟市级")],
                        max_length=32,
                        verbose_name="级别",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="类型")),
                ("approved_by_name", models.CharField(blank=True, max_length=120, verbose_name="批准部门")),
                ("approved_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="批准年度")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="批准文号")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="platforms",
                        to="accounts.organization",
                        verbose_name="依托单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "创新平台",
                "verbose_name_plural": "创新平台",
                "constraints": [models.UniqueConstraint(fields=("organization", "name"), name="platform_once")],
            },
        ),
        migrations.CreateModel(
            name="PlatformEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="平台名称")),
                (
                    "level",
                    models.CharField(
                        choices=[("NATIONAL", "国家级"), ("REGIONAL", "自治区级"), ("PREFECTURE", "盟市级")],
                        max_length=32,
                        verbose_name="级别",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="类型")),
                ("approved_by_name", models.CharField(blank=True, max_length=120, verbose_name="批准部门")),
                ("approved_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="批准年度")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="批准文号")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                ("end_reason", models.CharField(blank=True, max_length=200, verbose_name="撤销原因")),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="依托单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.platform",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_at", models.DateTimeField(verbose_name="签署时间")),
                ("method", models.CharField(default="ACCOUNT", max_length=30, verbose_name="签署方式")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pledges",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="承诺单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.person",
                        verbose_name="承诺人",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签署人",
                    ),
                ),
            ],
            options={
                "verbose_name": "承诺",
                "verbose_name_plural": "承诺",
            },
        ),
        migrations.CreateModel(
            name="PledgeText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ORGANIZATION", "单位信用承诺"),
                            ("LEADER", "负责人信用承诺"),
                            ("MILITARY_ORDER", "军令状"),
                        ],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("title", models.CharField(max_length=120, verbose_name="标题")),
                ("body", models.TextField(verbose_name="正文")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
            ],
            options={
                "verbose_name": "承诺书文本",
                "verbose_name_plural": "承诺书文本",
                "constraints": [models.UniqueConstraint(fields=("kind", "version"), name="pledge_text_once")],
            },
        ),
        migrations.CreateModel(
            name="PledgeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("signed_at", models.DateTimeField(verbose_name="签署时间")),
                ("method", models.CharField(default="ACCOUNT", max_length=30, verbose_name="签署方式")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="承诺单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.person",
                        verbose_name="承诺人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.pledge",
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="撤销人",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签署人",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.pledgetext",
                        verbose_name="承诺书文本",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="pledge",
            name="text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consortia.pledgetext",
                verbose_name="承诺书文本",
            ),
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        choices=[("RECOMMENDED", "推荐"), ("NOT_RECOMMENDED", "不推荐")],
                        max_length=32,
                        verbose_name="结论",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("made_at", models.DateTimeField(verbose_name="推荐时间")),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendation",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="推荐部门",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="推荐函",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="推荐人",
                    ),
                ),
            ],
            options={
                "verbose_name": "推荐",
                "verbose_name_plural": "推荐",
            },
        ),
        migrations.CreateModel(
            name="RecommendationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "result",
                    models.CharField(
                        choices=[("RECOMMENDED", "推荐"), ("NOT_RECOMMENDED", "不推荐")],
                        max_length=32,
                        verbose_name="结论",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("made_at", models.DateTimeField(verbose_name="推荐时间")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.division",
                        verbose_name="推荐部门",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="推荐函",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="推荐人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.recommendation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RosterEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("LEADER", "项目负责人"),
                            ("CHIEF_SCIENTIST", "首席科学家"),
                            ("TASK_LEADER", "课题负责人"),
                            ("CORE", "骨干"),
                            ("OTHER", "其他人员"),
                        ],
                        default="CORE",
                        max_length=32,
                        verbose_name="角色",
                    ),
                ),
                (
                    "consortium",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster",
                        to="consortia.consortium",
                        verbose_name="创新联合体",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="roster_entries",
                        to="accounts.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "研发团队",
                "verbose_name_plural": "研发团队",
                "constraints": [models.UniqueConstraint(fields=("consortium", "person"), name="roster_once")],
            },
        ),
        migrations.CreateModel(
            name="SubmissionReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="回执号")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("payload", models.JSONField(verbose_name="内容")),
                ("signature", models.BinaryField(verbose_name="签名")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
            ],
            options={
                "verbose_name": "回执",
                "verbose_name_plural": "回执",
                "constraints": [models.UniqueConstraint(fields=("bid", "version"), name="submission_receipt_once")],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("LEADER", "项目负责人"),
                            ("CHIEF_SCIENTIST", "首席科学家"),
                            ("TASK_LEADER", "课题负责人"),
                            ("CORE", "骨干"),
                            ("OTHER", "其他人员"),
                        ],
                        max_length=32,
                        verbose_name="角色",
                    ),
                ),
                ("months_per_year", models.PositiveSmallIntegerField(default=6, verbose_name="每年投入月数")),
                ("tasks", models.CharField(blank=True, max_length=200, verbose_name="分工")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_places",
                        to="accounts.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "项目组成员",
                "verbose_name_plural": "项目组成员",
                "constraints": [models.UniqueConstraint(fields=("bid", "person"), name="team_member_once")],
            },
        ),
        migrations.CreateModel(
            name="TeamMemberEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("LEADER", "项目负责人"),
                            ("CHIEF_SCIENTIST", "首席科学家"),
                            ("TASK_LEADER", "课题负责人"),
                            ("CORE", "骨干"),
                            ("OTHER", "其他人员"),
                        ],
                        max_length=32,
                        verbose_name="角色",
                    ),
                ),
                ("months_per_year", models.PositiveSmallIntegerField(default=6, verbose_name="每年投入月数")),
                ("tasks", models.CharField(blank=True, max_length=200, verbose_name="分工")),
                (
                    "bid",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.person",
                        verbose_name="人员",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consortia.teammember",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BidSection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=30, verbose_name="部分")),
                ("content", core.fields.EncryptedTextField(verbose_name="内容")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                ("saved_at", models.DateTimeField(verbose_name="保存时间")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存人",
                    ),
                ),
            ],
            options={
                "verbose_name": "草稿",
                "verbose_name_plural": "草稿",
                "constraints": [models.UniqueConstraint(fields=("bid", "name"), name="section_once")],
            },
        ),
        migrations.AddIndex(
            model_name="bid",
            index=models.Index(fields=["challenge", "state"], name="consortia_b_challen_d05612_idx"),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="bid_submitted_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opened_at__isnull", True), ("opened_by__isnull", True)),
                    models.Q(("opened_at__isnull", False), ("opened_by__isnull", False)),
                    _connector="OR",
                ),
                name="bid_opened_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["WITHDRAWN", "EXPIRED"]), _negated=True),
                fields=("challenge", "consortium"),
                name="bid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.CheckConstraint(
                condition=models.Q(("correction_count__lte", 1)), name="bid_corrected_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["DRAFT", "UNIT_REVIEW", "SUBMITTED"]), _negated=True),
                    models.Q(("fiscal_fen__isnull", True), ("summary", ""), ("title", "")),
                    _connector="OR",
                ),
                name="bid_sealed_is_blank",
            ),
        ),
        migrations.AddConstraint(
            model_name="bid",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["DRAFT", "UNIT_REVIEW", "EXPIRED", "WITHDRAWN"]),
                    models.Q(("content_sha256", ""), _negated=True),
                    _connector="OR",
                ),
                name="bid_has_digest",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="pledge_revoked_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="pledge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at__isnull", True)),
                fields=("bid", "text", "organization"),
                name="pledge_signed_once",
            ),
        ),
    ]
