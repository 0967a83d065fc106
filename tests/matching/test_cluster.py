"""Groups hold together by all their members, not by one that fits everybody."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from matching.cluster import Link, Member, cluster


def apart(left: int, right: int) -> float:
    return -20.0


def near(left: int, right: int) -> float:
    return 1.0


def test_links_make_groups_held_by_their_weakest_link() -> None:
    found = cluster([Link(1, 2, 9.0), Link(2, 3, 4.0), Link(1, 3, 3.0), Link(7, 8, 2.0), Link(8, 9, -2.0)], near)
    assert found == {1: Member(1, 9.0), 2: Member(1, 9.0), 3: Member(1, 4.0), 7: Member(7, 2.0), 8: Member(7, 2.0)}


def test_one_that_fits_both_does_not_chain_homonyms() -> None:
    found = cluster([Link(1, 2, 9.0), Link(2, 3, 8.0)], apart)
    assert found == {1: Member(1, 9.0), 2: Member(1, 9.0)}


def test_a_pair_that_hardly_fits_is_outweighed_by_the_others() -> None:
    links = [Link(1, 2, 9.0), Link(2, 3, 8.0), Link(1, 3, -2.0)]
    assert {member.cluster for member in cluster(links, apart).values()} == {1}


LINKS = st.lists(
    st.builds(lambda pair, odds: Link(*sorted(pair), odds), st.sets(st.integers(0, 9), min_size=2, max_size=2),
              st.floats(-10, 10)),
    max_size=20, unique_by=lambda link: link[:2],
)  # fmt: skip


@given(LINKS, st.randoms(use_true_random=False))
def test_no_contradiction_within_a_group_whatever_the_order(links: list[Link], chance: object) -> None:
    found = cluster(links, near)
    chance.shuffle(shuffled := list(links))  # type: ignore[attr-defined]
    assert cluster(shuffled, near) == found
    odds = {(link.left, link.right): link.log_odds for link in links}
    for left, right in combinations(found, 2):
        if found[left].cluster == found[right].cluster:
            assert odds.get((left, right), 0.0) > -3.0
    assert all(member.cluster in found and member.cluster <= one for one, member in found.items())
