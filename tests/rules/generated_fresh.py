"""meta/builtin_ops.json equals the manifest that the build generated from the plugin's own tables.

usage: generated_fresh.py ROOT MANIFEST
"""
import pathlib

import source_tree

COPY = "meta/builtin_ops.json"


def check(root, manifest):
    found = source_tree.Violations("run scripts/update_meta.sh and look at the difference")
    made = pathlib.Path(manifest).read_text(encoding="utf-8").splitlines()
    path = pathlib.Path(root) / COPY
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line, (ours, theirs) in enumerate(zip(kept + [""] * len(made), made + [""] * len(kept)), 1):
        if ours != theirs:
            found.add(COPY, line, f"'{ours.strip()}' where the build has '{theirs.strip()}'")
            break
    return found


if __name__ == "__main__":
    source_tree.run(check)
