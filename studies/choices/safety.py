"""Adverse events: scales, attribution, system organ classes."""

from django.db.models import TextChoices


class GradingScale(TextChoices):
    """The scale a grade belongs to; its version stands beside it."""

    CTCAE = "ctcae", "NCI CTC / CTCAE"
    ACUTE_GVHD = "acute_gvhd", "acute graft-versus-host disease grade"
    CHRONIC_GVHD = "chronic_gvhd", "chronic graft-versus-host disease severity"
    CRS = "crs", "cytokine release syndrome grade"
    OTHER = "other", "other scale"
    UNSPECIFIED = "unspecified", "scale not named"


class Attribution(TextChoices):
    ANY = "any", "regardless of cause"
    RELATED = "related", "related to treatment"
    UNRELATED = "unrelated", "not related to treatment"


class SystemOrganClass(TextChoices):
    """System organ classes of the CTCAE, version 5.0; before them, events counted together whatever their organ."""

    TOGETHER = "together", "Events of any kind, counted together"
    BLOOD = "blood", "Blood and lymphatic system disorders"
    CARDIAC = "cardiac", "Cardiac disorders"
    CONGENITAL = "congenital", "Congenital, familial and genetic disorders"
    EAR = "ear", "Ear and labyrinth disorders"
    ENDOCRINE = "endocrine", "Endocrine disorders"
    EYE = "eye", "Eye disorders"
    GASTROINTESTINAL = "gastrointestinal", "Gastrointestinal disorders"
    GENERAL = "general", "General disorders and administration site conditions"
    HEPATOBILIARY = "hepatobiliary", "Hepatobiliary disorders"
    IMMUNE = "immune", "Immune system disorders"
    INFECTIONS = "infections", "Infections and infestations"
    INJURY = "injury", "Injury, poisoning and procedural complications"
    INVESTIGATIONS = "investigations", "Investigations"
    METABOLISM = "metabolism", "Metabolism and nutrition disorders"
    MUSCULOSKELETAL = "musculoskeletal", "Musculoskeletal and connective tissue disorders"
    NEOPLASMS = "neoplasms", "Neoplasms benign, malignant and unspecified (incl cysts and polyps)"
    NERVOUS = "nervous", "Nervous system disorders"
    PREGNANCY = "pregnancy", "Pregnancy, puerperium and perinatal conditions"
    PSYCHIATRIC = "psychiatric", "Psychiatric disorders"
    RENAL = "renal", "Renal and urinary disorders"
    REPRODUCTIVE = "reproductive", "Reproductive system and breast disorders"
    RESPIRATORY = "respiratory", "Respiratory, thoracic and mediastinal disorders"
    SKIN = "skin", "Skin and subcutaneous tissue disorders"
    SOCIAL = "social", "Social circumstances"
    PROCEDURES = "procedures", "Surgical and medical procedures"
    VASCULAR = "vascular", "Vascular disorders"
