"""How a study's record is made from its source: numbered sentences, two readers' sheets, and their comparison."""
