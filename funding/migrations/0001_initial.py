import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("challenges", "0001_initial"),
        ("consortia", "0001_initial"),
        ("core", "0001_initial"),
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpenditureLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                        choices=[
                            ("EQUIPMENT", "设备费"),
                            ("OPERATION", "业务费"),
                            ("LABOR", "劳务费"),
                            ("INDIRECT", "间接费用"),
                        ],
                        max_length=32,
                        verbose_name="支出科目",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
            ],
            options={
                "verbose_name": "支出明细",
                "verbose_name_plural": "支出明细",
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TREASURY", "财政专项资金"),
                            ("AWARDED", "已立项待拨"),
                            ("PAYABLE", "已审批待付"),
                            ("PAID", "已拨付牵头单位"),
                            ("RETURNED", "已追回"),
                        ],
                        max_length=32,
                        verbose_name="科目",
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
                        default="FISCAL",
                        max_length=32,
                        verbose_name="资金来源",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账科目",
                "verbose_name_plural": "台账科目",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "project", "source", "year"), name="account_once", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["TREASURY", "RETURNED"]), ("project__isnull", False), _connector="OR"
                        ),
                        name="account_project",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "result",
                    models.CharField(
                        choices=[("AWARD", "立项"), ("RACE", "赛马立项"), ("DECLINE", "不予立项")],
                        max_length=32,
                        verbose_name="结果",
                    ),
                ),
                ("fiscal_fen", models.BigIntegerField(default=0, verbose_name="财政经费（分）")),
                ("yearly_fen", models.JSONField(default=dict, verbose_name="分年度安排（分）")),
                ("self_fen", models.BigIntegerField(default=0, verbose_name="自筹（分）")),
                ("is_ratio_met", models.BooleanField(default=True, verbose_name="自筹比例达标")),
                ("departure_reason", models.TextField(blank=True, verbose_name="偏离评审次序的理由")),
                ("unequal_reason", models.TextField(blank=True, verbose_name="赛马首期经费不等的理由")),
                ("over_plan_reason", models.TextField(blank=True, verbose_name="超出批次计划经费的理由")),
                ("decided_at", models.DateTimeField(verbose_name="决定时间")),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
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
                        verbose_name="记录人",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="challenges.resolution",
                        verbose_name="决议",
                    ),
                ),
            ],
            options={
                "verbose_name": "立项决定",
                "verbose_name_plural": "立项决定",
            },
        ),
        migrations.CreateModel(
            name="ExpenditureReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("period_from", models.DateField(verbose_name="期间起")),
                ("period_to", models.DateField(verbose_name="期间止")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "state",
                    models.CharField(
                        choices=[("REPORTED", "已填报"), ("VERIFIED", "已核实"), ("RETURNED", "已退回")],
                        db_index=True,
                        default="REPORTED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="核实时间")),
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
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenditure_reports",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实人",
                    ),
                ),
            ],
            options={
                "verbose_name": "支出报告",
                "verbose_name_plural": "支出报告",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                            models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="expenditure_verified_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period_from__lte", models.F("period_to"))), name="expenditure_period"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "RETURNED"), _negated=True),
                        fields=("project", "organization", "period_from"),
                        name="expenditure_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpenditureLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                        choices=[
                            ("EQUIPMENT", "设备费"),
                            ("OPERATION", "业务费"),
                            ("LABOR", "劳务费"),
                            ("INDIRECT", "间接费用"),
                        ],
                        max_length=32,
                        verbose_name="支出科目",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.expenditureline",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funding.expenditurereport",
                        verbose_name="支出报告",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="expenditureline",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="funding.expenditurereport",
                verbose_name="支出报告",
            ),
        ),
        migrations.CreateModel(
            name="ExpenditureReportEvent",
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
                ("period_from", models.DateField(verbose_name="期间起")),
                ("period_to", models.DateField(verbose_name="期间止")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                (
                    "state",
                    models.CharField(
                        choices=[("REPORTED", "已填报"), ("VERIFIED", "已核实"), ("RETURNED", "已退回")],
                        default="REPORTED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True, verbose_name="核实时间")),
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
                        to="funding.expenditurereport",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核实人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FundingPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("planned_fen", models.BigIntegerField(verbose_name="计划金额（分）")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="出资地方",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding_plans",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "verbose_name": "经费来源计划",
                "verbose_name_plural": "经费来源计划",
                "constraints": [
                    models.UniqueConstraint(fields=("project", "source", "year"), name="funding_plan_once"),
                    models.CheckConstraint(condition=models.Q(("planned_fen__gte", 0)), name="funding_plan_amount"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingPlanEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("planned_fen", models.BigIntegerField(verbose_name="计划金额（分）")),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
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
                        to="funding.fundingplan",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FundReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("received_on", models.DateField(verbose_name="到位日期")),
                ("proof_note", models.CharField(blank=True, max_length=200, verbose_name="凭证说明")),
                ("recorded_at", models.DateTimeField(verbose_name="填报时间")),
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
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fund_receipts",
                        to="projects.project",
                        verbose_name="项目",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="funding.fundreceipt",
                        verbose_name="冲正的到位",
                    ),
                ),
            ],
            options={
                "verbose_name": "资金到位",
                "verbose_name_plural": "资金到位",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="fund_receipt_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("source", "FISCAL"), _negated=True), name="fund_receipt_not_fiscal"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundReceiptEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
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
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("received_on", models.DateField(verbose_name="到位日期")),
                ("proof_note", models.CharField(blank=True, max_length=200, verbose_name="凭证说明")),
                ("recorded_at", models.DateTimeField(verbose_name="填报时间")),
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
                        to="funding.fundreceipt",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funding.fundreceipt",
                        verbose_name="冲正的到位",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LocalReward",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="奖励日期")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("published_text", models.TextField(blank=True, verbose_name="公开表述")),
                ("needs_confirmation", models.BooleanField(default=False, verbose_name="解释待确认")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="奖励地方",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_rewards",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_rewards",
                        to="accounts.organization",
                        verbose_name="受奖单位",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "地方奖励",
                "verbose_name_plural": "地方奖励",
            },
        ),
        migrations.CreateModel(
            name="LocalRewardEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("given_on", models.DateField(blank=True, null=True, verbose_name="奖励日期")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                ("published_text", models.TextField(blank=True, verbose_name="公开表述")),
                ("needs_confirmation", models.BooleanField(default=False, verbose_name="解释待确认")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "division",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.division",
                        verbose_name="奖励地方",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.localreward",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="受奖单位",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PolicyBenefit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TAX", "税收优惠"),
                            ("SUBSIDY", "研发投入后补助"),
                            ("REWARD", "奖励"),
                            ("PLATFORM", "平台支持"),
                            ("OTHER", "其他"),
                        ],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）")),
                ("granted_on", models.DateField(verbose_name="落实日期")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_benefits",
                        to="accounts.organization",
                        verbose_name="单位",
                    ),
                ),
                (
                    "policy_document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.policydocument",
                        verbose_name="政策文件",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策落实",
                "verbose_name_plural": "政策落实",
            },
        ),
        migrations.CreateModel(
            name="PolicyBenefitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TAX", "税收优惠"),
                            ("SUBSIDY", "研发投入后补助"),
                            ("REWARD", "奖励"),
                            ("PLATFORM", "平台支持"),
                            ("OTHER", "其他"),
                        ],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）")),
                ("granted_on", models.DateField(verbose_name="落实日期")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
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
                        to="funding.policybenefit",
                    ),
                ),
                (
                    "policy_document",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.policydocument",
                        verbose_name="政策文件",
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
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="口径代码")),
                ("label", models.CharField(max_length=120, verbose_name="名称")),
                ("scope", models.CharField(max_length=120, verbose_name="范围")),
                ("as_of", models.DateField(verbose_name="截至日期")),
                ("value_text", models.CharField(max_length=60, verbose_name="发布值")),
                (
                    "value",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=18, null=True, verbose_name="数值"),
                ),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                ("source", models.CharField(max_length=200, verbose_name="来源")),
                ("note", models.TextField(blank=True, verbose_name="口径说明")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
            ],
            options={
                "verbose_name": "发布数据",
                "verbose_name_plural": "发布数据",
                "constraints": [
                    models.UniqueConstraint(fields=("code", "as_of", "scope"), name="published_figure_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("CASH", "现金"), ("HOUSING", "住房"), ("OTHER", "其他")],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）")),
                ("quantity", models.PositiveIntegerField(blank=True, null=True, verbose_name="数量")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                (
                    "reward",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="funding.localreward",
                        verbose_name="地方奖励",
                    ),
                ),
            ],
            options={
                "verbose_name": "奖励明细",
                "verbose_name_plural": "奖励明细",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_fen__isnull", False), ("quantity__isnull", True)),
                            models.Q(("amount_fen__isnull", True), ("quantity__isnull", False)),
                            _connector="OR",
                        ),
                        name="reward_item_one_measure",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RewardItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("CASH", "现金"), ("HOUSING", "住房"), ("OTHER", "其他")],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）")),
                ("quantity", models.PositiveIntegerField(blank=True, null=True, verbose_name="数量")),
                ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.rewarditem",
                    ),
                ),
                (
                    "reward",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funding.localreward",
                        verbose_name="地方奖励",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("paid_fen", models.BigIntegerField(verbose_name="已拨财政经费（分）")),
                ("spent_fen", models.BigIntegerField(verbose_name="已支出财政经费（分）")),
                ("misused_fen", models.BigIntegerField(default=0, verbose_name="违规使用（分）")),
                ("clawed_back_fen", models.BigIntegerField(verbose_name="追回金额（分）")),
                ("is_faultless", models.BooleanField(verbose_name="勤勉尽责免责")),
                ("audit_report_number", models.CharField(max_length=80, verbose_name="审计报告编号")),
                ("opinion", models.TextField(verbose_name="清算意见")),
                ("settled_at", models.DateTimeField(verbose_name="清算时间")),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settlement",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="清算人",
                    ),
                ),
            ],
            options={
                "verbose_name": "清算",
                "verbose_name_plural": "清算",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("clawed_back_fen__gte", 0),
                            ("misused_fen__gte", 0),
                            ("paid_fen__gte", 0),
                            ("spent_fen__gte", 0),
                            ("spent_fen__lte", models.F("paid_fen")),
                            (
                                "clawed_back_fen",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("paid_fen"), "-", models.F("spent_fen")
                                    ),
                                    "+",
                                    models.F("misused_fen"),
                                ),
                            ),
                        ),
                        name="settlement_adds_up",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("paid_fen", models.BigIntegerField(verbose_name="已拨财政经费（分）")),
                ("spent_fen", models.BigIntegerField(verbose_name="已支出财政经费（分）")),
                ("misused_fen", models.BigIntegerField(default=0, verbose_name="违规使用（分）")),
                ("clawed_back_fen", models.BigIntegerField(verbose_name="追回金额（分）")),
                ("is_faultless", models.BooleanField(verbose_name="勤勉尽责免责")),
                ("audit_report_number", models.CharField(max_length=80, verbose_name="审计报告编号")),
                ("opinion", models.TextField(verbose_name="清算意见")),
                ("settled_at", models.DateTimeField(verbose_name="清算时间")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.settlement",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="清算人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SubTransfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("transferred_on", models.DateField(verbose_name="外拨日期")),
                ("recorded_at", models.DateTimeField(verbose_name="填报时间")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="成员单位",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sub_transfers",
                        to="projects.project",
                        verbose_name="项目",
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
                        verbose_name="凭证",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
            ],
            options={
                "verbose_name": "外拨",
                "verbose_name_plural": "外拨",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="sub_transfer_positive")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubTransferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                ("transferred_on", models.DateField(verbose_name="外拨日期")),
                ("recorded_at", models.DateTimeField(verbose_name="填报时间")),
                (
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="成员单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.subtransfer",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
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
                        verbose_name="凭证",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="填报人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tranche",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("stage", models.PositiveSmallIntegerField(verbose_name="期次")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
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
                        default="FISCAL",
                        max_length=32,
                        verbose_name="资金来源",
                    ),
                ),
                ("planned_fen", models.BigIntegerField(verbose_name="计划金额（分）")),
                ("approved_fen", models.BigIntegerField(blank=True, null=True, verbose_name="批准金额（分）")),
                ("planned_on", models.DateField(verbose_name="计划日期")),
                ("usage_plan", models.TextField(blank=True, verbose_name="用款计划")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="下达文号")),
                ("voucher_number", models.CharField(blank=True, max_length=60, verbose_name="拨款凭证号")),
                ("hold_reason", models.CharField(blank=True, max_length=300, verbose_name="暂缓原因")),
                ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="取消原因")),
                ("received_fen", models.BigIntegerField(blank=True, null=True, verbose_name="到账金额（分）")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="到账日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "计划中"),
                            ("DUE", "可申请"),
                            ("HELD", "已暂缓"),
                            ("REQUESTED", "已申请"),
                            ("APPROVED", "已批准"),
                            ("PAID", "已拨付"),
                            ("RECEIVED", "已到账"),
                            ("CANCELLED", "已取消"),
                        ],
                        db_index=True,
                        default="PLANNED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="暂缓时间")),
                ("requested_at", models.DateTimeField(blank=True, null=True, verbose_name="申请时间")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="拨付时间")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="确认到账时间")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取消时间")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取消人",
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
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="暂缓人",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tranches",
                        to="projects.milestone",
                        verbose_name="拨款条件里程碑",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拨付人",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="收款单位",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tranches",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认到账人",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
            ],
            options={
                "verbose_name": "拨款批次",
                "verbose_name_plural": "拨款批次",
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("AWARD", "立项安排"),
                            ("RESERVE", "拨款审批"),
                            ("PAY", "拨付"),
                            ("VOID", "退回待拨"),
                            ("RELEASE", "取消安排"),
                            ("CLAW_BACK", "追回"),
                            ("CORRECT", "冲正"),
                        ],
                        max_length=32,
                        verbose_name="事由",
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True, verbose_name="唯一键")),
                ("document_number", models.CharField(blank=True, max_length=80, verbose_name="凭证号")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经手人",
                    ),
                ),
                (
                    "credit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="credits",
                        to="funding.account",
                        verbose_name="转出科目",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debits",
                        to="funding.account",
                        verbose_name="转入科目",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.resolution",
                        verbose_name="决议",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="funding.transfer",
                        verbose_name="冲正的流水",
                    ),
                ),
                (
                    "tranche",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="funding.tranche",
                        verbose_name="拨款批次",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账流水",
                "verbose_name_plural": "台账流水",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount_fen__gt", 0)), name="transfer_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("debit", models.F("credit")), _negated=True), name="transfer_two_accounts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("RATIO", "自筹比例"), ("TRANCHE_CONDITION", "拨款条件"), ("CONDITION", "揭榜条件")],
                        max_length=32,
                        verbose_name="事项",
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("figures", models.JSONField(blank=True, default=dict, verbose_name="相关数据")),
                ("decision_note", models.TextField(blank=True, verbose_name="批准意见")),
                (
                    "state",
                    models.CharField(
                        choices=[("PROPOSED", "待批准"), ("APPROVED", "已批准"), ("REJECTED", "未批准")],
                        db_index=True,
                        default="PROPOSED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                (
                    "bid",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
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
                        verbose_name="批准人",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waivers",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.resolution",
                        verbose_name="决议",
                    ),
                ),
            ],
            options={
                "verbose_name": "豁免",
                "verbose_name_plural": "豁免",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="waiver_decided_pair",
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="waiver_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("created_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="waiver_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("bid__isnull", False), ("project__isnull", True)),
                            models.Q(("bid__isnull", True), ("project__isnull", False)),
                            _connector="OR",
                        ),
                        name="waiver_one_subject",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrancheEvent",
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
                ("stage", models.PositiveSmallIntegerField(verbose_name="期次")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
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
                        default="FISCAL",
                        max_length=32,
                        verbose_name="资金来源",
                    ),
                ),
                ("planned_fen", models.BigIntegerField(verbose_name="计划金额（分）")),
                ("approved_fen", models.BigIntegerField(blank=True, null=True, verbose_name="批准金额（分）")),
                ("planned_on", models.DateField(verbose_name="计划日期")),
                ("usage_plan", models.TextField(blank=True, verbose_name="用款计划")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="下达文号")),
                ("voucher_number", models.CharField(blank=True, max_length=60, verbose_name="拨款凭证号")),
                ("hold_reason", models.CharField(blank=True, max_length=300, verbose_name="暂缓原因")),
                ("cancel_reason", models.CharField(blank=True, max_length=300, verbose_name="取消原因")),
                ("received_fen", models.BigIntegerField(blank=True, null=True, verbose_name="到账金额（分）")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="到账日期")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PLANNED", "计划中"),
                            ("DUE", "可申请"),
                            ("HELD", "已暂缓"),
                            ("REQUESTED", "已申请"),
                            ("APPROVED", "已批准"),
                            ("PAID", "已拨付"),
                            ("RECEIVED", "已到账"),
                            ("CANCELLED", "已取消"),
                        ],
                        default="PLANNED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="暂缓时间")),
                ("requested_at", models.DateTimeField(blank=True, null=True, verbose_name="申请时间")),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                ("paid_at", models.DateTimeField(blank=True, null=True, verbose_name="拨付时间")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="确认到账时间")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取消时间")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="批准人",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="取消人",
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
                    "held_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="暂缓人",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.milestone",
                        verbose_name="拨款条件里程碑",
                    ),
                ),
                (
                    "paid_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="拨付人",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="收款单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.tranche",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认到账人",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
                (
                    "waiver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funding.waiver",
                        verbose_name="条件豁免",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="tranche",
            name="waiver",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tranches",
                to="funding.waiver",
                verbose_name="条件豁免",
            ),
        ),
        migrations.CreateModel(
            name="DecisionEvent",
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
                        choices=[("AWARD", "立项"), ("RACE", "赛马立项"), ("DECLINE", "不予立项")],
                        max_length=32,
                        verbose_name="结果",
                    ),
                ),
                ("fiscal_fen", models.BigIntegerField(default=0, verbose_name="财政经费（分）")),
                ("yearly_fen", models.JSONField(default=dict, verbose_name="分年度安排（分）")),
                ("self_fen", models.BigIntegerField(default=0, verbose_name="自筹（分）")),
                ("is_ratio_met", models.BooleanField(default=True, verbose_name="自筹比例达标")),
                ("departure_reason", models.TextField(blank=True, verbose_name="偏离评审次序的理由")),
                ("unequal_reason", models.TextField(blank=True, verbose_name="赛马首期经费不等的理由")),
                ("over_plan_reason", models.TextField(blank=True, verbose_name="超出批次计划经费的理由")),
                ("decided_at", models.DateTimeField(verbose_name="决定时间")),
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
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.decision",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.resolution",
                        verbose_name="决议",
                    ),
                ),
                (
                    "waiver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="funding.waiver",
                        verbose_name="比例豁免",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="waiver",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="funding.waiver",
                verbose_name="比例豁免",
            ),
        ),
        migrations.CreateModel(
            name="WaiverEvent",
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
                    "kind",
                    models.CharField(
                        choices=[("RATIO", "自筹比例"), ("TRANCHE_CONDITION", "拨款条件"), ("CONDITION", "揭榜条件")],
                        max_length=32,
                        verbose_name="事项",
                    ),
                ),
                ("reason", models.TextField(verbose_name="理由")),
                ("figures", models.JSONField(blank=True, default=dict, verbose_name="相关数据")),
                ("decision_note", models.TextField(blank=True, verbose_name="批准意见")),
                (
                    "state",
                    models.CharField(
                        choices=[("PROPOSED", "待批准"), ("APPROVED", "已批准"), ("REJECTED", "未批准")],
                        default="PROPOSED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                (
                    "bid",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
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
                        verbose_name="批准人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="funding.waiver",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "resolution",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.resolution",
                        verbose_name="决议",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="expenditureline",
            constraint=models.UniqueConstraint(fields=("report", "source", "category"), name="expenditure_line_once"),
        ),
        migrations.AddConstraint(
            model_name="expenditureline",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_fen__gte", 0)), name="expenditure_line_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="tranche",
            index=models.Index(fields=["state", "planned_on"], name="funding_tra_state_5c07ba_idx"),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at__isnull", True), ("held_by__isnull", True)),
                    models.Q(("held_at__isnull", False), ("held_by__isnull", False)),
                    _connector="OR",
                ),
                name="tranche_held_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("requested_at__isnull", True), ("requested_by__isnull", True)),
                    models.Q(("requested_at__isnull", False), ("requested_by__isnull", False)),
                    _connector="OR",
                ),
                name="tranche_requested_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="tranche_approved_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("paid_at__isnull", True), ("paid_by__isnull", True)),
                    models.Q(("paid_at__isnull", False), ("paid_by__isnull", False)),
                    _connector="OR",
                ),
                name="tranche_paid_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received_at__isnull", True), ("received_by__isnull", True)),
                    models.Q(("received_at__isnull", False), ("received_by__isnull", False)),
                    _connector="OR",
                ),
                name="tranche_received_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="tranche_cancelled_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.UniqueConstraint(fields=("project", "stage"), name="tranche_stage_once"),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(condition=models.Q(("planned_fen__gt", 0)), name="tranche_planned"),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_fen__isnull", True),
                    models.Q(("approved_fen__gt", 0), ("approved_fen__lte", models.F("planned_fen"))),
                    _connector="OR",
                ),
                name="tranche_approved_within_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["PAID", "RECEIVED"]), _negated=True),
                    models.Q(("approved_fen__isnull", False), models.Q(("voucher_number", ""), _negated=True)),
                    _connector="OR",
                ),
                name="tranche_paid",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_by__isnull", True),
                    models.Q(("paid_by", models.F("approved_by")), _negated=True),
                    _connector="OR",
                ),
                name="tranche_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="tranche",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "CANCELLED"), _negated=True),
                    models.Q(("cancel_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="tranche_cancel_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("result", "DECLINE"), ("fiscal_fen__gt", 0), _connector="OR"),
                name="decision_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("result", "DECLINE"), ("is_ratio_met", True), ("waiver__isnull", False), _connector="OR"
                ),
                name="decision_ratio_or_waiver",
            ),
        ),
    ]
