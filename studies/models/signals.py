"""What other rooms hear of: that readers may now see something else than before."""

from django.dispatch import Signal

# Sent within the transaction that changes it. ``studies``: primary keys of studies that were published, changed or
# withdrawn; ``terms``: whether shared terms came or changed.
public_changed = Signal()
