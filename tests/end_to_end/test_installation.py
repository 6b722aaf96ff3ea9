"""What `cmake --install` puts beside the program for people: documents whose links lead on, examples, the licence."""
import re
import subprocess

import pytest

import newcomer
from newcomer import ROOT

DOCUMENTS = "share/doc/tao_byom"


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    return newcomer.install(tmp_path_factory.mktemp("installation")) / DOCUMENTS


def kept(*folders):
    return [ROOT / name for name in subprocess.run(["git", "ls-files", *folders], cwd=ROOT, check=True, capture_output=True,
                                                   text=True).stdout.splitlines()]


def test_examples_licence_and_documents_are_installed_as_they_are(documents):
    files = [*kept("plugins/examples", "docs"), *(ROOT / name for name in ("LICENSE", "README.md", "CHANGELOG.md"))]
    assert len(files) > 25
    for file in files:
        assert (documents / file.relative_to(ROOT)).read_bytes() == file.read_bytes()


def test_links_of_installed_documents_lead_somewhere(documents):
    links = [(page, link) for page in documents.rglob("*.md")
             for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"),
                                                                  flags=re.MULTILINE | re.DOTALL))
             if "://" not in link]
    assert len(links) > 10
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
    linked = {(page.parent / link).resolve() for page, link in links}
    assert documents.resolve() / "plugins/examples/README.md" in linked


def test_files_that_installed_documents_name_by_their_place_are_there(documents):
    """`plugins/examples/...`, `docs/...` in code marks, as the tutorial names them."""
    pages = [documents / "plugins/examples/README.md", *(documents / "docs").glob("*.md")]
    named = {name for page in pages for name in re.findall(r"`((?:plugins|docs)/[\w./]+)`", page.read_text(encoding="utf-8"))}
    assert len(named) > 2 and all((documents / name).exists() for name in named)
