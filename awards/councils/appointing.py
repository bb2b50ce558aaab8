"""Making a member of a council out of an account or a name: facts, and what the post needs."""

from __future__ import annotations

from awards.accounts.models import User
from awards.base import clock
from awards.base.errors import DomainError
from awards.councils.inputs import MemberInput
from awards.councils.levels import level_of
from awards.councils.models import Council, CouncilMember
from awards.councils.seats import sitting_members
from awards.councils.states import Post
from awards.policy.actor import Role

CENTRAL_AGENCY = "Cơ quan Trung ương"
MARKING_ROLES = frozenset({Role.JUDGE, Role.CHAIR})


def present_member(council: Council, user: User | None, entry: MemberInput) -> CouncilMember | None:
    """The member this very person is, or was, in the council."""
    full_name, agency = _facts(council, user, entry)
    for member in council.members:
        same_name = member.user_id is None and (member.full_name, member.agency) == (full_name, agency)
        if member.user_id == user.id if user is not None else same_name:
            return member
    return None


def check_member(council: Council, user: User | None, entry: MemberInput) -> None:
    """Raises :class:`DomainError` for a post that is taken, a post the account has no role for, or a wrong group."""
    if entry.post is Post.CHAIR and any(member.post == Post.CHAIR for member in sitting_members(council)):
        raise DomainError("Hội đồng đã có Chủ tịch.", "post")
    _check_group(council, entry)
    if user is not None and council.is_provincial:
        _check_provincial_account(council, user, entry.post)
    elif user is not None:
        _check_central_account(user, entry.post)


def new_member(council: Council, user: User | None, entry: MemberInput) -> CouncilMember:
    """The member with the next number; numbers of those who left are never given again."""
    full_name, agency = _facts(council, user, entry)
    return CouncilMember(
        council=council,
        user=user,
        full_name=full_name,
        agency=agency,
        post=entry.post.value,
        group=entry.group,
        joined_on=entry.joined_on or max(council.founded_on, clock.today()),
        judge_number=max((member.judge_number for member in council.members), default=0) + 1,
    )


def _facts(council: Council, user: User | None, entry: MemberInput) -> tuple[str, str]:
    """Name and agency: as typed, else as the account has them."""
    if user is not None:
        home = user.alliance.name if user.alliance is not None else CENTRAL_AGENCY
        return entry.full_name or user.full_name, entry.agency or home
    if not council.is_provincial:
        raise DomainError("Chọn tài khoản của ủy viên.", "user")
    if not entry.full_name:
        raise DomainError("Nhập họ và tên ủy viên.", "full_name")
    return entry.full_name, entry.agency


def _check_group(council: Council, entry: MemberInput) -> None:
    """Only the groups the rulebook weighs, and those for everybody who marks."""
    groups = {group.key for group in level_of(council).aggregation.member_groups}
    if entry.post is Post.SECRETARY or not groups:
        if entry.group:
            raise DomainError("Thể lệ không chia nhóm cho chức danh này.", "group")
        return
    if entry.group not in groups:
        raise DomainError("Chọn nhóm của ủy viên theo thể lệ.", "group")


def _check_central_account(user: User, post: Post) -> None:
    if post is Post.SECRETARY and Role.SECRETARY not in user.role_names:
        raise DomainError("Tài khoản này không có vai trò thư ký hội đồng.", "post")
    if post is not Post.SECRETARY and not MARKING_ROLES & user.role_names:
        raise DomainError("Tài khoản này không có vai trò ủy viên hoặc chủ tịch nên không chấm điểm được.", "post")


def _check_provincial_account(council: Council, user: User, post: Post) -> None:
    if user.alliance_id != council.alliance_id:
        raise DomainError("Chọn người của tỉnh mình.", "user")
    if post is Post.SECRETARY and Role.PROVINCE_SECRETARY not in user.role_names:
        raise DomainError("Tài khoản này không có vai trò thư ký hội đồng cấp tỉnh.", "post")
    if post is not Post.SECRETARY and Role.PROVINCE_MEMBER not in user.role_names:
        raise DomainError(
            "Tài khoản này không có vai trò ủy viên hội đồng cấp tỉnh nên không chấm trực tuyến được. Hãy xin thêm vai "
            "trò, hoặc ghi ủy viên không kèm tài khoản và nhập phiếu giấy.",
            "user",
        )
