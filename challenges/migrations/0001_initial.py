import django.contrib.postgres.fields
import django.contrib.postgres.indexes
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
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Need",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="需求名称")),
                ("problem", models.TextField(blank=True, verbose_name="存在问题")),
                ("current_level", models.TextField(blank=True, verbose_name="目前水平")),
                ("expected_indicators", models.TextField(blank=True, verbose_name="预期指标")),
                ("own_investment_fen", models.BigIntegerField(blank=True, null=True, verbose_name="拟自投经费（分）")),
                ("wished_period", models.CharField(blank=True, max_length=60, verbose_name="期望周期")),
                ("cooperation", models.CharField(blank=True, max_length=60, verbose_name="合作方式")),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                ("contact_phone", core.fields.EncryptedTextField(blank=True, verbose_name="联系电话")),
                ("is_public", models.BooleanField(default=False, verbose_name="同意公开")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草稿"),
                            ("SUBMITTED", "已提交"),
                            ("RETURNED", "已退回"),
                            ("FORWARDED", "盟市已推荐"),
                            ("ACCEPTED", "已受理"),
                            ("REJECTED", "未采纳"),
                            ("MERGED", "已凝练入榜"),
                            ("POOLED", "入库待用"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        db_index=True,
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
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
                        verbose_name="处理人",
                    ),
                ),
            ],
            options={
                "verbose_name": "需求",
                "verbose_name_plural": "需求",
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="批次号")),
                ("name", models.CharField(max_length=60, verbose_name="批次名称")),
                ("notice_title", models.CharField(blank=True, max_length=200, verbose_name="公告标题")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                (
                    "planned_fiscal_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="计划财政经费（分）"),
                ),
                ("open_at", models.DateTimeField(blank=True, null=True, verbose_name="开放时间")),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="截止时间")),
                ("route", models.JSONField(blank=True, default=list, verbose_name="流程与路线图")),
                ("contacts", models.JSONField(blank=True, default=list, verbose_name="联系方式")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "筹备中"),
                            ("PUBLISHED", "已发布"),
                            ("OPEN", "揭榜中"),
                            ("CLOSED", "已截止"),
                            ("FINISHED", "已办结"),
                        ],
                        db_index=True,
                        default="DRAFTING",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
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
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
            ],
            options={
                "verbose_name": "批次",
                "verbose_name_plural": "批次",
            },
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("code", models.CharField(max_length=30, unique=True, verbose_name="编号")),
                ("title", models.CharField(max_length=100, verbose_name="榜单名称")),
                (
                    "issue_mode",
                    models.CharField(
                        choices=[
                            ("ENTERPRISE", "企业出题、政府张榜"),
                            ("GOVERNMENT", "政府出题"),
                            ("JOINT", "政府、企业、专家联合出题"),
                        ],
                        max_length=32,
                        verbose_name="出榜机制",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("TECHNOLOGY", "技术攻关类"), ("TRANSFER", "成果转化类")],
                        default="TECHNOLOGY",
                        max_length=32,
                        verbose_name="类别",
                    ),
                ),
                ("government_reason", models.TextField(blank=True, verbose_name="政府出题理由")),
                ("one_line", models.CharField(blank=True, max_length=120, verbose_name="一句话说明")),
                ("bottleneck", models.TextField(blank=True, verbose_name="瓶颈问题")),
                ("objective", models.TextField(blank=True, verbose_name="专项目标")),
                ("content", models.TextField(blank=True, verbose_name="研究内容")),
                (
                    "announced_budget_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="总经费预算（分）"),
                ),
                ("fiscal_cap_fen", models.BigIntegerField(blank=True, null=True, verbose_name="财政支持上限（分）")),
                (
                    "support_mode",
                    models.CharField(
                        choices=[
                            ("UPFRONT", "前资助"),
                            ("MILESTONE", "按里程碑拨付"),
                            ("AFTERWARDS", "后补助"),
                            ("PRIZE", "奖励"),
                        ],
                        default="MILESTONE",
                        max_length=32,
                        verbose_name="支持方式",
                    ),
                ),
                ("duration_months", models.PositiveSmallIntegerField(default=36, verbose_name="实施周期（月）")),
                ("planned_awards", models.PositiveSmallIntegerField(default=1, verbose_name="拟支持项目数")),
                ("race_planned", models.BooleanField(default=False, verbose_name="预设赛马")),
                ("maximum_lanes", models.PositiveSmallIntegerField(default=2, verbose_name="赛道数上限")),
                ("chief_scientist_mode", models.BooleanField(default=False, verbose_name="首席科学家负责制")),
                ("intellectual_property", models.TextField(blank=True, verbose_name="知识产权约定")),
                (
                    "secrecy",
                    models.CharField(choices=[("OPEN", "公开")], default="OPEN", max_length=32, verbose_name="密级"),
                ),
                ("secrecy_reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="保密审查时间")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("open_at", models.DateTimeField(blank=True, null=True, verbose_name="开放时间")),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="截止时间")),
                ("seal_public_key", models.BinaryField(blank=True, max_length=32, null=True, verbose_name="封存公钥")),
                ("sealed_root", models.CharField(blank=True, max_length=64, verbose_name="密封方案根哈希")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "起草中"),
                            ("REFINING", "凝练中"),
                            ("APPROVED", "已审定"),
                            ("PUBLISHED", "已发布"),
                            ("OPEN", "揭榜中"),
                            ("CLOSED", "已截止"),
                            ("UNDER_REVIEW", "评审中"),
                            ("IN_NOTICE", "公示中"),
                            ("AWARDED", "已立项"),
                            ("RACING", "赛马立项"),
                            ("UNCLAIMED", "流榜（无人揭榜）"),
                            ("UNAWARDED", "流榜（未立项）"),
                            ("WITHDRAWN", "已撤榜"),
                        ],
                        db_index=True,
                        default="DRAFTING",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="截止处理时间")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审定记录人",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges",
                        to="challenges.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="截止处理人",
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
                    "end_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenges_as_end_user",
                        to="accounts.organization",
                        verbose_name="发榜用户",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="出题单位",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "relisted_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relisted_as",
                        to="challenges.challenge",
                        verbose_name="原流榜榜单",
                    ),
                ),
                (
                    "secrecy_reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保密审查人",
                    ),
                ),
            ],
            options={
                "verbose_name": "榜单",
                "verbose_name_plural": "榜单",
            },
        ),
        migrations.CreateModel(
            name="Condition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("code", models.CharField(max_length=30, verbose_name="规则代码")),
                ("text", models.CharField(max_length=300, verbose_name="条件")),
                ("parameter", models.CharField(blank=True, max_length=60, verbose_name="参数")),
                ("is_waivable", models.BooleanField(default=False, verbose_name="可豁免")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
            ],
            options={
                "verbose_name": "揭榜条件",
                "verbose_name_plural": "揭榜条件",
                "constraints": [models.UniqueConstraint(fields=("challenge", "number"), name="condition_number_once")],
            },
        ),
        migrations.CreateModel(
            name="ConditionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("code", models.CharField(max_length=30, verbose_name="规则代码")),
                ("text", models.CharField(max_length=300, verbose_name="条件")),
                ("parameter", models.CharField(blank=True, max_length=60, verbose_name="参数")),
                ("is_waivable", models.BooleanField(default=False, verbose_name="可豁免")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.condition",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="材料名称")),
                ("added_at", models.DateTimeField(verbose_name="加入时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="加入人",
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
            ],
            options={
                "verbose_name": "证据材料",
                "verbose_name_plural": "证据材料",
            },
        ),
        migrations.CreateModel(
            name="Field",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                ("alias", models.CharField(blank=True, max_length=60, verbose_name="别名")),
                ("is_core", models.BooleanField(default=False, verbose_name="优势领域")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="顺序")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="challenges.field",
                        verbose_name="上级领域",
                    ),
                ),
            ],
            options={
                "verbose_name": "领域",
                "verbose_name_plural": "领域",
            },
        ),
        migrations.AddField(
            model_name="challenge",
            name="field",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="challenges",
                to="challenges.field",
                verbose_name="领域",
            ),
        ),
        migrations.CreateModel(
            name="FitnessAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=30, verbose_name="问题")),
                ("is_yes", models.BooleanField(verbose_name="是")),
                ("text", models.CharField(max_length=300, verbose_name="依据")),
                ("answered_at", models.DateTimeField(verbose_name="核对时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="fitness",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
            ],
            options={
                "verbose_name": "适配性核对",
                "verbose_name_plural": "适配性核对",
                "constraints": [models.UniqueConstraint(fields=("challenge", "code"), name="fitness_once")],
            },
        ),
        migrations.CreateModel(
            name="FitnessAnswerEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("code", models.CharField(max_length=30, verbose_name="问题")),
                ("is_yes", models.BooleanField(verbose_name="是")),
                ("text", models.CharField(max_length=300, verbose_name="依据")),
                ("answered_at", models.DateTimeField(verbose_name="核对时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="核对人",
                    ),
                ),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.fitnessanswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="指标")),
                ("unit", models.CharField(blank=True, max_length=30, verbose_name="单位")),
                (
                    "baseline",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="现状值"),
                ),
                (
                    "comparator",
                    models.CharField(
                        choices=[("AT_LEAST", "≥"), ("AT_MOST", "≤"), ("EQUAL", "=")],
                        default="AT_LEAST",
                        max_length=32,
                        verbose_name="比较",
                    ),
                ),
                ("target", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="目标值")),
                ("is_hard", models.BooleanField(default=True, verbose_name="硬指标")),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="权重")),
                ("test_method", models.CharField(blank=True, max_length=200, verbose_name="测试方法")),
                ("due_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="完成年度")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核指标",
                "verbose_name_plural": "考核指标",
                "constraints": [models.UniqueConstraint(fields=("challenge", "number"), name="indicator_number_once")],
            },
        ),
        migrations.CreateModel(
            name="IndicatorEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="指标")),
                ("unit", models.CharField(blank=True, max_length=30, verbose_name="单位")),
                (
                    "baseline",
                    models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True, verbose_name="现状值"),
                ),
                (
                    "comparator",
                    models.CharField(
                        choices=[("AT_LEAST", "≥"), ("AT_MOST", "≤"), ("EQUAL", "=")],
                        default="AT_LEAST",
                        max_length=32,
                        verbose_name="比较",
                    ),
                ),
                ("target", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="目标值")),
                ("is_hard", models.BooleanField(default=True, verbose_name="硬指标")),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="权重")),
                ("test_method", models.CharField(blank=True, max_length=200, verbose_name="测试方法")),
                ("due_year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="完成年度")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.indicator",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="InterestNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shaped", models.CharField(max_length=300, verbose_name="如何参与出题")),
                ("bids", models.CharField(max_length=300, verbose_name="为何可能揭榜")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interests_in_challenges",
                        to="accounts.organization",
                        verbose_name="单位",
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
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "利益关联提示",
                "verbose_name_plural": "利益关联提示",
                "constraints": [models.UniqueConstraint(fields=("challenge", "organization"), name="interest_once")],
            },
        ),
        migrations.CreateModel(
            name="InterestNoteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("shaped", models.CharField(max_length=300, verbose_name="如何参与出题")),
                ("bids", models.CharField(max_length=300, verbose_name="为何可能揭榜")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
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
                        to="challenges.interestnote",
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
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Matchmaking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("held_on", models.DateField(verbose_name="日期")),
                ("hours", models.CharField(blank=True, max_length=40, verbose_name="时间")),
                ("place", models.CharField(max_length=120, verbose_name="地点")),
                ("introduction", models.TextField(blank=True, verbose_name="内容")),
                ("sign_up_ends_at", models.DateTimeField(blank=True, null=True, verbose_name="报名截止时间")),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="名额")),
                ("summary", models.TextField(blank=True, verbose_name="情况")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取消时间")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matchmakings",
                        to="challenges.batch",
                        verbose_name="批次",
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
                    "organizations",
                    models.ManyToManyField(blank=True, to="accounts.organization", verbose_name="参加单位"),
                ),
            ],
            options={
                "verbose_name": "对接活动",
                "verbose_name_plural": "对接活动",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="matchmaking_cancelled_pair",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MediaRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("medium", models.CharField(max_length=60, verbose_name="媒体")),
                ("published_on", models.DateField(verbose_name="刊发日期")),
                ("url", models.URLField(blank=True, verbose_name="网址")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="media_records",
                        to="challenges.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="扫描件",
                    ),
                ),
            ],
            options={
                "verbose_name": "媒体发布记录",
                "verbose_name_plural": "媒体发布记录",
            },
        ),
        migrations.CreateModel(
            name="MilestoneRequirement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="节点")),
                ("month_offset", models.PositiveSmallIntegerField(verbose_name="起始后月数")),
                ("requirement", models.TextField(blank=True, verbose_name="要求")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestone_requirements",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
            ],
            options={
                "verbose_name": "里程碑要求",
                "verbose_name_plural": "里程碑要求",
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "number"), name="requirement_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="MilestoneRequirementEvent",
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
                ("requirement", models.TextField(blank=True, verbose_name="要求")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.milestonerequirement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NeedText",
            fields=[
                (
                    "need",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="challenges.need",
                        verbose_name="需求",
                    ),
                ),
                (
                    "grams",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=None, verbose_name="字对"
                    ),
                ),
                ("is_compared", models.BooleanField(default=False, verbose_name="已比对")),
            ],
            options={
                "verbose_name": "查重特征",
                "verbose_name_plural": "查重特征",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["grams"], name="needtext_grams"),
                    models.Index(condition=models.Q(("is_compared", False)), fields=["need"], name="needtext_waiting"),
                ],
            },
        ),
        migrations.AddField(
            model_name="need",
            name="field",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="challenges.field",
                verbose_name="领域",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="handler",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="organization",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs",
                to="accounts.organization",
                verbose_name="提出单位",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="submitted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="提交人",
            ),
        ),
        migrations.CreateModel(
            name="NeedCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="内容")),
                ("opens_at", models.DateTimeField(verbose_name="开始时间")),
                ("closes_at", models.DateTimeField(verbose_name="截止时间")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
            ],
            options={
                "verbose_name": "需求征集",
                "verbose_name_plural": "需求征集",
            },
        ),
        migrations.AddField(
            model_name="need",
            name="call",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs",
                to="challenges.needcall",
                verbose_name="需求征集",
            ),
        ),
        migrations.CreateModel(
            name="NeedEvent",
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
                ("title", models.CharField(max_length=200, verbose_name="需求名称")),
                ("problem", models.TextField(blank=True, verbose_name="存在问题")),
                ("current_level", models.TextField(blank=True, verbose_name="目前水平")),
                ("expected_indicators", models.TextField(blank=True, verbose_name="预期指标")),
                ("own_investment_fen", models.BigIntegerField(blank=True, null=True, verbose_name="拟自投经费（分）")),
                ("wished_period", models.CharField(blank=True, max_length=60, verbose_name="期望周期")),
                ("cooperation", models.CharField(blank=True, max_length=60, verbose_name="合作方式")),
                ("contact_name", models.CharField(blank=True, max_length=60, verbose_name="联系人")),
                ("contact_phone", core.fields.EncryptedTextField(blank=True, verbose_name="联系电话")),
                ("is_public", models.BooleanField(default=False, verbose_name="同意公开")),
                ("defects", models.JSONField(blank=True, default=list, verbose_name="补正清单")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草稿"),
                            ("SUBMITTED", "已提交"),
                            ("RETURNED", "已退回"),
                            ("FORWARDED", "盟市已推荐"),
                            ("ACCEPTED", "已受理"),
                            ("REJECTED", "未采纳"),
                            ("MERGED", "已凝练入榜"),
                            ("POOLED", "入库待用"),
                            ("WITHDRAWN", "已撤回"),
                        ],
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True, verbose_name="提交时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                (
                    "call",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.needcall",
                        verbose_name="需求征集",
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
                        verbose_name="处理人",
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
                    "organization",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="提出单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.need",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NeedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("linked_at", models.DateTimeField(verbose_name="关联时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="need_links",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "linked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关联人",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="challenge_links",
                        to="challenges.need",
                        verbose_name="需求",
                    ),
                ),
            ],
            options={
                "verbose_name": "需求来源",
                "verbose_name_plural": "需求来源",
                "constraints": [models.UniqueConstraint(fields=("challenge", "need"), name="need_link_once")],
            },
        ),
        migrations.CreateModel(
            name="NeedPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="相似度（%）")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("OPEN", "待判断"), ("SAME", "合并办理"), ("APART", "分别办理")],
                        default="OPEN",
                        max_length=32,
                        verbose_name="结论",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="判断时间")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="判断人",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs_as_first",
                        to="challenges.need",
                        verbose_name="较早的需求",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pairs_as_second",
                        to="challenges.need",
                        verbose_name="较晚的需求",
                    ),
                ),
            ],
            options={
                "verbose_name": "疑似重复",
                "verbose_name_plural": "疑似重复",
                "indexes": [models.Index(fields=["verdict", "-percent", "id"], name="needpair_order_of_work")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="needpair_decided_pair",
                    ),
                    models.UniqueConstraint(fields=("first", "second"), name="needpair_once"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="needpair_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("verdict", "OPEN")),
                            models.Q(("decided_at__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="needpair_reasoned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NeedPairEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("percent", models.PositiveSmallIntegerField(verbose_name="相似度（%）")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("OPEN", "待判断"), ("SAME", "合并办理"), ("APART", "分别办理")],
                        default="OPEN",
                        max_length=32,
                        verbose_name="结论",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("found_at", models.DateTimeField(verbose_name="发现时间")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="判断时间")),
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
                        verbose_name="判断人",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.need",
                        verbose_name="较早的需求",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.needpair",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.need",
                        verbose_name="较晚的需求",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="NoticeItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("project_title", models.CharField(max_length=200, verbose_name="项目名称")),
                ("consortium_name", models.CharField(max_length=200, verbose_name="创新联合体")),
                ("lead_name", models.CharField(max_length=200, verbose_name="牵头单位")),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_items",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示条目",
                "verbose_name_plural": "公示条目",
            },
        ),
        migrations.CreateModel(
            name="Clue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                ("content", models.TextField(verbose_name="线索内容")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("handling_note", models.TextField(blank=True, verbose_name="处理情况")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="材料",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clues",
                        to="challenges.noticeitem",
                        verbose_name="公示条目",
                    ),
                ),
            ],
            options={
                "verbose_name": "问题线索",
                "verbose_name_plural": "问题线索",
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                (
                    "party_kind",
                    models.CharField(
                        choices=[("PERSON", "个人"), ("ORGANIZATION", "单位")], max_length=32, verbose_name="异议人类型"
                    ),
                ),
                ("party_name", core.fields.EncryptedTextField(verbose_name="异议人")),
                ("party_contact", core.fields.EncryptedTextField(verbose_name="联系方式")),
                ("legal_representative", core.fields.EncryptedTextField(blank=True, verbose_name="法定代表人")),
                ("has_seal", models.BooleanField(default=False, verbose_name="已加盖公章")),
                ("content", models.TextField(verbose_name="异议内容")),
                ("admission_note", models.TextField(blank=True, verbose_name="受理意见")),
                ("investigation_note", models.TextField(blank=True, verbose_name="核查意见")),
                ("public_reply", models.TextField(blank=True, verbose_name="答复")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                ("extended_count", models.PositiveSmallIntegerField(default=0, verbose_name="延期次数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "已收到"),
                            ("REJECTED", "不予受理"),
                            ("ACCEPTED", "已受理"),
                            ("UPHELD", "异议成立"),
                            ("DISMISSED", "异议不成立"),
                        ],
                        db_index=True,
                        default="RECEIVED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("admitted_at", models.DateTimeField(blank=True, null=True, verbose_name="受理决定时间")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "admitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受理决定人",
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
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="证明材料",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="challenges.noticeitem",
                        verbose_name="公示条目",
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
                        verbose_name="办结人",
                    ),
                ),
            ],
            options={
                "verbose_name": "异议",
                "verbose_name_plural": "异议",
            },
        ),
        migrations.CreateModel(
            name="EvidenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="材料名称")),
                ("added_at", models.DateTimeField(verbose_name="加入时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="加入人",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="文件",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.evidence",
                    ),
                ),
                (
                    "objection",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.objection",
                        verbose_name="异议",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="objection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="challenges.objection",
                verbose_name="异议",
            ),
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stance",
                    models.CharField(
                        choices=[("AGREE", "同意"), ("CHANGE", "修改后同意"), ("DISAGREE", "不同意")],
                        max_length=32,
                        verbose_name="态度",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="意见")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refinement_opinions",
                        to="accounts.person",
                        verbose_name="委员",
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
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "委员意见",
                "verbose_name_plural": "委员意见",
            },
        ),
        migrations.CreateModel(
            name="PolicyDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200, unique=True, verbose_name="文件名称")),
                ("alias", models.CharField(blank=True, max_length=200, verbose_name="别名")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("url", models.URLField(blank=True, verbose_name="网址")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "政策文件",
                "verbose_name_plural": "政策文件",
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                ("short_code", models.CharField(max_length=6, unique=True, verbose_name="代号")),
                ("theme", models.TextField(blank=True, verbose_name="主题")),
                ("year_from", models.PositiveSmallIntegerField(verbose_name="起始年")),
                ("year_to", models.PositiveSmallIntegerField(verbose_name="截止年")),
                ("support_years", models.PositiveSmallIntegerField(default=3, verbose_name="支持年限")),
                ("strategic_tags", models.JSONField(blank=True, default=list, verbose_name="战略标签")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="accounts.office",
                        verbose_name="主管处室",
                    ),
                ),
                (
                    "policy_documents",
                    models.ManyToManyField(blank=True, to="challenges.policydocument", verbose_name="政策依据"),
                ),
            ],
            options={
                "verbose_name": "示范工程",
                "verbose_name_plural": "示范工程",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("year_from__lte", models.F("year_to"))), name="programme_years"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="needcall",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="need_calls",
                to="challenges.programme",
                verbose_name="示范工程",
            ),
        ),
        migrations.AddField(
            model_name="field",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="fields",
                to="challenges.programme",
                verbose_name="示范工程",
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="challenges.programme",
                verbose_name="示范工程",
            ),
        ),
        migrations.CreateModel(
            name="AdvisoryCommittee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="challenges.programme",
                        verbose_name="示范工程",
                    ),
                ),
            ],
            options={
                "verbose_name": "专家咨询委员会",
                "verbose_name_plural": "专家咨询委员会",
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("short_name", models.CharField(max_length=20, verbose_name="简称")),
                ("short_code", models.CharField(max_length=6, verbose_name="代号")),
                ("theme", models.TextField(blank=True, verbose_name="主题")),
                ("year_from", models.PositiveSmallIntegerField(verbose_name="起始年")),
                ("year_to", models.PositiveSmallIntegerField(verbose_name="截止年")),
                ("support_years", models.PositiveSmallIntegerField(default=3, verbose_name="支持年限")),
                ("strategic_tags", models.JSONField(blank=True, default=list, verbose_name="战略标签")),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "office",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.office",
                        verbose_name="主管处室",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.programme",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublicNotice",
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
                        choices=[
                            ("PUBLICATION", "发榜公告"),
                            ("PROPOSED_AWARD", "拟立项公示"),
                            ("AWARD", "立项公告"),
                            ("CORRECTION", "更正公告"),
                            ("TERMINATION", "终止公告"),
                            ("ACCEPTANCE", "验收公告"),
                        ],
                        max_length=32,
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                ("index_number", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="主题分类")),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发文机关")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                ("written_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("contacts", models.JSONField(blank=True, default=list, verbose_name="联系方式")),
                ("objection_guide", models.TextField(blank=True, verbose_name="异议提出方式")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="公示起始日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="公示截止日")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="公示结束时间")),
                ("working_days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="工作日数")),
                ("correction_reason", models.TextField(blank=True, verbose_name="更正原因")),
                ("corrections", models.JSONField(blank=True, default=list, verbose_name="更正事项")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草拟"),
                            ("PUBLISHED", "公示中"),
                            ("ENDED", "已结束"),
                            ("CORRECTED", "已被更正替代"),
                        ],
                        db_index=True,
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="challenges.batch",
                        verbose_name="批次",
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
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="challenges.publicnotice",
                        verbose_name="更正的公示",
                    ),
                ),
            ],
            options={
                "verbose_name": "公示公告",
                "verbose_name_plural": "公示公告",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                            models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_published_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_by__isnull", True),
                            models.Q(("published_by", models.F("created_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="notice_two_persons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "PROPOSED_AWARD"), _negated=True),
                            ("published_at__isnull", True),
                            models.Q(("ends_at__isnull", False), ("working_days__gte", 1)),
                            _connector="OR",
                        ),
                        name="notice_period_set",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObjectionEvent",
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
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                (
                    "party_kind",
                    models.CharField(
                        choices=[("PERSON", "个人"), ("ORGANIZATION", "单位")], max_length=32, verbose_name="异议人类型"
                    ),
                ),
                ("party_name", core.fields.EncryptedTextField(verbose_name="异议人")),
                ("party_contact", core.fields.EncryptedTextField(verbose_name="联系方式")),
                ("legal_representative", core.fields.EncryptedTextField(blank=True, verbose_name="法定代表人")),
                ("has_seal", models.BooleanField(default=False, verbose_name="已加盖公章")),
                ("content", models.TextField(verbose_name="异议内容")),
                ("admission_note", models.TextField(blank=True, verbose_name="受理意见")),
                ("investigation_note", models.TextField(blank=True, verbose_name="核查意见")),
                ("public_reply", models.TextField(blank=True, verbose_name="答复")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                ("extended_count", models.PositiveSmallIntegerField(default=0, verbose_name="延期次数")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RECEIVED", "已收到"),
                            ("REJECTED", "不予受理"),
                            ("ACCEPTED", "已受理"),
                            ("UPHELD", "异议成立"),
                            ("DISMISSED", "异议不成立"),
                        ],
                        default="RECEIVED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("admitted_at", models.DateTimeField(blank=True, null=True, verbose_name="受理决定时间")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                (
                    "admitted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="受理决定人",
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
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="证明材料",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.noticeitem",
                        verbose_name="公示条目",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.objection",
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
                        verbose_name="办结人",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.publicnotice",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="objection",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="objections",
                to="challenges.publicnotice",
                verbose_name="公示",
            ),
        ),
        migrations.CreateModel(
            name="NoticeItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("project_title", models.CharField(max_length=200, verbose_name="项目名称")),
                ("consortium_name", models.CharField(max_length=200, verbose_name="创新联合体")),
                ("lead_name", models.CharField(max_length=200, verbose_name="牵头单位")),
                ("amount_fen", models.BigIntegerField(blank=True, null=True, verbose_name="金额（分）")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.noticeitem",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.publicnotice",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="noticeitem",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="challenges.publicnotice",
                verbose_name="公示",
            ),
        ),
        migrations.CreateModel(
            name="ClueEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=40, verbose_name="编号")),
                ("content", models.TextField(verbose_name="线索内容")),
                ("received_at", models.DateTimeField(verbose_name="收到时间")),
                ("handling_note", models.TextField(blank=True, verbose_name="处理情况")),
                ("handled_at", models.DateTimeField(blank=True, null=True, verbose_name="处理时间")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="材料",
                    ),
                ),
                (
                    "handled_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="处理人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.clue",
                    ),
                ),
                (
                    "item",
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
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.publicnotice",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="clue",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clues",
                to="challenges.publicnotice",
                verbose_name="公示",
            ),
        ),
        migrations.CreateModel(
            name="PublicNoticeEvent",
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
                        choices=[
                            ("PUBLICATION", "发榜公告"),
                            ("PROPOSED_AWARD", "拟立项公示"),
                            ("AWARD", "立项公告"),
                            ("CORRECTION", "更正公告"),
                            ("TERMINATION", "终止公告"),
                            ("ACCEPTANCE", "验收公告"),
                        ],
                        max_length=32,
                        verbose_name="类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="正文")),
                ("index_number", models.CharField(blank=True, max_length=60, verbose_name="索引号")),
                ("subject", models.CharField(blank=True, max_length=60, verbose_name="主题分类")),
                ("issuer", models.CharField(blank=True, max_length=120, verbose_name="发文机关")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                ("written_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("contacts", models.JSONField(blank=True, default=list, verbose_name="联系方式")),
                ("objection_guide", models.TextField(blank=True, verbose_name="异议提出方式")),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="公示起始日")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="公示截止日")),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="公示结束时间")),
                ("working_days", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="工作日数")),
                ("correction_reason", models.TextField(blank=True, verbose_name="更正原因")),
                ("corrections", models.JSONField(blank=True, default=list, verbose_name="更正事项")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "草拟"),
                            ("PUBLISHED", "公示中"),
                            ("ENDED", "已结束"),
                            ("CORRECTED", "已被更正替代"),
                        ],
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.batch",
                        verbose_name="批次",
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.publicnotice",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.publicnotice",
                        verbose_name="更正的公示",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="问题")),
                ("asked_at", models.DateTimeField(verbose_name="提问时间")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="答复人",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提问人",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="提问单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "答疑",
                "verbose_name_plural": "答疑",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="question_answered_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True), models.Q(("answer", ""), _negated=True), _connector="OR"
                        ),
                        name="question_answer_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Refinement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COLLECT", "征集"),
                            ("SURVEY", "调研"),
                            ("ARGUE", "论证"),
                            ("COMMITTEE", "专家咨询委员会"),
                        ],
                        max_length=32,
                        verbose_name="方式",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("conclusion", models.TextField(verbose_name="结论")),
                ("snapshot", models.JSONField(default=dict, verbose_name="文本快照")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refinements",
                        to="challenges.challenge",
                        verbose_name="榜单",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="纪要",
                    ),
                ),
                (
                    "participants",
                    models.ManyToManyField(
                        blank=True, related_name="refinements", to="accounts.person", verbose_name="参加人"
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
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "凝练记录",
                "verbose_name_plural": "凝练记录",
                "constraints": [
                    models.UniqueConstraint(fields=("challenge", "version"), name="refinement_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpinionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "stance",
                    models.CharField(
                        choices=[("AGREE", "同意"), ("CHANGE", "修改后同意"), ("DISAGREE", "不同意")],
                        max_length=32,
                        verbose_name="态度",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="意见")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.person",
                        verbose_name="委员",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.opinion",
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
                        verbose_name="记录人",
                    ),
                ),
                (
                    "refinement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.refinement",
                        verbose_name="凝练记录",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="opinion",
            name="refinement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="opinions",
                to="challenges.refinement",
                verbose_name="凝练记录",
            ),
        ),
        migrations.CreateModel(
            name="RefinementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("COLLECT", "征集"),
                            ("SURVEY", "调研"),
                            ("ARGUE", "论证"),
                            ("COMMITTEE", "专家咨询委员会"),
                        ],
                        max_length=32,
                        verbose_name="方式",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="日期")),
                ("conclusion", models.TextField(verbose_name="结论")),
                ("snapshot", models.JSONField(default=dict, verbose_name="文本快照")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
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
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="纪要",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.refinement",
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
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Resolution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="决议号")),
                ("agenda_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="议程序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("APPROVE_LIST", "审定榜单"),
                            ("WITHDRAW", "撤榜"),
                            ("AWARD", "立项"),
                            ("RACE", "赛马考核"),
                            ("WAIVER", "豁免"),
                            ("TERMINATE", "终止"),
                            ("CHANGE", "变更"),
                            ("ACCEPTANCE", "验收"),
                        ],
                        max_length=32,
                        verbose_name="事项",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("votes_for", models.PositiveSmallIntegerField(default=0, verbose_name="同意")),
                ("votes_against", models.PositiveSmallIntegerField(default=0, verbose_name="反对")),
                ("votes_abstained", models.PositiveSmallIntegerField(default=0, verbose_name="弃权")),
                ("is_passed", models.BooleanField(verbose_name="通过")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "决议",
                "verbose_name_plural": "决议",
            },
        ),
        migrations.CreateModel(
            name="ChallengeEvent",
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
                ("code", models.CharField(max_length=30, verbose_name="编号")),
                ("title", models.CharField(max_length=100, verbose_name="榜单名称")),
                (
                    "issue_mode",
                    models.CharField(
                        choices=[
                            ("ENTERPRISE", "企业出题、政府张榜"),
                            ("GOVERNMENT", "政府出题"),
                            ("JOINT", "政府、企业、专家联合出题"),
                        ],
                        max_length=32,
                        verbose_name="出榜机制",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[("TECHNOLOGY", "技术攻关类"), ("TRANSFER", "成果转化类")],
                        default="TECHNOLOGY",
                        max_length=32,
                        verbose_name="类别",
                    ),
                ),
                ("government_reason", models.TextField(blank=True, verbose_name="政府出题理由")),
                ("one_line", models.CharField(blank=True, max_length=120, verbose_name="一句话说明")),
                ("bottleneck", models.TextField(blank=True, verbose_name="瓶颈问题")),
                ("objective", models.TextField(blank=True, verbose_name="专项目标")),
                ("content", models.TextField(blank=True, verbose_name="研究内容")),
                (
                    "announced_budget_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="总经费预算（分）"),
                ),
                ("fiscal_cap_fen", models.BigIntegerField(blank=True, null=True, verbose_name="财政支持上限（分）")),
                (
                    "support_mode",
                    models.CharField(
                        choices=[
                            ("UPFRONT", "前资助"),
                            ("MILESTONE", "按里程碑拨付"),
                            ("AFTERWARDS", "后补助"),
                            ("PRIZE", "奖励"),
                        ],
                        default="MILESTONE",
                        max_length=32,
                        verbose_name="支持方式",
                    ),
                ),
                ("duration_months", models.PositiveSmallIntegerField(default=36, verbose_name="实施周期（月）")),
                ("planned_awards", models.PositiveSmallIntegerField(default=1, verbose_name="拟支持项目数")),
                ("race_planned", models.BooleanField(default=False, verbose_name="预设赛马")),
                ("maximum_lanes", models.PositiveSmallIntegerField(default=2, verbose_name="赛道数上限")),
                ("chief_scientist_mode", models.BooleanField(default=False, verbose_name="首席科学家负责制")),
                ("intellectual_property", models.TextField(blank=True, verbose_name="知识产权约定")),
                (
                    "secrecy",
                    models.CharField(choices=[("OPEN", "公开")], default="OPEN", max_length=32, verbose_name="密级"),
                ),
                ("secrecy_reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="保密审查时间")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                ("open_at", models.DateTimeField(blank=True, null=True, verbose_name="开放时间")),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="截止时间")),
                ("seal_public_key", models.BinaryField(blank=True, max_length=32, null=True, verbose_name="封存公钥")),
                ("sealed_root", models.CharField(blank=True, max_length=64, verbose_name="密封方案根哈希")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "起草中"),
                            ("REFINING", "凝练中"),
                            ("APPROVED", "已审定"),
                            ("PUBLISHED", "已发布"),
                            ("OPEN", "揭榜中"),
                            ("CLOSED", "已截止"),
                            ("UNDER_REVIEW", "评审中"),
                            ("IN_NOTICE", "公示中"),
                            ("AWARDED", "已立项"),
                            ("RACING", "赛马立项"),
                            ("UNCLAIMED", "流榜（无人揭榜）"),
                            ("UNAWARDED", "流榜（未立项）"),
                            ("WITHDRAWN", "已撤榜"),
                        ],
                        default="DRAFTING",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True, verbose_name="审定时间")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="截止处理时间")),
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
                        verbose_name="审定记录人",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.batch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="截止处理人",
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
                    "end_user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="发榜用户",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="accounts.organization",
                        verbose_name="出题单位",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.challenge",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "relisted_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.challenge",
                        verbose_name="原流榜榜单",
                    ),
                ),
                (
                    "secrecy_reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保密审查人",
                    ),
                ),
                (
                    "field",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.field",
                        verbose_name="领域",
                    ),
                ),
                (
                    "approval",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.resolution",
                        verbose_name="审定决议",
                    ),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.resolution",
                        verbose_name="撤榜决议",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="challenge",
            name="approval",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approved_challenges",
                to="challenges.resolution",
                verbose_name="审定决议",
            ),
        ),
        migrations.AddField(
            model_name="challenge",
            name="withdrawal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawn_challenges",
                to="challenges.resolution",
                verbose_name="撤榜决议",
            ),
        ),
        migrations.CreateModel(
            name="RuleSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                (
                    "mechanism",
                    models.CharField(
                        choices=[
                            ("CONSORTIUM_2022", "企业牵头联合体揭榜（2022 年机制）"),
                            ("ENTERPRISE_2021", "企业出题、科研单位揭榜（2021 年机制）"),
                        ],
                        default="CONSORTIUM_2022",
                        max_length=32,
                        verbose_name="机制",
                    ),
                ),
                ("minimum_members", models.PositiveSmallIntegerField(default=3, verbose_name="成员单位下限")),
                ("needs_research_member", models.BooleanField(default=True, verbose_name="须有高校或科研院所")),
                (
                    "window_warning_days",
                    models.PositiveSmallIntegerField(default=20, verbose_name="揭榜期不足此天数时提醒"),
                ),
                (
                    "self_funding_percent",
                    models.PositiveSmallIntegerField(default=200, verbose_name="自筹与财政之比下限（%）"),
                ),
                ("loan_counts_as_self", models.BooleanField(default=True, verbose_name="企业贷款计入自筹")),
                ("notice_working_days", models.PositiveSmallIntegerField(default=5, verbose_name="公示工作日数")),
                ("needs_recommendation", models.BooleanField(default=False, verbose_name="须盟市推荐")),
                (
                    "recommendation_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="推荐期（截止后天数）"),
                ),
                ("panel_size", models.PositiveSmallIntegerField(default=7, verbose_name="评审组人数")),
                ("panel_minimum_finance", models.PositiveSmallIntegerField(default=1, verbose_name="财务专家下限")),
                ("panel_minimum_industry", models.PositiveSmallIntegerField(default=1, verbose_name="产业专家下限")),
                (
                    "panel_outside_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="区外专家占比下限（%）"),
                ),
                (
                    "manual_pick_percent",
                    models.PositiveSmallIntegerField(default=30, verbose_name="人工指定专家上限（%）"),
                ),
                ("recusal_years", models.PositiveSmallIntegerField(default=3, verbose_name="回避追溯年数")),
                (
                    "trim_from_count",
                    models.PositiveSmallIntegerField(default=7, verbose_name="达到此评分数时去掉最高最低分"),
                ),
                (
                    "award_threshold_hundredths",
                    models.PositiveIntegerField(default=7500, verbose_name="立项分数线（百分之一分）"),
                ),
                ("vote_numerator", models.PositiveSmallIntegerField(default=2, verbose_name="表决通过比例（分子）")),
                ("vote_denominator", models.PositiveSmallIntegerField(default=3, verbose_name="表决通过比例（分母）")),
                ("tranche_percents", models.JSONField(blank=True, default=list, verbose_name="拨款比例模板（%）")),
                (
                    "race_policy",
                    models.CharField(
                        choices=[("PROPOSE", "系统提出建议，会议决定"), ("AUTOMATIC", "达到淘汰线由系统淘汰")],
                        default="PROPOSE",
                        max_length=32,
                        verbose_name="赛马淘汰方式",
                    ),
                ),
                ("race_maximum_lanes", models.PositiveSmallIntegerField(default=3, verbose_name="赛道数上限")),
                (
                    "race_elimination_percent",
                    models.PositiveSmallIntegerField(default=45, verbose_name="淘汰线（完成度 %）"),
                ),
                ("race_grace_days", models.PositiveSmallIntegerField(default=15, verbose_name="考核宽限天数")),
                ("agreement_days", models.PositiveSmallIntegerField(default=30, verbose_name="签订任务书期限（天）")),
                (
                    "milestone_report_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="里程碑报告期限（天）"),
                ),
                (
                    "budget_mode",
                    models.CharField(
                        choices=[("BUDGET", "预算制"), ("LUMP_SUM", "包干制")],
                        default="BUDGET",
                        max_length=32,
                        verbose_name="经费管理方式",
                    ),
                ),
                ("negative_list", models.JSONField(blank=True, default=list, verbose_name="负面清单")),
                ("shows_amount_in_notice", models.BooleanField(default=False, verbose_name="公示时公开金额")),
                (
                    "support_percent",
                    models.PositiveSmallIntegerField(default=30, verbose_name="财政支持比例（%，2021 年机制）"),
                ),
                (
                    "support_cap_technology_fen",
                    models.BigIntegerField(default=1000000000, verbose_name="技术攻关类支持上限（分）"),
                ),
                (
                    "support_cap_transfer_fen",
                    models.BigIntegerField(default=500000000, verbose_name="成果转化类支持上限（分）"),
                ),
                ("rubric", models.JSONField(blank=True, default=list, verbose_name="评分表模板")),
                ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="冻结时间")),
                (
                    "frozen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="冻结人",
                    ),
                ),
            ],
            options={
                "verbose_name": "规则集",
                "verbose_name_plural": "规则集",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at__isnull", True), ("frozen_by__isnull", True)),
                            models.Q(("frozen_at__isnull", False), ("frozen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="ruleset_frozen_pair",
                    ),
                    models.UniqueConstraint(fields=("name", "version"), name="ruleset_version_once"),
                    models.CheckConstraint(
                        condition=models.Q(("race_maximum_lanes__gte", 2), ("race_maximum_lanes__lte", 3)),
                        name="ruleset_lanes",
                    ),
                    models.CheckConstraint(condition=models.Q(("vote_denominator__gt", 0)), name="ruleset_vote"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BatchEvent",
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
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="批次号")),
                ("name", models.CharField(max_length=60, verbose_name="批次名称")),
                ("notice_title", models.CharField(blank=True, max_length=200, verbose_name="公告标题")),
                ("document_number", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                (
                    "planned_fiscal_fen",
                    models.BigIntegerField(blank=True, null=True, verbose_name="计划财政经费（分）"),
                ),
                ("open_at", models.DateTimeField(blank=True, null=True, verbose_name="开放时间")),
                ("deadline", models.DateTimeField(blank=True, null=True, verbose_name="截止时间")),
                ("route", models.JSONField(blank=True, default=list, verbose_name="流程与路线图")),
                ("contacts", models.JSONField(blank=True, default=list, verbose_name="联系方式")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFTING", "筹备中"),
                            ("PUBLISHED", "已发布"),
                            ("OPEN", "揭榜中"),
                            ("CLOSED", "已截止"),
                            ("FINISHED", "已办结"),
                        ],
                        default="DRAFTING",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="发布时间")),
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
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.batch",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发布人",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.programme",
                        verbose_name="示范工程",
                    ),
                ),
                (
                    "rule_set",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.ruleset",
                        verbose_name="规则集",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="rule_set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batches",
                to="challenges.ruleset",
                verbose_name="规则集",
            ),
        ),
        migrations.CreateModel(
            name="RuleSetEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
                (
                    "mechanism",
                    models.CharField(
                        choices=[
                            ("CONSORTIUM_2022", "企业牵头联合体揭榜（2022 年机制）"),
                            ("ENTERPRISE_2021", "企业出题、科研单位揭榜（2021 年机制）"),
                        ],
                        default="CONSORTIUM_2022",
                        max_length=32,
                        verbose_name="机制",
                    ),
                ),
                ("minimum_members", models.PositiveSmallIntegerField(default=3, verbose_name="成员单位下限")),
                ("needs_research_member", models.BooleanField(default=True, verbose_name="须有高校或科研院所")),
                (
                    "window_warning_days",
                    models.PositiveSmallIntegerField(default=20, verbose_name="揭榜期不足此天数时提醒"),
                ),
                (
                    "self_funding_percent",
                    models.PositiveSmallIntegerField(default=200, verbose_name="自筹与财政之比下限（%）"),
                ),
                ("loan_counts_as_self", models.BooleanField(default=True, verbose_name="企业贷款计入自筹")),
                ("notice_working_days", models.PositiveSmallIntegerField(default=5, verbose_name="公示工作日数")),
                ("needs_recommendation", models.BooleanField(default=False, verbose_name="须盟市推荐")),
                (
                    "recommendation_days",
                    models.PositiveSmallIntegerField(default=2, verbose_name="推荐期（截止后天数）"),
                ),
                ("panel_size", models.PositiveSmallIntegerField(default=7, verbose_name="评审组人数")),
                ("panel_minimum_finance", models.PositiveSmallIntegerField(default=1, verbose_name="财务专家下限")),
                ("panel_minimum_industry", models.PositiveSmallIntegerField(default=1, verbose_name="产业专家下限")),
                (
                    "panel_outside_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="区外专家占比下限（%）"),
                ),
                (
                    "manual_pick_percent",
                    models.PositiveSmallIntegerField(default=30, verbose_name="人工指定专家上限（%）"),
                ),
                ("recusal_years", models.PositiveSmallIntegerField(default=3, verbose_name="回避追溯年数")),
                (
                    "trim_from_count",
                    models.PositiveSmallIntegerField(default=7, verbose_name="达到此评分数时去掉最高最低分"),
                ),
                (
                    "award_threshold_hundredths",
                    models.PositiveIntegerField(default=7500, verbose_name="立项分数线（百分之一分）"),
                ),
                ("vote_numerator", models.PositiveSmallIntegerField(default=2, verbose_name="表决通过比例（分子）")),
                ("vote_denominator", models.PositiveSmallIntegerField(default=3, verbose_name="表决通过比例（分母）")),
                ("tranche_percents", models.JSONField(blank=True, default=list, verbose_name="拨款比例模板（%）")),
                (
                    "race_policy",
                    models.CharField(
                        choices=[("PROPOSE", "系统提出建议，会议决定"), ("AUTOMATIC", "达到淘汰线由系统淘汰")],
                        default="PROPOSE",
                        max_length=32,
                        verbose_name="赛马淘汰方式",
                    ),
                ),
                ("race_maximum_lanes", models.PositiveSmallIntegerField(default=3, verbose_name="赛道数上限")),
                (
                    "race_elimination_percent",
                    models.PositiveSmallIntegerField(default=45, verbose_name="淘汰线（完成度 %）"),
                ),
                ("race_grace_days", models.PositiveSmallIntegerField(default=15, verbose_name="考核宽限天数")),
                ("agreement_days", models.PositiveSmallIntegerField(default=30, verbose_name="签订任务书期限（天）")),
                (
                    "milestone_report_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="里程碑报告期限（天）"),
                ),
                (
                    "budget_mode",
                    models.CharField(
                        choices=[("BUDGET", "预算制"), ("LUMP_SUM", "包干制")],
                        default="BUDGET",
                        max_length=32,
                        verbose_name="经费管理方式",
                    ),
                ),
                ("negative_list", models.JSONField(blank=True, default=list, verbose_name="负面清单")),
                ("shows_amount_in_notice", models.BooleanField(default=False, verbose_name="公示时公开金额")),
                (
                    "support_percent",
                    models.PositiveSmallIntegerField(default=30, verbose_name="财政支持比例（%，2021 年机制）"),
                ),
                (
                    "support_cap_technology_fen",
                    models.BigIntegerField(default=1000000000, verbose_name="技术攻关类支持上限（分）"),
                ),
                (
                    "support_cap_transfer_fen",
                    models.BigIntegerField(default=500000000, verbose_name="成果转化类支持上限（分）"),
                ),
                ("rubric", models.JSONField(blank=True, default=list, verbose_name="评分表模板")),
                ("frozen_at", models.DateTimeField(blank=True, null=True, verbose_name="冻结时间")),
                (
                    "frozen_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="冻结人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.ruleset",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contact_name", models.CharField(max_length=60, verbose_name="联系人")),
                ("contact_phone", core.fields.EncryptedTextField(verbose_name="联系电话")),
                ("wish", models.CharField(blank=True, max_length=300, verbose_name="对接意向")),
                ("signed_at", models.DateTimeField(verbose_name="报名时间")),
                ("cancelled_at", models.DateTimeField(blank=True, null=True, verbose_name="取消时间")),
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
                    "matchmaking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="challenges.matchmaking",
                        verbose_name="对接活动",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organization",
                        verbose_name="报名单位",
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
                        verbose_name="报名人",
                    ),
                ),
            ],
            options={
                "verbose_name": "对接报名",
                "verbose_name_plural": "对接报名",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="signup_cancelled_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cancelled_at__isnull", True)),
                        fields=("matchmaking", "organization"),
                        name="signup_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
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
                        choices=[("JOINT", "联席会议"), ("DEPARTMENT", "厅务会")],
                        max_length=32,
                        verbose_name="会议类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="会议名称")),
                ("planned_on", models.DateField(verbose_name="会议日期")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("agenda", models.JSONField(blank=True, default=list, verbose_name="议程")),
                ("invited", models.JSONField(blank=True, default=list, verbose_name="应到单位")),
                ("attendance", models.JSONField(blank=True, default=list, verbose_name="出席单位")),
                ("minutes_text", models.TextField(blank=True, verbose_name="纪要")),
                (
                    "state",
                    models.CharField(
                        choices=[("PLANNED", "已安排"), ("HELD", "已召开"), ("CANCELLED", "已取消")],
                        db_index=True,
                        default="PLANNED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="记录召开时间")),
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
                        verbose_name="记录人",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="纪要文件",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to="challenges.programme",
                        verbose_name="示范工程",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议",
                "verbose_name_plural": "会议",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("held_at__isnull", True), ("held_by__isnull", True)),
                            models.Q(("held_at__isnull", False), ("held_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sitting_held_pair",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResolutionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.CharField(max_length=40, verbose_name="决议号")),
                ("agenda_number", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="议程序号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("APPROVE_LIST", "审定榜单"),
                            ("WITHDRAW", "撤榜"),
                            ("AWARD", "立项"),
                            ("RACE", "赛马考核"),
                            ("WAIVER", "豁免"),
                            ("TERMINATE", "终止"),
                            ("CHANGE", "变更"),
                            ("ACCEPTANCE", "验收"),
                        ],
                        max_length=32,
                        verbose_name="事项",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("votes_for", models.PositiveSmallIntegerField(default=0, verbose_name="同意")),
                ("votes_against", models.PositiveSmallIntegerField(default=0, verbose_name="反对")),
                ("votes_abstained", models.PositiveSmallIntegerField(default=0, verbose_name="弃权")),
                ("is_passed", models.BooleanField(verbose_name="通过")),
                ("recorded_at", models.DateTimeField(verbose_name="记录时间")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.resolution",
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
                        verbose_name="记录人",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.sitting",
                        verbose_name="会议",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="resolution",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="resolutions",
                to="challenges.sitting",
                verbose_name="会议",
            ),
        ),
        migrations.CreateModel(
            name="SittingEvent",
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
                        choices=[("JOINT", "联席会议"), ("DEPARTMENT", "厅务会")],
                        max_length=32,
                        verbose_name="会议类型",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="会议名称")),
                ("planned_on", models.DateField(verbose_name="会议日期")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="地点")),
                ("agenda", models.JSONField(blank=True, default=list, verbose_name="议程")),
                ("invited", models.JSONField(blank=True, default=list, verbose_name="应到单位")),
                ("attendance", models.JSONField(blank=True, default=list, verbose_name="出席单位")),
                ("minutes_text", models.TextField(blank=True, verbose_name="纪要")),
                (
                    "state",
                    models.CharField(
                        choices=[("PLANNED", "已安排"), ("HELD", "已召开"), ("CANCELLED", "已取消")],
                        default="PLANNED",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="记录召开时间")),
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
                        verbose_name="记录人",
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="纪要文件",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="challenges.sitting",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommitteeMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(blank=True, max_length=40, verbose_name="职务")),
                ("valid_from", models.DateField(verbose_name="任期起")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="任期止")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="challenges.advisorycommittee",
                        verbose_name="委员会",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_seats",
                        to="accounts.person",
                        verbose_name="委员",
                    ),
                ),
            ],
            options={
                "verbose_name": "委员",
                "verbose_name_plural": "委员",
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "person", "valid_from"), name="committee_member_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["-submitted_at", "-id"], name="need_newest"),
        ),
        migrations.AddIndex(
            model_name="need",
            index=models.Index(fields=["call", "state"], name="need_call_state"),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_at__isnull", True), ("submitted_by__isnull", True)),
                    models.Q(("submitted_at__isnull", False), ("submitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="need_submitted_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="need",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="need_decided_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="needcall",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_at__lt", models.F("closes_at"))), name="needcall_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="field",
            constraint=models.UniqueConstraint(fields=("programme", "name"), name="field_name_once"),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("admitted_at__isnull", True), ("admitted_by__isnull", True)),
                    models.Q(("admitted_at__isnull", False), ("admitted_by__isnull", False)),
                    _connector="OR",
                ),
                name="objection_admitted_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_by__isnull", True)),
                    models.Q(("settled_at__isnull", False), ("settled_by__isnull", False)),
                    _connector="OR",
                ),
                name="objection_settled_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(("extended_count__lte", 1)), name="objection_extended_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["UPHELD", "DISMISSED"]), _negated=True),
                    models.Q(("investigation_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="objection_settled_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticeitem",
            constraint=models.UniqueConstraint(fields=("notice", "number"), name="notice_item_number_once"),
        ),
        migrations.AddConstraint(
            model_name="clue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("handled_at__isnull", True), ("handled_by__isnull", True)),
                    models.Q(("handled_at__isnull", False), ("handled_by__isnull", False)),
                    _connector="OR",
                ),
                name="clue_handled_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="clue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handled_at__isnull", True), models.Q(("handling_note", ""), _negated=True), _connector="OR"
                ),
                name="clue_note",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(fields=("refinement", "person"), name="opinion_once"),
        ),
        migrations.AddIndex(
            model_name="challenge",
            index=models.Index(fields=["batch", "code"], name="challenges__batch_i_119098_idx"),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("secrecy_reviewed_at__isnull", True), ("secrecy_reviewed_by__isnull", True)),
                    models.Q(("secrecy_reviewed_at__isnull", False), ("secrecy_reviewed_by__isnull", False)),
                    _connector="OR",
                ),
                name="challenge_secrecy_reviewed_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="challenge_approved_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="challenge_published_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                    models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                    _connector="OR",
                ),
                name="challenge_closed_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(("duration_months__gte", 1), ("duration_months__lte", 60)), name="challenge_duration"
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(("maximum_lanes__gte", 1), ("maximum_lanes__lte", 3)), name="challenge_lanes"
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(("open_at__lt", models.F("deadline"))), name="challenge_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(
                        models.Q(("bottleneck", ""), _negated=True),
                        models.Q(("objective", ""), _negated=True),
                        ("approval__isnull", False),
                        ("deadline__isnull", False),
                        ("end_user__isnull", False),
                        ("seal_public_key__isnull", False),
                        ("secrecy_reviewed_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="challenge_published_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="challenge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True),
                    models.Q(("published_by", models.F("created_by")), _negated=True),
                    _connector="OR",
                ),
                name="challenge_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="batch_published_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(fields=("programme", "year", "number"), name="batch_number_once"),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("open_at__lt", models.F("deadline"))), name="batch_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "DRAFTING"),
                    models.Q(("deadline__isnull", False), ("open_at__isnull", False), ("published_at__isnull", False)),
                    _connector="OR",
                ),
                name="batch_published_dates",
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_by__isnull", True),
                    models.Q(("published_by", models.F("created_by")), _negated=True),
                    _connector="OR",
                ),
                name="batch_two_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="resolution",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_passed", False), ("votes_for__gt", models.F("votes_against")), _connector="OR"),
                name="resolution_passed_by_votes",
            ),
        ),
    ]
