"""The file beside a claim or an entry: kept in the act that hands it in, shown to who may see the member's points."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import undefer

from evalsys.extensions import db
from evalsys.models.accounts import Account
from evalsys.models.claims import REFUSED, WITHDRAWN, Claim
from evalsys.models.evidence import EvidenceFile
from evalsys.models.people import Person
from evalsys.services import scope
from evalsys.services.evidence_guard import Accepted, Handed, accept
from evalsys.services.write import Act, Refused, write


def accepted(handed: Handed | None) -> Accepted | None:
    """The file that came along, if one did. Raises Refused for what cannot be kept."""
    return accept(handed) if handed else None


def noted(file: Accepted | None) -> dict[str, Any]:
    """What the log says of a file: never what is in it."""
    return {"file": file.name, "sha256": file.sha256} if file else {}


def attach(act: Act, file: Accepted | None, beside: Any) -> None:
    """Keep the file beside a claim or an entry that has its number. Inside `write`."""
    if file is None:
        return
    about = {"claim_id": beside.id} if isinstance(beside, Claim) else {"entry_id": beside.id}
    row = EvidenceFile(
        township_id=beside.township_id,
        person_id=beside.person_id,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        sha256=file.sha256,
        content=file.content,
        recorded_by=act.name,
        recorded_at=act.at,
        **about,
    )
    db.session.add(row)


def get(viewer: Account, right: str, file_id: int, day: date) -> EvidenceFile:
    """One file about somebody whom the right reaches, with its content, or Unknown."""
    query = (
        select(EvidenceFile).join(Person, Person.id == EvidenceFile.person_id).options(undefer(EvidenceFile.content))
    )
    found = db.session.scalar(query.where(EvidenceFile.id == file_id, scope.visible(viewer, right, day)))
    if found is None:
        raise scope.Unknown
    return found


def is_removable(claim: Claim) -> bool:
    """Does the claim's file serve nothing any more?"""
    return claim.file is not None and claim.state in (REFUSED, WITHDRAWN)


def remove(act: Act, file: EvidenceFile) -> int:
    """Take the file away from a claim that came to nothing; says which claim that is."""
    claim = db.session.get(Claim, file.claim_id) if file.claim_id else None
    if claim is None or not is_removable(claim):
        raise Refused(_("只有已退回或已撤回的申报才能删除附件；记了积分的附件要留着备查。"))
    with write(act, "claim.unfile", claim, before={"file": file.name, "sha256": file.sha256}) as session:
        session.delete(file)
    return claim.id
