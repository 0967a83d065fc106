"""The record a change speaks of, checked against the version it was made from."""

from service.errors import Conflict, Gone, MergedAway, NotFound
from service.storage import records
from service.storage.records import Current
from service.storage.transaction import Tx
from service.usecases.precondition import IfMatch
from service.usecases.read_record import etag_of, tombstone_of


async def hold(
    tx: Tx, kind: str, id_: str, if_match: IfMatch, *, withdrawn: bool = False, withdrawn_too: bool = False
) -> Current:
    """The record at the version named: published, or, if asked, `withdrawn` by a maintainer, or either of them.

    Raises NotFound, MergedAway, Stale, Gone (withdrawn already, or redacted whole), Conflict (not withdrawn by a
    maintainer).
    """
    current = (await records.current(tx, [id_])).get(id_)
    if current is None or current.kind != kind:
        raise NotFound
    if current.state == "merged":
        raise MergedAway(current.root_id, kind)
    etag = etag_of(current.document)
    if_match.check(etag)
    tombstone = tombstone_of(current.document)
    if withdrawn and not current.withdrawn:
        raise Conflict("This record was not withdrawn by a maintainer.", about={"record": id_})
    allowed = withdrawn or (withdrawn_too and "redacted" not in tombstone)
    if current.state != "published" and not allowed:
        raise Gone(tombstone, etag=etag)
    return current
