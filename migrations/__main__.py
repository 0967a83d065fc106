"""For developers: `python -m migrations check` and `python -m migrations new "what it does"`.

Both work on a scratch database made for the moment, so that nobody's data is ever what a revision is drawn from.
"""

import argparse
import asyncio
import sys

from service.settings import Settings
from service.storage import migrate
from service.storage.embedded.scratch import scratch_database
from service.storage.engine import writing_engine


async def _main(message: str | None) -> None:
    with scratch_database() as address:
        engine = writing_engine(address, Settings())
        try:
            await migrate.upgrade(engine)
            if message is None:
                await migrate.check(engine)
            else:
                await migrate.new_revision(engine, message)
        finally:
            await engine.dispose()


def main() -> int:
    """Exit code 1 if tables and revisions do not agree."""
    parser = argparse.ArgumentParser(prog="python -m migrations", description=__doc__)
    commands = parser.add_subparsers(required=True)
    commands.add_parser("check", help="whether the revisions make what the tables say").set_defaults(message=None)
    commands.add_parser("new", help="draw a revision from the tables").add_argument("message")
    try:
        asyncio.run(_main(parser.parse_args().message))
    except migrate.MigrationError as error:
        print(error.detail, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
