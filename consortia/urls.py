"""Addresses of this app."""

from django.urls import path

from consortia.views import attachments, bids, consortia, documents, opening, receipts, reuse, sections

app_name = "consortia"
urlpatterns = [
    path("consortia/", consortia.DirectoryPage.as_view(), name="list"),
    path("consortia/mine/", consortia.ConsortiumList.as_view(), name="mine"),
    path("consortia/new/", consortia.NewConsortium.as_view(), name="new"),
    *consortia.ConsortiumPage.urls("consortia/", "consortium"),
    path("consortia/<int:pk>/certificate/", documents.CertificateDocument.as_view(), name="certificate"),
    path("bids/", bids.BidList.as_view(), name="bids"),
    path("bids/start/<int:pk>/", bids.StartBid.as_view(), name="start-bid"),
    *bids.BidPage.urls("bids/", "bid"),
    path("bids/<int:pk>/content/", bids.ContentPage.as_view(), name="content"),
    path("bids/<int:pk>/sections/<slug:name>/", sections.SectionPage.as_view(), name="section"),
    path("bids/<int:pk>/reuse/", reuse.ReusePage.as_view(), name="reuse"),
    path("bids/<int:pk>/attachments/", attachments.AttachmentsPage.as_view(), name="attachments"),
    path("bids/<int:pk>/attachments/<int:attachment>/", attachments.AttachmentFile.as_view(), name="attachment"),
    path("bids/<int:pk>/document/", documents.BidDocument.as_view(), name="bid-document"),
    path("bids/<int:pk>/eligibility/", opening.EligibilityPage.as_view(), name="eligibility"),
    path("bids/<int:pk>/copy/", receipts.SubmissionCopy.as_view(), name="copy"),
    *receipts.ReceiptPage.urls("receipts/", "receipt", "str:number"),
    path("receipts/<str:number>/document/", documents.ReceiptDocument.as_view(), name="receipt-document"),
    path("receipts/<str:number>/file/", receipts.ReceiptFile.as_view(), name="receipt-file"),
    path("openings/", opening.OpeningList.as_view(), name="openings"),
    path("openings/<int:challenge_id>/document/", documents.OpeningDocument.as_view(), name="opening-document"),
    *opening.OpeningPage.urls("openings/", "opening", "int:challenge_id"),
    path("verify/", receipts.VerifyPage.as_view(), name="verify"),
]
