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
        ("consortia", "0001_initial"),
        ("core", "0001_initial"),
        ("projects", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Criterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="评分项")),
                ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                ("guidance", models.CharField(blank=True, max_length=300, verbose_name="评分说明")),
            ],
            options={
                "verbose_name": "评分项",
                "verbose_name_plural": "评分项",
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("EMPLOYER", "任职单位"),
                            ("KINSHIP", "亲属关系"),
                            ("COOPERATION", "合作关系"),
                            ("INTEREST", "经济利益"),
                            ("REQUEST", "单位申请回避"),
                            ("COMMITTEE", "参与凝练"),
                            ("TEAM", "在揭榜团队中"),
                        ],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("until", models.DateField(blank=True, null=True, verbose_name="截止")),
                ("declared_at", models.DateTimeField(verbose_name="申明时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="challenges.challenge",
                        verbose_name="相关榜单",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申明人",
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
                        verbose_name="相关单位",
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
                        verbose_name="相关人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "利益关系",
                "verbose_name_plural": "利益关系",
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("seed_digest", models.CharField(max_length=64, verbose_name="种子摘要")),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="种子")),
                ("sealed_seed", core.fields.EncryptedTextField(blank=True, verbose_name="封存的种子")),
                ("witness", models.CharField(blank=True, max_length=60, verbose_name="见证值")),
                ("pool_query", models.JSONField(default=dict, verbose_name="抽取条件")),
                ("composition", models.JSONField(default=dict, verbose_name="组成要求")),
                ("held", models.JSONField(default=list, verbose_name="已有席位")),
                ("candidates", models.JSONField(default=list, verbose_name="候选名单")),
                ("exclusions", models.JSONField(default=list, verbose_name="排除名单")),
                ("drawn", models.JSONField(default=list, verbose_name="抽取结果")),
                ("committed_at", models.DateTimeField(verbose_name="种子封存时间")),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽取时间")),
                (
                    "committed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="封存人",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽取人",
                    ),
                ),
            ],
            options={
                "verbose_name": "专家抽取",
                "verbose_name_plural": "专家抽取",
            },
        ),
        migrations.CreateModel(
            name="Expert",
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
                            ("TECHNOLOGY", "技术"),
                            ("FINANCE", "财务"),
                            ("MANAGEMENT", "管理"),
                            ("INDUSTRY", "产业"),
                        ],
                        max_length=32,
                        verbose_name="类别",
                    ),
                ),
                ("is_local", models.BooleanField(verbose_name="区内")),
                ("specialties", models.JSONField(blank=True, default=list, verbose_name="专业领域")),
                ("in_pool_since", models.DateField(verbose_name="入库日期")),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="核验日期")),
                ("bank_account", core.fields.EncryptedTextField(blank=True, verbose_name="银行账号")),
                ("invited_count", models.PositiveIntegerField(default=0, verbose_name="邀请次数")),
                ("declined_count", models.PositiveIntegerField(default=0, verbose_name="谢绝次数")),
                (
                    "state",
                    models.CharField(
                        choices=[("AVAILABLE", "可用"), ("PAUSED", "停用"), ("DISHONEST", "失信")],
                        db_index=True,
                        default="AVAILABLE",
                        max_length=24,
                        verbose_name="状态",
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
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expert",
                        to="accounts.person",
                        verbose_name="人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "评审专家",
                "verbose_name_plural": "评审专家",
            },
        ),
        migrations.CreateModel(
            name="ConflictEvent",
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
                            ("EMPLOYER", "任职单位"),
                            ("KINSHIP", "亲属关系"),
                            ("COOPERATION", "合作关系"),
                            ("INTEREST", "经济利益"),
                            ("REQUEST", "单位申请回避"),
                            ("COMMITTEE", "参与凝练"),
                            ("TEAM", "在揭榜团队中"),
                        ],
                        max_length=32,
                        verbose_name="种类",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("until", models.DateField(blank=True, null=True, verbose_name="截止")),
                ("declared_at", models.DateTimeField(verbose_name="申明时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="challenges.challenge",
                        verbose_name="相关榜单",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申明人",
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
                        verbose_name="相关单位",
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
                        verbose_name="相关人员",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.conflict",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.expert",
                        verbose_name="专家",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="conflict",
            name="expert",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflicts",
                to="reviews.expert",
                verbose_name="专家",
            ),
        ),
        migrations.CreateModel(
            name="ExpertEvent",
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
                            ("TECHNOLOGY", "技术"),
                            ("FINANCE", "财务"),
                            ("MANAGEMENT", "管理"),
                            ("INDUSTRY", "产业"),
                        ],
                        max_length=32,
                        verbose_name="类别",
                    ),
                ),
                ("is_local", models.BooleanField(verbose_name="区内")),
                ("specialties", models.JSONField(blank=True, default=list, verbose_name="专业领域")),
                ("in_pool_since", models.DateField(verbose_name="入库日期")),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="核验日期")),
                ("bank_account", core.fields.EncryptedTextField(blank=True, verbose_name="银行账号")),
                ("invited_count", models.PositiveIntegerField(default=0, verbose_name="邀请次数")),
                ("declined_count", models.PositiveIntegerField(default=0, verbose_name="谢绝次数")),
                (
                    "state",
                    models.CharField(
                        choices=[("AVAILABLE", "可用"), ("PAUSED", "停用"), ("DISHONEST", "失信")],
                        default="AVAILABLE",
                        max_length=24,
                        verbose_name="状态",
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
                        to="reviews.expert",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExpertPledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_sha256", models.CharField(max_length=64, verbose_name="文本摘要")),
                ("signed_at", models.DateTimeField(verbose_name="签署时间")),
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
                "verbose_name": "专家承诺",
                "verbose_name_plural": "专家承诺",
            },
        ),
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("BID", "揭榜评审"),
                            ("RACE", "赛马考核"),
                            ("MILESTONE", "里程碑考核"),
                            ("ACCEPTANCE", "验收评审"),
                        ],
                        default="BID",
                        max_length=32,
                        verbose_name="用途",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("ONLINE", "网络评审"),
                            ("MEETING", "会议评审"),
                            ("VIDEO", "视频答辩"),
                            ("SITE", "现场考察"),
                        ],
                        default="MEETING",
                        max_length=32,
                        verbose_name="形式",
                    ),
                ),
                ("size", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="评分截止")),
                ("report_text", models.TextField(blank=True, verbose_name="评审意见")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SET_UP", "已组建"),
                            ("DRAWN", "已抽取专家"),
                            ("CONFIRMED", "专家已确认"),
                            ("SCORING", "评分中"),
                            ("LOCKED", "评分已锁定"),
                            ("VOTED", "已表决"),
                            ("REPORTED", "已出具报告"),
                            ("ARCHIVED", "已归档"),
                        ],
                        db_index=True,
                        default="SET_UP",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始评分时间")),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="锁定时间")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="报告时间")),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="challenges.challenge",
                        verbose_name="榜单",
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
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="锁定人",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.milestone",
                        verbose_name="里程碑",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "race_round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.raceround",
                        verbose_name="赛马考核点",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="录像",
                    ),
                ),
                (
                    "report_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="评审报告",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评审秘书",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开始人",
                    ),
                ),
            ],
            options={
                "verbose_name": "评审组",
                "verbose_name_plural": "评审组",
            },
        ),
        migrations.CreateModel(
            name="MilestoneAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("PASS", "通过"), ("RECTIFY", "整改"), ("FAIL", "不通过")],
                        max_length=32,
                        verbose_name="结论",
                    ),
                ),
                ("opinion", models.TextField(verbose_name="意见")),
                ("assessed_at", models.DateTimeField(verbose_name="考核时间")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考核人",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="projects.milestone",
                        verbose_name="里程碑",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="milestone_assessments",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
            ],
            options={
                "verbose_name": "里程碑考核意见",
                "verbose_name_plural": "里程碑考核意见",
            },
        ),
        migrations.CreateModel(
            name="LaneAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField(verbose_name="评分")),
                ("can_finish", models.BooleanField(verbose_name="预计能完成")),
                ("opinion", models.TextField(verbose_name="意见")),
                ("assessed_at", models.DateTimeField(verbose_name="考核时间")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考核人",
                    ),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="projects.lane",
                        verbose_name="赛道",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="projects.raceround",
                        verbose_name="考核点",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lane_assessments",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
            ],
            options={
                "verbose_name": "赛道考核意见",
                "verbose_name_plural": "赛道考核意见",
            },
        ),
        migrations.CreateModel(
            name="DrawEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="次序")),
                ("seed_digest", models.CharField(max_length=64, verbose_name="种子摘要")),
                ("seed", models.CharField(blank=True, max_length=64, verbose_name="种子")),
                ("sealed_seed", core.fields.EncryptedTextField(blank=True, verbose_name="封存的种子")),
                ("witness", models.CharField(blank=True, max_length=60, verbose_name="见证值")),
                ("pool_query", models.JSONField(default=dict, verbose_name="抽取条件")),
                ("composition", models.JSONField(default=dict, verbose_name="组成要求")),
                ("held", models.JSONField(default=list, verbose_name="已有席位")),
                ("candidates", models.JSONField(default=list, verbose_name="候选名单")),
                ("exclusions", models.JSONField(default=list, verbose_name="排除名单")),
                ("drawn", models.JSONField(default=list, verbose_name="抽取结果")),
                ("committed_at", models.DateTimeField(verbose_name="种子封存时间")),
                ("drawn_at", models.DateTimeField(blank=True, null=True, verbose_name="抽取时间")),
                (
                    "committed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="封存人",
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽取人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.draw",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="draw",
            name="panel",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draws",
                to="reviews.panel",
                verbose_name="评审组",
            ),
        ),
        migrations.CreateModel(
            name="PanelBid",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score_count", models.PositiveSmallIntegerField(default=0, verbose_name="有效评分数")),
                ("score_sum", models.PositiveIntegerField(default=0, verbose_name="总分和")),
                ("score_max", models.PositiveIntegerField(default=0, verbose_name="最高分")),
                ("score_min", models.PositiveIntegerField(default=0, verbose_name="最低分")),
                (
                    "result_hundredths",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="得分（百分之一分）"),
                ),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="名次")),
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_bid",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panel_bids",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
            ],
            options={
                "verbose_name": "参评方案",
                "verbose_name_plural": "参评方案",
            },
        ),
        migrations.CreateModel(
            name="PanelBidEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("score_count", models.PositiveSmallIntegerField(default=0, verbose_name="有效评分数")),
                ("score_sum", models.PositiveIntegerField(default=0, verbose_name="总分和")),
                ("score_max", models.PositiveIntegerField(default=0, verbose_name="最高分")),
                ("score_min", models.PositiveIntegerField(default=0, verbose_name="最低分")),
                (
                    "result_hundredths",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="得分（百分之一分）"),
                ),
                ("rank", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="名次")),
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
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.panelbid",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rubric",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
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
                "verbose_name": "评分表",
                "verbose_name_plural": "评分表",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("frozen_at__isnull", True), ("frozen_by__isnull", True)),
                            models.Q(("frozen_at__isnull", False), ("frozen_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="rubric_frozen_pair",
                    ),
                    models.UniqueConstraint(fields=("name", "version"), name="rubric_once"),
                ],
            },
        ),
        migrations.AddField(
            model_name="panel",
            name="rubric",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.rubric",
                verbose_name="评分表",
            ),
        ),
        migrations.CreateModel(
            name="CriterionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("number", models.PositiveSmallIntegerField(verbose_name="序号")),
                ("name", models.CharField(max_length=120, verbose_name="评分项")),
                ("weight", models.PositiveSmallIntegerField(verbose_name="权重")),
                ("guidance", models.CharField(blank=True, max_length=300, verbose_name="评分说明")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.criterion",
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.rubric",
                        verbose_name="评分表",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="criterion",
            name="rubric",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="criteria",
                to="reviews.rubric",
                verbose_name="评分表",
            ),
        ),
        migrations.CreateModel(
            name="RubricEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="版本")),
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
                        to="reviews.rubric",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(verbose_name="分值")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="评语")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.criterion",
                        verbose_name="评分项",
                    ),
                ),
            ],
            options={
                "verbose_name": "分项评分",
                "verbose_name_plural": "分项评分",
            },
        ),
        migrations.CreateModel(
            name="ScoreSheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                (
                    "total_hundredths",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="总分（百分之一分）"),
                ),
                ("strengths", models.TextField(blank=True, verbose_name="优点")),
                ("weaknesses", models.TextField(blank=True, verbose_name="不足")),
                ("suggestion", models.TextField(blank=True, verbose_name="建议")),
                ("suggested_fen", models.BigIntegerField(blank=True, null=True, verbose_name="建议经费（分）")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="保存时间")),
                ("correction_reason", models.TextField(blank=True, verbose_name="更正原因")),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "评分中"), ("LOCKED", "已锁定"), ("VOID", "已作废")],
                        db_index=True,
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="锁定时间")),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score_sheets",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="reviews.scoresheet",
                        verbose_name="更正的评分",
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
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="锁定人",
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
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
            ],
            options={
                "verbose_name": "评分",
                "verbose_name_plural": "评分",
            },
        ),
        migrations.CreateModel(
            name="ScoreEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("value", models.PositiveSmallIntegerField(verbose_name="分值")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="评语")),
                (
                    "criterion",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.criterion",
                        verbose_name="评分项",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.score",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.scoresheet",
                        verbose_name="评分",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="score",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scores",
                to="reviews.scoresheet",
                verbose_name="评分",
            ),
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("state_at", models.DateTimeField(verbose_name="进入当前状态的时间")),
                (
                    "next_check_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="下次检查时间"),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="席位号")),
                ("is_manual", models.BooleanField(default=False, verbose_name="人工指定")),
                ("manual_reason", models.CharField(blank=True, max_length=200, verbose_name="指定理由")),
                ("recusal_kind", models.CharField(blank=True, max_length=32, verbose_name="回避种类")),
                ("recusal_reason", models.TextField(blank=True, verbose_name="回避理由")),
                ("declaration", models.TextField(blank=True, verbose_name="利益关系申明")),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="申明时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAWN", "已抽中"),
                            ("INVITED", "已邀请"),
                            ("ACCEPTED", "已接受"),
                            ("DECLINED", "已谢绝"),
                            ("RECUSED", "已回避"),
                            ("REPLACED", "已替换"),
                            ("DONE", "已完成评分"),
                        ],
                        db_index=True,
                        default="DRAWN",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="邀请时间")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("recused_at", models.DateTimeField(blank=True, null=True, verbose_name="回避时间")),
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
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申明人",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="reviews.expert",
                        verbose_name="专家",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="邀请人",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
                (
                    "recused_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回避登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "席位",
                "verbose_name_plural": "席位",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("declared_at__isnull", True), ("declared_by__isnull", True)),
                            models.Q(("declared_at__isnull", False), ("declared_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="seat_declared_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invited_at__isnull", True), ("invited_by__isnull", True)),
                            models.Q(("invited_at__isnull", False), ("invited_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="seat_invited_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="seat_answered_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recused_at__isnull", True), ("recused_by__isnull", True)),
                            models.Q(("recused_at__isnull", False), ("recused_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="seat_recused_pair",
                    ),
                    models.UniqueConstraint(fields=("panel", "expert"), name="seat_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_manual", False), models.Q(("manual_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="seat_manual_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "RECUSED"), _negated=True),
                            models.Q(("recusal_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="seat_recusal_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ACCEPTED", "DONE"]), _negated=True),
                            ("declared_at__isnull", False),
                            _connector="OR",
                        ),
                        name="seat_declared_before_accepted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScoreSheetEvent",
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
                    "total_hundredths",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="总分（百分之一分）"),
                ),
                ("strengths", models.TextField(blank=True, verbose_name="优点")),
                ("weaknesses", models.TextField(blank=True, verbose_name="不足")),
                ("suggestion", models.TextField(blank=True, verbose_name="建议")),
                ("suggested_fen", models.BigIntegerField(blank=True, null=True, verbose_name="建议经费（分）")),
                ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="保存时间")),
                ("correction_reason", models.TextField(blank=True, verbose_name="更正原因")),
                (
                    "state",
                    models.CharField(
                        choices=[("DRAFT", "评分中"), ("LOCKED", "已锁定"), ("VOID", "已作废")],
                        default="DRAFT",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="锁定时间")),
                ("voided_at", models.DateTimeField(blank=True, null=True, verbose_name="作废时间")),
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
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.scoresheet",
                        verbose_name="更正的评分",
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
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="锁定人",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.scoresheet",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="保存人",
                    ),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="作废人",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.seat",
                        verbose_name="席位",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="scoresheet",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sheets",
                to="reviews.seat",
                verbose_name="席位",
            ),
        ),
        migrations.CreateModel(
            name="PanelEvent",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("BID", "揭榜评审"),
                            ("RACE", "赛马考核"),
                            ("MILESTONE", "里程碑考核"),
                            ("ACCEPTANCE", "验收评审"),
                        ],
                        default="BID",
                        max_length=32,
                        verbose_name="用途",
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("ONLINE", "网络评审"),
                            ("MEETING", "会议评审"),
                            ("VIDEO", "视频答辩"),
                            ("SITE", "现场考察"),
                        ],
                        default="MEETING",
                        max_length=32,
                        verbose_name="形式",
                    ),
                ),
                ("size", models.PositiveSmallIntegerField(verbose_name="人数")),
                ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="评分截止")),
                ("report_text", models.TextField(blank=True, verbose_name="评审意见")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SET_UP", "已组建"),
                            ("DRAWN", "已抽取专家"),
                            ("CONFIRMED", "专家已确认"),
                            ("SCORING", "评分中"),
                            ("LOCKED", "评分已锁定"),
                            ("VOTED", "已表决"),
                            ("REPORTED", "已出具报告"),
                            ("ARCHIVED", "已归档"),
                        ],
                        default="SET_UP",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始评分时间")),
                ("locked_at", models.DateTimeField(blank=True, null=True, verbose_name="锁定时间")),
                ("reported_at", models.DateTimeField(blank=True, null=True, verbose_name="报告时间")),
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
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="锁定人",
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
                        verbose_name="里程碑",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.panel",
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
                    "race_round",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.raceround",
                        verbose_name="赛马考核点",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="录像",
                    ),
                ),
                (
                    "report_file",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="core.storedfile",
                        verbose_name="评审报告",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
                (
                    "secretary",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="评审秘书",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开始人",
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.rubric",
                        verbose_name="评分表",
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.seat",
                        verbose_name="组长",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="panel",
            name="chair",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reviews.seat",
                verbose_name="组长",
            ),
        ),
        migrations.CreateModel(
            name="MilestoneAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[("PASS", "通过"), ("RECTIFY", "整改"), ("FAIL", "不通过")],
                        max_length=32,
                        verbose_name="结论",
                    ),
                ),
                ("opinion", models.TextField(verbose_name="意见")),
                ("assessed_at", models.DateTimeField(verbose_name="考核时间")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考核人",
                    ),
                ),
                (
                    "milestone",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.milestone",
                        verbose_name="里程碑",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.milestoneassessment",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.seat",
                        verbose_name="席位",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="milestoneassessment",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="milestone_assessments",
                to="reviews.seat",
                verbose_name="席位",
            ),
        ),
        migrations.CreateModel(
            name="LaneAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("score", models.PositiveSmallIntegerField(verbose_name="评分")),
                ("can_finish", models.BooleanField(verbose_name="预计能完成")),
                ("opinion", models.TextField(verbose_name="意见")),
                ("assessed_at", models.DateTimeField(verbose_name="考核时间")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="考核人",
                    ),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.lane",
                        verbose_name="赛道",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.laneassessment",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="projects.raceround",
                        verbose_name="考核点",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.seat",
                        verbose_name="席位",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="laneassessment",
            name="seat",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lane_assessments",
                to="reviews.seat",
                verbose_name="席位",
            ),
        ),
        migrations.CreateModel(
            name="ExpertPledgeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                ("text_sha256", models.CharField(max_length=64, verbose_name="文本摘要")),
                ("signed_at", models.DateTimeField(verbose_name="签署时间")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.expertpledge",
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
                (
                    "seat",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.seat",
                        verbose_name="席位",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="expertpledge",
            name="seat",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pledge",
                to="reviews.seat",
                verbose_name="席位",
            ),
        ),
        migrations.CreateModel(
            name="SeatEvent",
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
                ("number", models.PositiveSmallIntegerField(verbose_name="席位号")),
                ("is_manual", models.BooleanField(default=False, verbose_name="人工指定")),
                ("manual_reason", models.CharField(blank=True, max_length=200, verbose_name="指定理由")),
                ("recusal_kind", models.CharField(blank=True, max_length=32, verbose_name="回避种类")),
                ("recusal_reason", models.TextField(blank=True, verbose_name="回避理由")),
                ("declaration", models.TextField(blank=True, verbose_name="利益关系申明")),
                ("declared_at", models.DateTimeField(blank=True, null=True, verbose_name="申明时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAWN", "已抽中"),
                            ("INVITED", "已邀请"),
                            ("ACCEPTED", "已接受"),
                            ("DECLINED", "已谢绝"),
                            ("RECUSED", "已回避"),
                            ("REPLACED", "已替换"),
                            ("DONE", "已完成评分"),
                        ],
                        default="DRAWN",
                        max_length=24,
                        verbose_name="状态",
                    ),
                ),
                ("invited_at", models.DateTimeField(blank=True, null=True, verbose_name="邀请时间")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="答复时间")),
                ("recused_at", models.DateTimeField(blank=True, null=True, verbose_name="回避时间")),
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
                        verbose_name="答复人",
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
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申明人",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.expert",
                        verbose_name="专家",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="邀请人",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reviews.panel",
                        verbose_name="评审组",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="reviews.seat",
                    ),
                ),
                (
                    "recused_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="回避登记人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("AWARD", "立项表决"), ("RACE", "赛马表决"), ("ACCEPTANCE", "验收表决")],
                        max_length=32,
                        verbose_name="表决事项",
                    ),
                ),
                (
                    "choice",
                    models.CharField(
                        choices=[("FOR", "同意"), ("AGAINST", "反对"), ("ABSTAIN", "弃权")],
                        max_length=32,
                        verbose_name="意见",
                    ),
                ),
                ("cast_at", models.DateTimeField(verbose_name="表决时间")),
                (
                    "bid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="consortia.bid",
                        verbose_name="揭榜方案",
                    ),
                ),
                (
                    "cast_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="表决人",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="votes",
                        to="reviews.seat",
                        verbose_name="席位",
                    ),
                ),
            ],
            options={
                "verbose_name": "表决",
                "verbose_name_plural": "表决",
                "constraints": [models.UniqueConstraint(fields=("seat", "bid", "kind"), name="vote_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="conflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organization__isnull", False),
                    ("person__isnull", False),
                    ("challenge__isnull", False),
                    _connector="OR",
                ),
                name="conflict_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("drawn_at__isnull", True), ("drawn_by__isnull", True)),
                    models.Q(("drawn_at__isnull", False), ("drawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="draw_drawn_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(fields=("panel", "number"), name="draw_once"),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("drawn_at__isnull", True), models.Q(("seed", ""), _negated=True), _connector="OR"),
                name="draw_reveals_seed",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.UniqueConstraint(
                condition=models.Q(("drawn_at__isnull", True)), fields=("panel",), name="draw_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(fields=("rubric", "number"), name="criterion_once"),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gte", 1), ("weight__lte", 100)), name="criterion_weight"
            ),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("sheet", "criterion"), name="score_once"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(condition=models.Q(("value__lte", 100)), name="score_range"),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("saved_at__isnull", True), ("saved_by__isnull", True)),
                    models.Q(("saved_at__isnull", False), ("saved_by__isnull", False)),
                    _connector="OR",
                ),
                name="sheet_saved_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("locked_at__isnull", True), ("locked_by__isnull", True)),
                    models.Q(("locked_at__isnull", False), ("locked_by__isnull", False)),
                    _connector="OR",
                ),
                name="sheet_locked_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                    models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                    _connector="OR",
                ),
                name="sheet_voided_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "VOID"), _negated=True), fields=("seat", "bid"), name="sheet_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "LOCKED"), _negated=True), ("total_hundredths__isnull", False), _connector="OR"
                ),
                name="sheet_total",
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_hundredths__isnull", True), ("total_hundredths__lte", 10000), _connector="OR"
                ),
                name="sheet_total_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("started_at__isnull", True), ("started_by__isnull", True)),
                    models.Q(("started_at__isnull", False), ("started_by__isnull", False)),
                    _connector="OR",
                ),
                name="panel_started_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("locked_at__isnull", True), ("locked_by__isnull", True)),
                    models.Q(("locked_at__isnull", False), ("locked_by__isnull", False)),
                    _connector="OR",
                ),
                name="panel_locked_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reported_at__isnull", True), ("reported_by__isnull", True)),
                    models.Q(("reported_at__isnull", False), ("reported_by__isnull", False)),
                    _connector="OR",
                ),
                name="panel_reported_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="panel",
            constraint=models.UniqueConstraint(
                condition=models.Q(("purpose", "BID")), fields=("challenge",), name="panel_once_per_challenge"
            ),
        ),
        migrations.AddConstraint(
            model_name="milestoneassessment",
            constraint=models.UniqueConstraint(fields=("seat", "milestone"), name="milestone_assessment_once"),
        ),
        migrations.AddConstraint(
            model_name="milestoneassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("opinion", ""), _negated=True), name="milestone_assessment_opinion"
            ),
        ),
        migrations.AddConstraint(
            model_name="laneassessment",
            constraint=models.UniqueConstraint(fields=("seat", "lane", "round"), name="lane_assessment_once"),
        ),
        migrations.AddConstraint(
            model_name="laneassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__lte", 100), models.Q(("opinion", ""), _negated=True)),
                name="lane_assessment_complete",
            ),
        ),
    ]
