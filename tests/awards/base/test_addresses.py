"""The templates' addresses are those Flask makes."""

from __future__ import annotations

from typing import Any

from flask import Flask

from awards.base.addresses import remembering_addresses

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("desk.show_desk", {}),
    (".list_sheets", {}),
    (".list_sheets", {"vong": "Ab_c-1", "muc": "draft"}),
    (".list_sheets", {"vong": "Ab_c-1", "muc": None, "trang": 2}),
    (".list_sheets", {"tim": "Hợp tác xã & 100%"}),
    (".list_sheets", {"trang": 0, "muc": -1, "vong": True}),
    (".edit_sheet", {"public_id": "PHIEU"}),
    ("sheets.download_file", {"public_id": "a", "file_id": "b"}),
    ("sheets.download_file", {"file_id": "b", "public_id": "a/ấ"}),
    ("static", {"filename": "css/theme.css"}),
    ("security.login", {"next": "/phieu-cham/?a=b"}),
    ("desk.show_desk", {"_anchor": "viec"}),
    ("desk.show_desk", {"_external": True}),
)


def test_every_address_is_the_one_flask_makes_each_time_it_is_asked(app: Flask) -> None:
    ours = remembering_addresses(app)
    for root in ("/", "/giai-thuong/"):
        with app.test_request_context("/phieu-cham/", base_url=f"http://localhost{root}"):
            for _ in range(2):
                assert [ours(endpoint, **values) for endpoint, values in ASKED] == [
                    app.url_for(endpoint, **values) for endpoint, values in ASKED
                ]
