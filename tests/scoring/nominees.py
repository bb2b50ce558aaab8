"""One invented nominee of each CoopStar table (dữ liệu mẫu); the tests work its points out by hand."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.entry import Entry, HeldPaper
from tests.scoring.invented import Answer, an_invented_entry

MILLION, BILLION = 10**6, 10**9
PAPERS = {key: HeldPaper() for key in ("registration", "criteria_report", "compliance_proof")}

COMMON: Mapping[str, Answer] = {"law_compliance": True, "open_inquiry": False, "operating_months": 60}
AGRI: Mapping[str, Answer] = {
    **COMMON,
    "revenue": {0: 6_200 * MILLION, -1: 5_800 * MILLION},
    "profit_after_tax": {0: 420 * MILLION, -1: 400 * MILLION},
    "development_fund": 84 * MILLION,
    "reserve_fund": 20 * MILLION,
    "tax_paid": 60 * MILLION,
    "tax_overdue": False,
    "manager_count": 7,
    "managers_trained": 6,
    "managers_graduated": 3,
    "managers_young": 2,
    "pending_complaints": False,
    "average_income": 7 * MILLION,
    "member_transactions": 4_200 * MILLION,
    "total_transactions": 9_000 * MILLION,
    "member_count": 85,
    "meeting_members": 64,
    "member_price": True,
    "member_services": 4,
    "insured_count": 14,
    "worker_count": 32,
    "link_contracts": 2,
    "digital_tools": frozenset({"software", "e_invoice", "website", "traceability"}),
    "green_items": frozenset({"gap", "ocop", "waste"}),
    "highest_honour": "province",
}
NON_AGRI: Mapping[str, Answer] = {
    **COMMON,
    "revenue": {0: 24 * BILLION, -1: 21 * BILLION},
    "profit_after_tax": {0: 1_100 * MILLION, -1: 1_200 * MILLION},
    "development_fund": 275 * MILLION,
    "reserve_fund": 55 * MILLION,
    "tax_paid": 700 * MILLION,
    "tax_overdue": True,
    "manager_count": 5,
    "managers_trained": 4,
    "managers_graduated": 3,
    "managers_young": 0,
    "pending_complaints": True,
    "average_income": 9 * MILLION,
    "member_transactions": 3 * BILLION,
    "total_transactions": 30 * BILLION,
    "member_count": 40,
    "meeting_members": 19,
    "member_price": False,
    "member_services": 5,
    "insured_count": 45,
    "worker_count": 60,
    "link_contracts": 3,
    "digital_tools": frozenset({"software", "e_invoice", "website", "online_sales", "cashless", "automation"}),
    "green_items": frozenset({"iso", "energy"}),
    "highest_honour": "ministry",
}
FUND: Mapping[str, Answer] = {
    **COMMON,
    "state_bank_rating": "B",
    "total_assets": 120 * BILLION,
    "outstanding_loans": {0: 90 * BILLION, -1: 84 * BILLION},
    "profit_after_tax": {0: 900 * MILLION, -1: 800 * MILLION},
    "own_capital": 9 * BILLION,
    "risk_assets": 75 * BILLION,
    "bad_debt": 900 * MILLION,
    "tax_paid": 180 * MILLION,
    "tax_overdue": False,
    "manager_count": 6,
    "managers_trained": 6,
    "managers_graduated": 5,
    "managers_young": 2,
    "pending_complaints": False,
    "average_income": 11 * MILLION,
    "member_transactions": 150 * BILLION,
    "total_transactions": 200 * BILLION,
    "member_count": 1_500,
    "meeting_members": 900,
    "member_price": True,
    "member_services": 3,
    "insured_count": 12,
    "worker_count": 12,
    "chain_loans": 18 * BILLION,
    "digital_tools": frozenset({"software", "e_invoice", "website", "online_sales", "cashless"}),
    "green_finance": frozenset({"green_loans", "paperless"}),
    "highest_honour": "province",
}
ANSWERS = {"agri": AGRI, "non_agri": NON_AGRI, "credit_fund": FUND}


def an_entry(variant: str, code: str = "CS-MAU", **changed: Answer | None) -> Entry:
    """The invented nominee of a table, with some answers changed or (None) not given."""
    answers = {**ANSWERS[variant], **changed}
    given = {key: answer for key, answer in answers.items() if answer is not None}
    return an_invented_entry(code, variant, given, PAPERS, {"sector": variant})
