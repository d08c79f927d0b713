"""The search index: derived tables that only ``studies.search`` writes, rebuilt by ``manage.py index_studies``."""

from django.db import models


def of_study(related_name: str) -> models.OneToOneField:
    """The study that a derived row is of. The database does not look at it: whoever holds the index' state must not
    wait for a study, for its publisher may hold that and wait for the state."""
    return models.OneToOneField(
        "studies.Study", on_delete=models.CASCADE, primary_key=True, related_name=related_name, db_constraint=False
    )


class IndexState(models.Model):
    """The one row that says which version of the public data the index holds.

    Versions count up; a token is new with each of them, so that two histories (a restored backup) are never
    taken for one. ``folded`` is the version up to which the stored bitmaps hold the changes.
    """

    version = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=32)
    folded_version = models.PositiveBigIntegerField(default=0)
    folded_token = models.CharField(max_length=32)
    terms_token = models.CharField(max_length=32, help_text="New whenever a term's names or place change.")
    stamp = models.CharField(max_length=64, help_text="Of the code and templates that made the stored lines.")
    behind = models.TextField(blank=True, help_text="Why lines may be out of date, if they may.")


class IndexedStudy(models.Model):
    """What the index knows of one published study. Its number stands for it in every bitmap."""

    study = of_study("indexed")
    number = models.PositiveIntegerField(unique=True)
    slug = models.CharField(max_length=120)
    slug_key = models.BinaryField(db_index=True, help_text="The slug's bytes: databases order these alike.")
    year = models.IntegerField(null=True)
    n = models.IntegerField(null=True)
    response = models.IntegerField(null=True, help_text="Headline response of its first arm, in 1/100 of a percent.")
    published = models.BigIntegerField(help_text="When this version was published, in seconds since 1970.")
    codes = models.TextField(help_text="Facet values and words, as the postings name them, apart by a space.")
    texts = models.TextField(help_text="Its texts by name, as JSON.")
    folded = models.TextField(default="", help_text="Their folded words, a line each text: for phrases.")
    sentences = models.TextField(default="", help_text="Their sentences, one a line, with its stems: for snippets.")
    line = models.TextField(help_text="Its line of a list, ready to be shown.")


class StudyPage(models.Model):
    """A published study's page as its code and templates made it, ready to be sent; missing where it is to be made."""

    study = of_study("+")
    stamp = models.CharField(max_length=64, db_index=True, help_text="Of the code and templates that made it.")
    body = models.BinaryField(help_text="Its parts, compressed.")


class Posting(models.Model):
    """The studies that have one facet value, or one word in one tier, as a compressed bitmap of their numbers.

    A column that lists are ordered by stands here too: its numbers in a row.
    """

    code = models.CharField(max_length=200, unique=True)
    whole = models.BooleanField(db_index=True, help_text="Read whole at the start; words are read when asked for.")
    bitmap = models.BinaryField()


class IndexedWord(models.Model):
    """A word of the texts by its stem, as it is first met: what slips are mended to."""

    stem = models.CharField(max_length=80, unique=True)
    word = models.CharField(max_length=80)


class IndexChange(models.Model):
    """What one new version changed; kept until the stored bitmaps hold it."""

    version = models.PositiveBigIntegerField(unique=True)
    token = models.CharField(max_length=32)
    changes = models.JSONField(help_text="One entry a study: number, codes gained and lost, its place in each order.")
