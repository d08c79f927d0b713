"""A snapshot that followed what changed is the one that would be read anew: postings, words, columns, every order."""

from unittest.mock import patch

from django.db import transaction
from django.test import TestCase
from pyroaring import BitMap

from studies.actions import publish, rename, revise, withdraw
from studies.indexing import differences, rebuild_index
from studies.models import Disease, IndexChange, IndexedStudy, IndexState, Study, Synonym
from studies.search import ORDERS, Snapshot, current, orders, store
from studies.search.live import current_in_transaction, words_in
from studies.search.snapshot import Move
from tests.curated import FERRAJOLI, LESSI, MALIK, load_seeds, many_studies
from tests.search.editor import Editor

STEPS = 25
NEVER = 10**6
KEPT = ("study__slug", "codes", "texts", "year", "n", "response", "published")


def check_same(held: Snapshot, fresh: Snapshot) -> None:
    assert (held.version, held.token, held.vocabulary.token) == (fresh.version, fresh.token, fresh.vocabulary.token)
    assert held.vocabulary.terms == fresh.vocabulary.terms
    assert held.everything == fresh.everything
    assert held.postings == fresh.postings
    assert held.known_words == fresh.known_words
    assert held.known_words.beginning("", 9_999) == fresh.known_words.beginning("", 9_999)
    numbers = list(fresh.everything)
    assert held.studies[numbers].tolist() == fresh.studies[numbers].tolist()
    assert held.columns.keys() == fresh.columns.keys()
    for name, column in fresh.columns.items():
        assert held.columns[name][numbers].tolist() == column[numbers].tolist(), name
    codes = {f"{tier}:{stem}" for tier in range(3) for stem in fresh.known_words}
    assert words_in(held, codes) == words_in(fresh, codes)
    for name in ORDERS:
        check_order(held, fresh, name)


def check_order(held: Snapshot, fresh: Snapshot, name: str) -> None:
    """Every page of all studies, and of every other one; the runs hold each study once."""
    everything = fresh.everything
    for some in (everything, BitMap(list(everything)[::2])):
        whole = [int(number) for number in fresh.order(name).sorted(some)]
        for size in (1, 4, 25):
            pages = [held.order(name).page(some, at, at + size) for at in range(0, len(whole) + size, size)]
            assert [number for page in pages for number in page] == whole, (name, size)
    runs = held.order(name).runs
    assert sum(map(len, runs)) == len(everything) == len(BitMap.union(BitMap(), *runs))


def fold_after(changes: int):
    return patch.object(store, "FOLD_AFTER", changes)


class FollowingTest(TestCase):
    """Thirty studies, and runs of the orders so short that they are many."""

    @classmethod
    def setUpTestData(cls):
        load_seeds()
        many_studies(25)

    def setUp(self):
        for name, value in (("SMALLEST_RUN", 3), ("FEW", 0)):
            short = patch.object(orders, name, value)
            short.start()
            self.addCleanup(short.stop)
        rebuild_index()  # so that no snapshot of another test, with longer runs, is followed

    def check_course(self, seed: int) -> None:
        editor = Editor(seed)
        for name in ORDERS:
            current().order(name)  # made before the changes, so that it follows them, too
        words_in(current(), [f"0:{stem}" for stem in current().known_words][::2])
        followed = 0
        for _ in range(STEPS):
            before = current()
            for _ in range(editor.random.choice([1, 1, 1, 3])):
                editor.step()
            held = current()
            check_same(held, current_in_transaction())
            followed += held.token != before.token and held.vocabulary is before.vocabulary
        assert followed > STEPS / 2
        assert differences() == []

    def test_a_snapshot_that_followed_equals_one_read_anew(self):
        for seed in (1, 2):
            with self.subTest(seed=seed), fold_after(NEVER):
                self.check_course(seed)

    def test_a_snapshot_that_followed_over_folds_equals_one_read_anew(self):
        for seed, changes in ((3, 1), (4, 2), (5, 7)):
            with self.subTest(seed=seed, changes=changes), fold_after(changes):
                self.check_course(seed)

    def test_real_publications_are_followed_and_not_read_anew(self):
        editor, first = Editor(7), current()
        for slug in (FERRAJOLI, MALIK, LESSI):
            withdraw(study=Study.objects.get(slug=slug), by="editor", reason="Doubts.")
            publish(study=revise(study=Study.objects.get(slug=slug), by="curator"), by="reviewer", reason="Settled.")
            rename(study=Study.objects.get(slug=slug), slug=f"renamed-{slug}", by="editor")
            editor.add()
            check_same(current(), current_in_transaction())
        assert current().vocabulary is first.vocabulary
        assert current().version == first.version + 12

    def test_folding_changes_no_row_and_no_answer(self):
        found = []
        for changes in (1, 3, NEVER):
            with transaction.atomic(), fold_after(changes):
                editor = Editor(11)
                for _ in range(12):
                    editor.step()
                state = IndexState.objects.get()
                assert state.version - state.folded_version < changes
                assert IndexChange.objects.count() <= 2 * changes
                assert differences() == []
                found.append(list(IndexedStudy.objects.order_by("slug_key").values_list(*KEPT)))
                transaction.set_rollback(True)
        assert found[0] == found[1] == found[2]

    def test_who_is_behind_two_folds_reads_anew(self):
        editor, held = Editor(5), current()
        with fold_after(2):
            for _ in range(6):
                editor.add()
        assert not IndexChange.objects.filter(version=held.version + 1).exists()

        check_same(current(), current_in_transaction())

        assert current().vocabulary is not held.vocabulary

    def test_who_is_behind_one_fold_follows_over_it(self):
        editor = Editor(5)
        editor.add()
        held = current()
        with fold_after(3):
            for _ in range(4):
                editor.add()
        assert IndexState.objects.get().folded_version == held.version + 2

        check_same(current(), current_in_transaction())

        assert current().vocabulary is held.vocabulary

    def test_a_rebuilt_index_and_a_changed_vocabulary_are_read_anew(self):
        Editor(5).edit()
        for change in (
            rebuild_index,
            lambda: Synonym.objects.create(disease=Disease.objects.first(), text="Xylophonosis", kind="name"),
        ):
            held = current()
            change()
            check_same(current(), current_in_transaction())
            assert current().vocabulary is not held.vocabulary

    def test_a_snapshot_never_changes_while_newer_ones_follow_it(self):
        editor, held = Editor(3), current_in_transaction()

        def pages() -> dict[str, list[int]]:
            return {name: held.order(name).page(held.everything, 0, 99) for name in ORDERS}

        def whole() -> tuple:
            postings = {code: list(found) for code, found in held.postings.items()}
            columns = {name: list(column) for name, column in held.columns.items()}
            return list(held.everything), postings, columns, list(held.studies)

        before, newer = (pages(), whole()), held
        for _ in range(15):
            editor.step()
        for one in IndexChange.objects.filter(version__gt=held.version).order_by("version"):
            newer = newer.moved(one.version, one.token, map(Move.of, one.changes["moves"]), one.changes["words"])
        check_same(newer, current_in_transaction())
        assert newer.everything != held.everything
        assert (pages(), whole()) == before
