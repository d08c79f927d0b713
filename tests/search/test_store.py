"""The index is rebuilt and compared with the tables: each kind of damage is found, and nothing on a good one."""

from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase
from pyroaring import BitMap

from studies.actions import publish, rename, revise, withdraw
from studies.indexing import differences, is_current, rebuild_index
from studies.models import (
    IndexChange,
    IndexedStudy,
    IndexedWord,
    IndexState,
    Posting,
    Registration,
    Study,
    StudyDisease,
)
from studies.search import current, store
from studies.search.live import current_in_transaction
from tests.curated import AZALENA, FERRAJOLI, LESSI, MALIK, load_corpus, load_seeds
from tests.search.editor import Editor


def check() -> tuple[str, bool]:
    """What the command says on both channels, and whether it is content."""
    out = StringIO()
    try:
        call_command("index_studies", "--check", stdout=out, stderr=out)
    except CommandError as error:
        return out.getvalue() + str(error), False
    return out.getvalue(), True


class DamageTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()
        rebuild_index()

    def check_found(self, *sentences: str) -> None:
        said, content = check()
        assert not content
        for sentence in sentences:
            assert sentence in said
        call_command("index_studies", "--rebuild", stdout=StringIO())
        assert check() == ("The index holds what the tables hold.\n", True)

    def change_bitmap(self, code: str, change) -> None:
        posting = Posting.objects.get(code=code)
        numbers = BitMap.deserialize(bytes(posting.bitmap))
        change(numbers)
        Posting.objects.filter(code=code).update(bitmap=numbers.serialize())

    def change_column(self, name: str, change) -> None:
        posting = Posting.objects.get(code=f"column:{name}")
        column = np.frombuffer(bytes(posting.bitmap), np.int64).copy()
        change(column)
        Posting.objects.filter(pk=posting.pk).update(bitmap=column.tobytes())

    def number(self, slug: str) -> int:
        return IndexedStudy.objects.get(slug=slug).number

    def test_a_good_index_has_no_fault(self):
        assert check() == ("The index holds what the tables hold.\n", True)
        editor = Editor(2)
        for _ in range(6):
            editor.step()
        assert check() == ("The index holds what the tables hold.\n", True)
        store.fold(IndexState.objects.get())
        assert check() == ("The index holds what the tables hold.\n", True)

    def test_a_facet_with_a_study_too_few_is_found(self):
        self.change_bitmap("disease:cll", lambda numbers: numbers.discard(self.number(MALIK)))
        self.check_found("disease:cll: the bitmap holds other studies than the rows.")

    def test_a_word_with_a_study_too_many_is_found(self):
        self.change_bitmap("2:ferrajoli", lambda numbers: numbers.add(self.number(LESSI)))
        self.check_found("2:ferrajoli: the bitmap holds other studies than the rows.")

    def test_a_posting_that_is_missing_or_of_nothing_is_found(self):
        Posting.objects.filter(code="2:ferrajoli").delete()
        Posting.objects.filter(code="disease:cll").delete()
        for code in ("0:nothing", "disease:nothing"):
            Posting.objects.create(code=code, whole=code[1] != ":", bitmap=BitMap([1]).serialize())
        found = ("2:ferrajoli", "disease:cll", "0:nothing", "disease:nothing")
        self.check_found(*(f"{code}: the bitmap holds other studies than the rows." for code in found))

    def test_a_study_that_the_list_of_all_lacks_or_has_too_many_is_found(self):
        for change in (lambda numbers: numbers.discard(1), lambda numbers: numbers.add(99)):
            self.change_bitmap("everything", change)
            self.check_found("everything: the bitmap holds other studies than the rows.")

    def test_a_row_that_says_otherwise_than_the_tables_is_found(self):
        for changes in ({"line": "<tr>"}, {"n": 7}, {"year": None}, {"texts": "{}"}, {"codes": "disease:cll"}):
            IndexedStudy.objects.filter(slug=MALIK).update(**changes)
            self.check_found(f"{MALIK}: the index has another {next(iter(changes))}")

    def test_a_change_of_the_tables_that_nobody_announced_is_found(self):
        StudyDisease.objects.filter(study__slug=MALIK).delete()
        Study.objects.filter(slug=LESSI).update(title="Another")
        Registration.objects.filter(study__slug=FERRAJOLI).delete()
        Study.objects.filter(slug=AZALENA).update(state="withdrawn")
        pk = Study.objects.get(slug=AZALENA).pk
        self.check_found(
            f"{MALIK}: the index has another codes",
            f"{LESSI}: the index has another codes, texts, folded, sentences.",
            f"{FERRAJOLI}: the index has another codes, texts, folded, sentences.",
            f"Study {pk} is in the index and not published.",
        )

    def test_a_study_that_is_missing_is_found(self):
        IndexedStudy.objects.filter(slug=MALIK).delete()
        self.check_found(f"{MALIK} is published and not in the index.")

    def test_a_column_that_says_otherwise_than_the_rows_is_found(self):
        for name in ("year", "n", "response", "published"):

            def change(column: np.ndarray) -> None:
                column[self.number(MALIK)] += 1

            self.change_column(name, change)
            self.check_found(f"{MALIK}: a column that lists are ordered by has another value.")

    def test_a_number_that_stands_for_another_study_is_found(self):
        def change(column: np.ndarray) -> None:
            column[1], column[2] = column[2], column[1]

        self.change_column("studies", change)
        self.check_found("its number stands for another study.")

    def test_a_word_that_no_slip_would_be_mended_to_is_found(self):
        IndexedWord.objects.filter(stem="ferrajoli").delete()
        self.check_found("ferrajoli: stands in a text, and is not among the known words.")

    def test_an_order_by_name_that_is_none_is_found(self):
        def swap(column: np.ndarray) -> None:
            column[1], column[2] = column[2], column[1]

        def tie(column: np.ndarray) -> None:
            column[1] = column[2]

        for change in (swap, tie):
            self.change_column("name", change)
            self.check_found("The order by name is another than that of the slugs.")


class RebuildTest(TestCase):
    """What happens while documents are made is in the rebuilt index, too."""

    @classmethod
    def setUpTestData(cls):
        load_corpus()

    def test_what_is_published_renamed_or_withdrawn_meanwhile_is_in_the_rebuilt_index(self):
        withdraw(study=Study.objects.get(slug=LESSI), by="editor", reason="Doubts.")
        deeds = [
            lambda: publish(study=revise(study=Study.objects.get(slug=LESSI), by="a"), by="b", reason="Settled."),
            lambda: rename(study=Study.objects.get(slug=MALIK), slug="aaa-malik", by="editor"),
            lambda: withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts."),
        ]

        def meanwhile(_done: int, _of: int) -> None:
            while deeds:
                deeds.pop()()

        count = rebuild_index(meanwhile)

        published = set(Study.objects.published().values_list("slug", flat=True))
        assert {"aaa-malik", LESSI} < published
        assert set(IndexedStudy.objects.values_list("slug", flat=True)) == published
        assert count == len(published) == len(current().everything)
        assert differences() == []

    def test_what_changed_before_a_rebuild_that_another_one_overtook_is_kept(self):
        def meanwhile(_done: int, _of: int) -> None:
            rename(study=Study.objects.get(slug=MALIK), slug="aaa-malik", by="editor")
            rebuild_index()
            withdraw(study=Study.objects.get(slug=FERRAJOLI), by="editor", reason="Doubts.")

        done = []
        rebuild_index(lambda done_, of: done.append(1) or (meanwhile(done_, of) if len(done) == 1 else None))

        assert IndexedStudy.objects.filter(slug="aaa-malik").exists()
        assert not IndexedStudy.objects.filter(slug=FERRAJOLI).exists()
        assert differences() == []

    def test_a_rebuilt_index_says_the_same_as_the_one_that_followed(self):
        editor = Editor(4)
        for _ in range(8):
            editor.step()
        before = current_in_transaction()
        said = {code: self.slugs(found) for code, found in before.postings.items()}
        orders = {name: self.in_order(name) for name in ("-year", "n", "name", "-response")}

        rebuild_index()

        after = current_in_transaction()
        assert {code: self.slugs(found) for code, found in after.postings.items()} == said
        assert {name: self.in_order(name) for name in orders} == orders
        assert IndexState.objects.get().version == before.version + 1

    def slugs(self, found: BitMap) -> set[str]:
        return set(IndexedStudy.objects.filter(number__in=list(found)).values_list("slug", flat=True))

    def in_order(self, name: str) -> list[str]:
        known = dict(IndexedStudy.objects.values_list("number", "slug"))
        return [known[number] for number in current().order(name).page(current().everything, 0, 999)]

    def test_the_command_builds_what_is_missing_or_of_other_code_and_leaves_the_rest(self):
        def said() -> str:
            out = StringIO()
            call_command("index_studies", stdout=out)
            return out.getvalue()

        rebuild_index()
        count = Study.objects.published().count()
        token = current().token
        assert said() == f"The index is as this code makes it.\nMade {count} pages.\n"
        assert said() == "The index is as this code makes it.\n"
        assert current().token == token
        IndexState.objects.update(stamp="of other code")
        assert not is_current()
        assert said() == f"Indexed {count} studies.\nMade {count} pages.\n"
        assert is_current()
        assert current().token != token


@pytest.mark.django_db
def test_a_base_without_index_gets_one():
    load_seeds()
    for model in (IndexedStudy, IndexedWord, Posting, IndexChange, IndexState):
        model.objects.all().delete()
    assert not current().everything
    call_command("index_studies", stdout=StringIO())
    assert len(current().everything) == 5
    assert differences() == []
