"""What several test files have in common."""
import pathlib

import pytest

from snapshots_file import Snapshot

SNAPSHOTS = pathlib.Path(__file__).parent / "snapshots"


@pytest.fixture(scope="module")
def snapshot(request):
    """The texts of snapshots/NAME.txt for test_NAME.py; with TAO_BYOM_UPDATE_SNAPSHOTS=1 the file is written anew."""
    texts = Snapshot(SNAPSHOTS / (request.module.__name__.removeprefix("test_") + ".txt"))
    yield texts
    texts.write()
