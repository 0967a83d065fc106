"""The one motion behind every change: records whose inputs changed are folded again; versions and changes follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from matching.block import record_keys
from matching.model import Weights
from matching.profile import Profile, profiles_to_bytes
from schemas.dates import bounds
from service.registry.canonical import canonical
from service.registry.diff import changed_fields, read_document
from service.registry.fold import RULES_VERSION, fold
from service.registry.inputs import Folded, RecordInputs, Reference
from service.storage import candidates, changes, inputs, records, reports
from service.storage.changes import Change
from service.storage.records import Current, Next
from service.storage.transaction import Tx
from service.usecases.actor import MACHINE
from service.usecases.instants import instant_text
from service.usecases.rescore_suggestions import rescore
from service.usecases.tie_records import weigh_again


@dataclass(frozen=True, slots=True)
class Cause:
    """Why versions are written: the verb, who asked, and their reason."""

    verb: str
    by: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A record after publishing: its version and state, and its document's bytes."""

    id: str
    kind: str
    version: int
    state: str
    document: bytes


async def publish(
    tx: Tx,
    touched: Mapping[str, str],
    cause: Cause,
    reference: Reference,
    weights: Weights,
    *,
    absorbed: Mapping[str, str] | None = None,
    rebuilding: bool = False,
    facts: Mapping[str, reports.Facts] = reports.NOTHING_READ,
) -> dict[str, Written]:
    """Fold the touched roots (id → kind) and store what differs from what stands.

    `absorbed` maps the ids that a merge takes away to their survivors; they become tombstones. What lists and matching
    keep of a record is written anew where its tombstone hides what changed and, with `rebuilding`, everywhere; and the
    undecided pairs of such a record are scored anew by `weights`; so are the links that matching made of it, whose ends
    are published again if one falls. `facts` are those of reports that came with this
    transaction, by report id.
    """
    absorbed = absorbed or {}
    known = await records.current(tx, [*touched, *absorbed])
    read = await inputs.load(tx, touched, known, facts)
    folded = {root: fold(given, reference) for root, given in read.items()}
    drafts = [_draft(tx.at, read[root], result, known.get(root), cause) for root, result in folded.items()]
    nexts = [draft for draft in drafts if draft is not None]
    nexts += [_absorbed(tx.at, known[id_], into, cause) for id_, into in absorbed.items()]
    await records.write(tx, [n for n in nexts if n.id not in known], [n for n in nexts if n.id in known])
    written = {n.id for n in nexts}
    standing = [id_ for id_ in folded if id_ not in written and (rebuilding or known[id_].withdrawn)]
    await records.refresh(tx, [_kept(known[id_], folded[id_]) for id_ in standing])
    matched = {id_: folded[id_] for id_ in folded if id_ in written or id_ in standing}
    await _put_candidates(tx, matched, known)
    await candidates.remove(tx, absorbed)
    await changes.append(tx, [_change(n, known.get(n.id), absorbed.get(n.id)) for n in nexts])
    await rescore(tx, matched, weights)
    return _standing(known, nexts) | await publish_links(tx, matched, reference, weights)


async def publish_links(tx: Tx, published: Iterable[str], reference: Reference, weights: Weights) -> dict[str, Written]:
    """Publish what loses a link that matching made, or gets one back, by what these records say now."""
    again: dict[str, Written] = {}
    for verb, ends in (await weigh_again(tx, published, weights)).items():
        if ends:
            again |= await publish(tx, ends, Cause(verb, MACHINE.account), reference, weights)
    return again


def _draft(at: datetime, given: RecordInputs, result: Folded, before: Current | None, cause: Cause) -> Next | None:
    """The next version, or None when the document would be the same again."""
    version = before.version + 1 if before else 1
    if before is not None and cause.verb != "redaction" and _same(before, result):
        return None
    old = read_document(before.document) if before else {}
    return Next(
        id=given.id, kind=given.kind, state=str(result.document["state"]), version=version,
        document=_stamped(result.document, version, at), rules=RULES_VERSION, cause=cause.verb, by=cause.by,
        reason=cause.reason, withdrawn=given.withdrawn, changed=changed_fields(old, result.document),
        tags=result.tags, review=result.review, dates=_dates(result),
    )  # fmt: skip


def _kept(before: Current, result: Folded) -> Next:
    """The version that stands, under the present rules."""
    return Next(
        id=before.id, kind=before.kind, state=before.state, version=before.version, document=before.document,
        rules=RULES_VERSION, cause="", by="", withdrawn=before.withdrawn, tags=result.tags, review=result.review,
        dates=_dates(result),
    )  # fmt: skip


def _stamped(document: Mapping[str, object], version: int, at: datetime) -> bytes:
    return canonical({**document, "version": version, "updated_at": instant_text(at)})


def _same(before: Current, result: Folded) -> bool:
    old = read_document(before.document)
    return canonical({**result.document, "version": old["version"], "updated_at": old["updated_at"]}) == before.document


def _dates(result: Folded) -> dict[str, date | None]:
    """The date columns that lists filter by."""
    columns: dict[str, date | None] = {
        f"{name}_{end}": day
        for name, column in (("born", "born"), ("died", "died"), ("event", "events"))
        if (span := result.dates.get(column)) is not None
        for end, day in (("from", span.first), ("to", span.last))
    }
    return columns | {"first_reported": bounds(result.first_reported).first if result.first_reported else None}


def _absorbed(at: datetime, before: Current, into: str, cause: Cause) -> Next:
    """The tombstone of a record that was merged into another."""
    version = before.version + 1
    document = {"id": before.id, "kind": before.kind, "state": "merged", "merged_into": into}
    return Next(
        id=before.id, kind=before.kind, state="merged", version=version, document=_stamped(document, version, at),
        rules=RULES_VERSION, cause=cause.verb, by=cause.by, reason=cause.reason, withdrawn=before.withdrawn,
        changed=("state",),
    )  # fmt: skip


def _change(item: Next, before: Current | None, into: str | None) -> Change:
    return Change(_change_type(item, before), item.id, item.kind, item.version, into)


def _change_type(item: Next, before: Current | None) -> str:
    if item.state == "merged":
        return "merged"
    if item.cause == "redaction":
        return "redacted"
    if item.state == "withdrawn":
        return "withdrawn"
    if before is None:
        return "published"
    return "updated" if before.state == "published" else "restored"


async def _put_candidates(tx: Tx, folded: Mapping[str, Folded], known: Mapping[str, Current]) -> None:
    await candidates.remove(tx, [id_ for id_ in folded if id_ in known])
    await candidates.put(tx, [_candidate(id_, result) for id_, result in folded.items() if result.private_profiles])


def _candidate(record_id: str, result: Folded) -> dict[str, object]:
    full, public = result.private_profiles, result.profiles
    return {
        "record_id": record_id,
        "kind": result.document["kind"],
        "public": result.document["state"] == "published",
        "keys": sorted(_keys(full)),
        "profile": profiles_to_bytes(full),
        "public_profile": None if public == full else profiles_to_bytes(public),
    }


def _keys(profiles: Iterable[Profile]) -> set[int]:
    return {key for profile in profiles for key in record_keys(profile)}


def _standing(known: Mapping[str, Current], nexts: Iterable[Next]) -> dict[str, Written]:
    standing = {c.id: Written(c.id, c.kind, c.version, c.state, c.document) for c in known.values()}
    return standing | {n.id: Written(n.id, n.kind, n.version, n.state, n.document) for n in nexts}
