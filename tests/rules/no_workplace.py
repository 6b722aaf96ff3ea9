"""No file names a folder of somebody's machine or a host that only somebody's network has."""
import re

import source_tree

FOLDERS = re.compile(r"(?<![\w.$}/])/(?:" + "|".join(["work", "home", "root", "Users", "mnt", "media", "workspace"]) + r")/\w[\w./-]*")
TEMPORARY = re.compile(r"(?<![\w.$}/])/(?:tmp|var/tmp)/\w[\w./-]*")
URL = re.compile(r"\b(?:https?|ssh|git)://(?:[^/\s\"'@]*@)?([\w.-]+)(:\d+)?")
PRIVATE = re.compile(r"(?<![\w.])(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+(?![\w.])")
PUBLIC = re.compile(r"(^|\.)(github\.com|git-lfs|age-encryption\.org|onnx\.ai|apache\.org|json-schema\.org|keras\.io|debian\.org|pypi\.org|c2sp\.org|"
                    r"rfc-editor\.org|ietf\.org|example\.(com|org)|invalid|w3\.org|keepachangelog\.com|semver\.org|gnu\.org)$")
# What tests write down as a path that is not there.
NOWHERE, SOMEBODY = "/tmp/no", "/root/of/somebody/else"
BINARY = (".npy", ".onnx", ".h5", ".keras", ".tltb", ".png", ".age", ".pb")


def problems(text):
    for match in FOLDERS.finditer(text):
        if match.group().startswith(SOMEBODY):
            continue
        yield match.start(), f"{match.group()} is a folder of one machine"
    for match in TEMPORARY.finditer(text):
        if match.group().endswith("XXXXXX") or match.group() == NOWHERE:
            continue
        yield match.start(), f"{match.group()} is one name for everybody who runs this at a time"
    for match in URL.finditer(text):
        if match.group(2) or not PUBLIC.search(match.group(1)):
            yield match.start(), f"{match.group(1)} is no address that every reader can reach"
    for match in PRIVATE.finditer(text):
        yield match.start(), f"{match.group()} is an address of a private network"


def check(root):
    found = source_tree.Violations("find it relative to the tree, take it as an argument, or make it with mktemp; a public "
                                   "host is added to PUBLIC in tests/rules/no_workplace.py")
    for name in source_tree.files(root):
        if name.endswith(BINARY) or name in ("LICENSE", "tests/rules/planted_violations.py"):
            continue
        text = source_tree.text_of(root, name)
        for at, what in problems(text):
            found.add(name, text.count("\n", 0, at) + 1, what)
    return found


if __name__ == "__main__":
    source_tree.run(check)
