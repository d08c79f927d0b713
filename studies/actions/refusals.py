"""Why an action was not carried out, in a sentence for whoever asked for it."""


class Refused(Exception):
    """The action may not be done as things stand; nothing was changed."""


class Stale(Refused):
    """Somebody else saved the record after it was read; nothing was changed."""


def named(by: str) -> str:
    """The name of who acts. Raises Refused if there is none: nothing is done by nobody."""
    if not by.strip():
        raise Refused("Say who does this.")
    return by.strip()


def reasoned(reason: str) -> str:
    """The reason of a change. Raises Refused if there is none."""
    if not reason.strip():
        raise Refused("Say why.")
    return reason.strip()
