"""Two people at once: one wins, the other is told, and nothing is lost."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.models import F

from studies.actions import Refused, publish, rename, revise, save_draft
from studies.models import Study
from tests.samples import CASE, load, sample_files

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20


@pytest.fixture
def case():
    load(sample_files())
    return Study.objects.get(slug=CASE)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed gave or was refused with, all begun together."""
    barrier, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(place: int, deed: Callable[[], object]) -> None:
        try:
            barrier.wait()
            results[place] = deed()
        except Exception as error:  # noqa: BLE001  # whatever it is, the test tells
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refusals(results: list[object]) -> list[object]:
    return [one for one in results if isinstance(one, Exception)]


def test_of_two_publishers_one_wins_and_the_other_is_told(case):
    draft = revise(study=case, by="curator")

    results = at_once(*[lambda by=by: publish(study=draft, by=by, reason="Ready.") for by in ("first", "second")])

    assert len(refusals(results)) == 1
    assert isinstance(refusals(results)[0], Refused), results
    case.refresh_from_db()
    assert case.version == 2
    assert case.revisions.count() == 2
    assert Study.objects.count() == 2


def test_of_two_revisers_one_gets_the_working_copy(case):
    results = at_once(*[lambda by=by: revise(study=case, by=by) for by in ("first", "second")])

    assert len(refusals(results)) == 1
    assert isinstance(refusals(results)[0], Refused), refusals(results)
    assert Study.objects.filter(revises=case).count() == 1


def test_of_two_editors_one_saves_and_the_other_is_told_each_time(case):
    draft = revise(study=case, by="curator")

    def add_one() -> None:
        Study.objects.filter(pk=draft.pk).update(n_enrolled=F("n_enrolled") + 1)

    for seen in range(ROUNDS):
        deeds = [
            lambda by=by, seen=seen: save_draft(
                study=Study.objects.get(pk=draft.pk), by=by, seen_edits=seen, apply=add_one
            )
            for by in ("first", "second")
        ]
        lost = refusals(at_once(*deeds))
        assert len(lost) == 1
        assert isinstance(lost[0], Refused), lost

    draft.refresh_from_db()
    assert (draft.edits, draft.n_enrolled) == (ROUNDS, ROUNDS + 1)


def note_arm(draft: Study, seen: int) -> None:
    save_draft(study=draft, by="curator", seen_edits=seen, apply=lambda: draft.arms.update(note=f"Edit {seen + 1}."))


@pytest.mark.parametrize("again", range(ROUNDS))
def test_an_edit_and_a_publication_do_not_lose_each_other(case, again):
    draft = revise(study=case, by="curator")

    edited, published = at_once(
        lambda: note_arm(draft, 0), lambda: publish(study=draft, by="reviewer", reason="Ready.")
    )

    assert not isinstance(published, Exception), published
    assert (case.arms.get().note == "Edit 1.") == (edited is None)
    assert edited is None or isinstance(edited, Refused), edited


def test_an_edit_and_a_renaming_do_not_wait_for_each_other(case):
    draft = revise(study=case, by="curator")

    for seen in range(ROUNDS):
        name = f"name-{seen}"
        results = at_once(lambda seen=seen: note_arm(draft, seen), lambda name=name: rename_to(case, name))
        assert not refusals(results), results

    draft.refresh_from_db()
    assert (draft.slug, draft.arms.get().note) == (f"{name}~draft", f"Edit {ROUNDS}.")


def rename_to(study: Study, name: str) -> None:
    rename(study=study, slug=name, by="editor")
