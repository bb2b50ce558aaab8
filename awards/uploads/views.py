"""The door through which the browser sends a file in pieces. It answers in JSON; without script nobody needs it."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from awards.base.doors import Door, current_actor
from awards.base.errors import ConflictError, DomainError
from awards.base.file_kinds import FileRefused, InfectedFile
from awards.base.files import read_upload
from awards.base.forms import Form
from awards.base.transaction import transaction, without_lock
from awards.policy.actions import Action
from awards.uploads import queries, services
from awards.uploads.models import Upload

uploads = Door("uploads", __name__, url_prefix="/tai-len")

OFFSET = "Upload-Offset"
LONGEST_NUMBER = 12


@uploads.page("/", Action.UPLOAD_SEND, methods=("POST",))
def start_upload() -> ResponseReturnValue:
    """Form fields ``name`` and ``size`` (bytes)."""
    if not Form().validate_on_submit():
        return _no_token()
    try:
        with transaction():
            size = _number(request.form.get("size", ""))
            upload = services.start(current_actor(), request.form.get("name", ""), size)
        return jsonify(_state(upload))
    except DomainError as error:
        return _refused(error)


@uploads.page("/<public_id>", Action.UPLOAD_SEND, load=queries.get_visible_to, methods=("GET", "PATCH"))
def send_chunk(upload: Upload) -> ResponseReturnValue:
    """PATCH with the header ``Upload-Offset``: the bytes from there on. GET tells how far it came."""
    if request.method != "PATCH":
        return jsonify(_state(upload))
    if not Form().validate_on_submit():
        return _no_token()
    if (request.content_length or 0) > services.MOST_CHUNK_BYTES:
        return _refused(DomainError("Phần tệp gửi lên không đúng cỡ."))
    content = request.get_data()
    try:
        with transaction():
            services.receive(current_actor(), upload, _number(request.headers.get(OFFSET, "")), content)
        return jsonify(_state(upload))
    except ConflictError as error:
        return jsonify({**_state(upload), "sentence": error.sentence}), 409
    except DomainError as error:
        return _refused(error)


@uploads.page("/<public_id>/xong", Action.UPLOAD_SEND, load=queries.get_visible_to, methods=("POST",))
def finish_upload(upload: Upload) -> ResponseReturnValue:
    """Check the whole file; a refused one is forgotten at once."""
    if not Form().validate_on_submit():
        return _no_token()
    if upload.is_ready:
        return jsonify(_state(upload))
    actor = current_actor()
    try:
        name, content = upload.name, queries.content_of(upload)
        if len(content) != upload.size:
            raise ConflictError("Tệp chưa được gửi hết.")
        with without_lock():
            file = read_upload(content, name, "file")
        with transaction():
            services.finish(actor, upload, file)
        return jsonify(_state(upload))
    except FileRefused as refusal:
        with transaction():
            services.discard(actor, upload)
            if isinstance(refusal, InfectedFile):
                services.report_infected(actor, refusal)
        return _refused(refusal)
    except ConflictError as error:
        return jsonify({**_state(upload), "sentence": error.sentence}), 409
    except DomainError as error:
        return _refused(error)


@uploads.page("/<public_id>/bo", Action.UPLOAD_SEND, load=queries.get_visible_to, methods=("POST",))
def cancel_upload(upload: Upload) -> ResponseReturnValue:
    if not Form().validate_on_submit():
        return _no_token()
    with transaction():
        services.discard(current_actor(), upload)
    return jsonify({})


def _state(upload: Upload) -> dict[str, object]:
    return {
        "id": upload.public_id,
        "name": upload.name,
        "size": upload.size,
        "offset": upload.received,
        "ready": upload.is_ready,
    }


def _refused(error: DomainError) -> ResponseReturnValue:
    return jsonify({"sentence": error.sentence}), 422


def _no_token() -> ResponseReturnValue:
    return jsonify({"sentence": "Trang này mở đã lâu. Hãy tải lại trang rồi chọn lại tệp."}), 400


def _number(text: str) -> int:
    """A count of bytes; anything else is -1, which nobody accepts."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else -1
