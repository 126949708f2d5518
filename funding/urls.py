"""Addresses of decisions, tranches, the ledger, reports and the figures of the press."""

from django.urls import path

from funding import views
from funding.views import documents

app_name = "funding"
urlpatterns = [
    path("press/", views.PressPage.as_view(), name="press"),
    path("press/<int:pk>/", views.PressFigure.as_view(), name="press-figure"),
    path("funding/decisions/", views.DecisionList.as_view(), name="decisions"),
    *views.DecisionPage.urls("funding/decisions/", "decision", "slug:code"),
    path("funding/decisions/<slug:code>/document/", documents.DecisionPack.as_view(), name="decision-pack"),
    path("funding/sittings/<int:pk>/document/", documents.SittingPack.as_view(), name="sitting-pack"),
    path("funding/batches/<int:pk>/report/", documents.BatchMoneyReport.as_view(), name="batch-report"),
    path("projects/<slug:code>/money/report/", documents.ProjectMoneyReport.as_view(), name="money-report"),
    *views.BidPage.urls("funding/bids/", "bid"),
    path("funding/bids/<int:pk>/decide/", views.DecideBid.as_view(), name="decide"),
    path("funding/bids/<int:pk>/waiver/", views.ProposeRatioWaiver.as_view(), name="ratio-waiver"),
    path("funding/batches/<int:pk>/award-notice/", views.DraftNotice.as_view(), name="draft-notice"),
    *views.AwardNoticePage.urls("funding/notices/", "notice"),
    path("funding/tranches/", views.TrancheList.as_view(), name="tranches"),
    *views.TranchePage.urls("funding/tranches/", "tranche"),
    path("funding/tranches/<int:pk>/waiver/", views.ProposeTrancheWaiver.as_view(), name="tranche-waiver"),
    path("funding/ledger/", views.LedgerList.as_view(), name="ledger"),
    path("funding/ledger/export/", views.ledger_export, name="ledger-export"),
    path("funding/audit/export/", views.auditor_export, name="auditor-export"),
    path("funding/waivers/", views.WaiverList.as_view(), name="waivers"),
    *views.WaiverPage.urls("funding/waivers/", "waiver"),
    path("funding/expenditures/", views.ExpenditureList.as_view(), name="expenditures"),
    *views.ExpenditurePage.urls("funding/expenditures/", "expenditure"),
    path("funding/rewards/", views.RewardList.as_view(), name="rewards"),
    path("funding/rewards/new/", views.RecordReward.as_view(), name="new-reward"),
    path("funding/rounds/<int:pk>/decide/", views.DecideRound.as_view(), name="decide-round"),
    *views.ProjectMoney.urls_of_project(),
    path("projects/<slug:code>/money/expenditure/", views.ReportExpenditure.as_view(), name="report-expenditure"),
    path("projects/<slug:code>/money/lane/", views.lane_money, name="lane-money"),
]
