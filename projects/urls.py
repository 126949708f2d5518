"""Addresses of projects, agreements, milestones, races, changes, outcomes and contracts."""

from django.urls import path

from projects import views
from projects.views import documents

app_name = "projects"
urlpatterns = [
    path("results/", views.ResultList.as_view(), name="results"),
    path("results/<slug:code>/", views.ResultPage.as_view(), name="result"),
    path("projects/", views.ProjectList.as_view(), name="projects"),
    *views.ProjectPage.urls("projects/", "project", "slug:code"),
    path("projects/<slug:code>/award-letter/", documents.AwardLetter.as_view(), name="award-letter"),
    path("batches/<int:pk>/award-list/", documents.AwardList.as_view(), name="award-list"),
    path("batches/<int:pk>/finish/", views.FinishBatch.as_view(), name="finish-batch"),
    path("projects/<slug:code>/changes/<slug:kind>/", views.RequestChange.as_view(), name="request-change"),
    path("projects/<slug:code>/evaluation/", views.EvaluatePage.as_view(), name="evaluate"),
    path("bids/<int:pk>/running-projects/", views.BesideBid.as_view(), name="beside-bid"),
    *views.AgreementPage.urls("agreements/", "agreement"),
    path("agreements/<int:pk>/document/", documents.AgreementDocument.as_view(), name="agreement-document"),
    path("agreements/<int:pk>/edit/", views.EditAgreement.as_view(), name="edit-agreement"),
    path("milestones/", views.MilestoneList.as_view(), name="milestones"),
    *views.MilestonePage.urls("milestones/", "milestone"),
    path("races/", views.RaceList.as_view(), name="races"),
    *views.RacePage.urls("races/", "race", "slug:code"),
    *views.LanePage.urls("lanes/", "lane"),
    path("changes/", views.ChangeList.as_view(), name="changes"),
    *views.ChangePage.urls("changes/", "change"),
    path("outcomes/", views.OutcomeList.as_view(), name="outcomes"),
    path("contracts/", views.ContractList.as_view(), name="contracts"),
    path("contracts/new/", views.SignContract.as_view(), name="sign-contract"),
    *views.ContractPage.urls("contracts/", "contract"),
]
