"""Kinds of shared terms."""

from django.db.models import TextChoices


class AgentKind(TextChoices):
    SMALL_MOLECULE = "small_molecule", "small molecule"
    ANTIBODY = "antibody", "antibody"
    CONJUGATE = "conjugate", "antibody–drug conjugate"
    BISPECIFIC = "bispecific", "bispecific antibody"
    PROTEIN = "protein", "other protein"
    CELL_PRODUCT = "cell_product", "cell product"
    PROCEDURE = "procedure", "procedure"


class EndpointKind(TextChoices):
    """What sort of result answers an endpoint."""

    PROPORTION = "proportion", "proportion"
    TIME_TO_EVENT = "time_to_event", "time to event"
    RATE_AT_TIME = "rate_at_time", "rate at a time"
    CONTINUOUS = "continuous", "continuous"
    COUNT = "count", "count"
    CATEGORY = "category", "category"
    TEXT = "text", "text"


class EndpointDomain(TextChoices):
    """Where an endpoint stands on a study's page."""

    RESPONSE = "response", "response"
    DURATION = "duration", "duration and relapse"
    SURVIVAL = "survival", "survival"
    TREATMENT = "treatment", "treatment received"
    TRANSPLANT = "transplant", "transplantation"
    SAFETY = "safety", "safety"
    CORRELATIVE = "correlative", "laboratory and correlative findings"
    FOLLOW_UP = "follow_up", "follow-up"


class Direction(TextChoices):
    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"
    NEITHER = "neither", "neither"


class SettingAxis(TextChoices):
    """Roots of the settings' tree: a study has settings on several axes."""

    DISEASE_STATUS = "disease_status", "disease status"
    TRANSPLANTATION = "transplantation", "transplantation"
    FITNESS = "fitness", "fitness"
    INTENT = "intent", "intent"
    LINE = "line", "line of salvage"


class SynonymKind(TextChoices):
    NAME = "name", "other name"
    ABBREVIATION = "abbreviation", "abbreviation"
    BRAND = "brand", "brand"
    SPELLING = "spelling", "spelling"
    RESEARCH_CODE = "research_code", "research code"
    TRANSLATION = "translation", "other language"


class CodeSystem(TextChoices):
    """Outside systems. Their codes are strings: leading zeros stay."""

    NCIT = "ncit", "NCI Thesaurus"
    MESH = "mesh", "MeSH"
    ONCOTREE = "oncotree", "OncoTree"
    ATC = "atc", "ATC"
    RXNORM = "rxnorm", "RxNorm (ingredient)"
