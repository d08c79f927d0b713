"""How a process keeps to one version of the index: what of another version is never taken for it."""

from threading import Thread
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from pyroaring import BitMap

from studies.actions import revise, withdraw
from studies.actions.publication import publish
from studies.indexing import follow, rebuild_index
from studies.models import IndexChange, IndexedStudy, IndexState, Posting, Study
from studies.search import Moved, Snapshot, check_version, consistently, current, rows_of, store
from studies.search.live import TRIES, current_in_transaction, words_in
from tests.curated import FERRAJOLI, MALIK, load_seeds
from tests.samples import CASE, load, sample_files


def retitle(slug: str, title: str) -> None:
    Study.objects.filter(slug=slug).update(title=title)
    follow([Study.objects.get(slug=slug).pk])


class MovedTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def setUp(self):
        self.held = current_in_transaction()

    def test_rows_of_another_version_are_refused(self):
        numbers = list(self.held.everything)
        assert [row["slug"] for row in rows_of(self.held, numbers, "slug")]
        retitle(MALIK, "Another title")
        for some in (numbers, numbers[:1]):
            with pytest.raises(Moved):
                rows_of(self.held, some, "slug")
        assert [row["slug"] for row in rows_of(current(), numbers, "slug")]

    def test_a_row_that_is_no_more_is_refused(self):
        number = IndexedStudy.objects.get(slug=MALIK).number
        withdraw(study=Study.objects.get(slug=MALIK), by="editor", reason="Doubts.")
        with pytest.raises(Moved):
            rows_of(self.held, [number], "slug")
        with pytest.raises(Moved):
            rows_of(current(), [number], "slug")

    def test_rows_come_in_the_order_in_which_they_are_asked_for(self):
        numbers = list(self.held.everything)[::-1]
        pks = [row["study_id"] for row in rows_of(self.held, numbers, "study_id")]
        assert pks == self.held.studies[numbers].tolist()

    def test_words_are_those_of_the_snapshots_own_version_until_they_are_folded_away(self):
        number = IndexedStudy.objects.get(slug=MALIK).number
        retitle(MALIK, "A xylophone")
        second = current_in_transaction()
        retitle(MALIK, "A marimba")
        third = current_in_transaction()

        def have(snapshot: Snapshot) -> list[bool]:
            snapshot.words.clear()
            found = words_in(snapshot, ["0:xylophon", "0:marimba"])
            return [number in one for one in found.values()]

        assert [have(one) for one in (self.held, second, third)] == [[False, False], [True, False], [False, True]]

        store.fold(IndexState.objects.get())
        assert have(third) == [False, True]
        for behind in (self.held, second):
            with pytest.raises(Moved):
                have(behind)

    def test_that_no_study_has_a_word_is_of_a_version_too(self):
        """Its stored posting went with the fold: the snapshot from before must not take that for its own answer."""
        only = words_in(self.held, ["2:ferrajoli"])["2:ferrajoli"]
        assert len(only) == 1
        self.held.words.clear()
        withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts.")
        store.fold(IndexState.objects.get())
        assert not Posting.objects.filter(code="2:ferrajoli").exists()
        with pytest.raises(Moved):
            words_in(self.held, ["2:ferrajoli"])

    def test_words_that_were_read_once_are_kept_and_follow(self):
        code = "2:ferrajoli"
        snapshot = current()
        words_in(snapshot, [code])
        with self.assertNumQueries(0):
            assert words_in(snapshot, [code])[code]
        withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts.")
        later = current()
        with self.assertNumQueries(0):
            assert not words_in(later, [code])[code]
            assert words_in(snapshot, [code])[code]

    def test_a_version_is_checked_by_its_name(self):
        check_version(self.held)
        retitle(MALIK, "Another title")
        with pytest.raises(Moved):
            check_version(self.held)
        check_version(current())

    def test_a_process_of_another_history_reads_anew(self):
        """A backup was put back: the versions' numbers are older, or the same with other names, or newer."""
        number = IndexedStudy.objects.get(slug=MALIK).number
        before = IndexState.objects.get().version
        for more in (-1, 0, 3):
            retitle(MALIK, f"Lost title {more}")
            lost = current()
            IndexedStudy.objects.filter(slug=MALIK).update(year=1900 + more)
            IndexChange.objects.filter(version__gt=before).delete()
            token = store.new_token()
            names = {"token": token, "folded_token": token}
            versions = dict.fromkeys(("version", "folded_version"), lost.version + more)
            IndexState.objects.update(**names | versions)
            now = current()
            assert (now.token, now.version) == (token, lost.version + more)
            assert now.vocabulary is not lost.vocabulary
            assert rows_of(now, [number], "year") == [{"year": 1900 + more}]
            with pytest.raises(Moved):
                rows_of(lost, [number], "year")
            with pytest.raises(Moved):
                check_version(lost)

    def test_a_change_that_another_history_made_is_not_followed(self):
        held = current()
        retitle(MALIK, "Another title")
        IndexChange.objects.filter(version=held.version).update(token=store.new_token())
        IndexState.objects.update(folded_token=store.new_token())
        assert current().vocabulary is not held.vocabulary


class ConsistentlyTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load(sample_files())

    def test_an_answer_is_made_again_of_the_newest_version(self):
        given: list[Snapshot] = []

        def answer(snapshot: Snapshot) -> str:
            given.append(snapshot)
            if len(given) < TRIES:
                retitle(CASE, f"Title {len(given)}")
            check_version(snapshot)
            return rows_of(snapshot, list(snapshot.everything)[:1], "slug")[0]["slug"] and snapshot.token

        assert consistently(answer) == current().token
        assert len({one.token for one in given}) == len(given) == TRIES

    def test_an_answer_that_proves_its_version_begins_with_the_one_last_seen(self):
        held = current()
        with CaptureQueriesContext(connection) as queries:
            assert consistently(lambda snapshot: rows_of(snapshot, [1], "number"), proves=True)
        assert len(queries) == 1
        retitle(CASE, "Another title")
        seen: list[Snapshot] = []

        def answer(snapshot: Snapshot) -> list[dict]:
            seen.append(snapshot)
            return rows_of(snapshot, [], "slug")  # nothing to read, and proved all the same

        assert consistently(answer, proves=True) == []
        assert seen == [held, current()]
        assert held.token != current().token

    def test_what_the_stored_bitmaps_hold_is_pending_no_more(self):
        current()
        with patch.object(store, "FOLD_AFTER", 3):
            for turn in range(8):
                retitle(CASE, f"Title zzyzx{turn}")
                snapshot = current()
                assert words_in(snapshot, [f"0:zzyzx{turn}"]) == {f"0:zzyzx{turn}": BitMap([self.number()])}
                versions = {version for some in snapshot.pending.values() for version, _, _ in some}
                assert len(versions) <= 3
                assert all(version > IndexState.objects.get().folded_version for version in versions)

    def number(self) -> int:
        return IndexedStudy.objects.get(slug=CASE).number

    def test_what_is_no_move_is_raised_at_once(self):
        asked = []
        with pytest.raises(ZeroDivisionError):
            consistently(lambda snapshot: asked.append(snapshot) or 1 / 0)
        assert len(asked) == 1


@pytest.mark.django_db(transaction=True)
def test_writers_wait_for_a_reader_who_was_always_too_late():
    load(sample_files())
    study = Study.objects.get(slug=CASE)
    results: list[object] = []

    def write() -> None:
        try:
            results.append(publish(study=revise(study=study, by="curator"), by="reviewer", reason="Again."))
        except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
            results.append(error)
        finally:
            connection.close()

    writers: list[Thread] = []

    def answer(snapshot: Snapshot) -> str:
        writers.append(Thread(target=write))
        writers[-1].start()
        writers[-1].join(timeout=None if len(writers) <= TRIES else 0.5)
        check_version(snapshot)
        assert not [one for one in results if isinstance(one, Exception)]
        return snapshot.token

    token = consistently(answer)
    writers[-1].join()
    assert len(writers) == TRIES + 1
    assert [one.version for one in results] == [2, 3, 4, 5, 6]
    assert current().token != token  # the last writer went on where the reader had done


@pytest.mark.django_db
def test_an_empty_base_has_an_index_of_nothing():
    assert not current().everything
    assert rebuild_index() == 0
    assert not current().everything
    assert rows_of(current(), [], "slug") == []
