"""Addresses of programmes, batches, needs, challenges, sittings, notices and objections."""

from django.urls import path

from challenges import exports
from challenges.views import (
    batches,
    challenges,
    documents,
    editing,
    files,
    needs,
    notices,
    programmes,
    sittings,
    timing,
)

app_name = "challenges"
urlpatterns = [
    path("challenges/", challenges.ChallengeList.as_view(), name="list"),
    path("challenges/export/", exports.challenge_list, name="export"),
    path("challenges/now/", timing.now, name="now"),
    path("challenges/<str:code>/deadline.ics", timing.deadline_event, name="deadline-event"),
    path("challenges/<str:code>/edit/", editing.EditChallenge.as_view(), name="edit"),
    path("challenges/<str:code>/indicators/", editing.EditIndicators.as_view(), name="indicators"),
    path("challenges/<str:code>/milestones/", editing.EditRequirements.as_view(), name="requirements"),
    path("challenges/<str:code>/conditions/", editing.EditConditions.as_view(), name="conditions"),
    path(
        "challenges/<str:code>/refinements/<int:version>/file/", files.RefinementFile.as_view(), name="refinement-file"
    ),
    *challenges.ChallengePage.urls("challenges/", "challenge", "str:code"),
    path("batches/", batches.BatchList.as_view(), name="batches"),
    path("batches/new/", batches.NewBatch.as_view(), name="new-batch"),
    path("batches/<int:pk>/edit/", batches.EditBatch.as_view(), name="edit-batch"),
    path("batches/<int:pk>/challenges/new/", editing.NewChallenge.as_view(), name="new-challenge"),
    path("batches/<int:pk>/document/", documents.BatchDocument.as_view(), name="batch-document"),
    *batches.BatchPage.urls("batches/", "batch"),
    path("programmes/", programmes.ProgrammeList.as_view(), name="programmes"),
    path("programmes/new/", programmes.NewProgramme.as_view(), name="new-programme"),
    *programmes.ProgrammePage.urls("programmes/", "programme"),
    path("rules/", programmes.RulesList.as_view(), name="rules-list"),
    path("rules/new/", programmes.NewRules.as_view(), name="new-rules"),
    path("rules/<int:pk>/edit/", programmes.EditRules.as_view(), name="edit-rules"),
    *programmes.RulesPage.urls("rules/", "rules"),
    path("calls/", needs.CallList.as_view(), name="calls"),
    path("calls/new/", needs.NewCall.as_view(), name="new-call"),
    path("calls/<int:pk>/needs/new/", needs.NewNeed.as_view(), name="new-need"),
    *needs.CallPage.urls("calls/", "call"),
    path("needs/", needs.NeedList.as_view(), name="needs"),
    path("needs/<int:pk>/edit/", needs.EditNeed.as_view(), name="edit-need"),
    *needs.NeedPage.urls("needs/", "need"),
    path("sittings/", sittings.SittingList.as_view(), name="sittings"),
    path("sittings/new/", sittings.NewSitting.as_view(), name="new-sitting"),
    path("sittings/<int:pk>/file/", files.SittingFile.as_view(), name="sitting-file"),
    path("sittings/<int:pk>/document/", documents.SittingDocument.as_view(), name="sitting-document"),
    *sittings.SittingPage.urls("sittings/", "sitting"),
    path("questions/", sittings.QuestionList.as_view(), name="questions"),
    *sittings.QuestionPage.urls("questions/", "question"),
    path("notices/", notices.NoticeList.as_view(), name="notices"),
    path("notices/new/", notices.NewNotice.as_view(), name="new-notice"),
    path("notices/<int:pk>/edit/", notices.EditNotice.as_view(), name="edit-notice"),
    path("notices/<int:pk>/object/", notices.FileObjection.as_view(), name="object"),
    path("notices/<int:pk>/document/", documents.NoticeDocument.as_view(), name="notice-document"),
    *notices.NoticePage.urls("notices/", "notice"),
    path("objections/", notices.ObjectionList.as_view(), name="objections"),
    path("objections/<int:pk>/file/", files.ObjectionFile.as_view(), name="objection-file"),
    *notices.ObjectionPage.urls("objections/", "objection"),
]
