"""meta/builtin_ops.json is the manifest that the build made from the plugin's tables, docs/reference.md the headers' text.

usage: generated_fresh.py ROOT MANIFEST
"""
import pathlib
import subprocess
import sys

import source_tree


def compare(found, root, name, made, way_out):
    path = pathlib.Path(root) / name
    kept = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    made = made.splitlines()
    for line, (ours, theirs) in enumerate(zip(kept + [""] * len(made), made + [""] * len(kept)), 1):
        if ours != theirs:
            found.add(name, line, f"'{ours.strip()}' where it should be '{theirs.strip()}'", way_out)
            break


def check(root, manifest):
    found = source_tree.Violations("make it anew and look at the difference")
    compare(found, root, "meta/builtin_ops.json", pathlib.Path(manifest).read_text(encoding="utf-8"), "run scripts/update_meta.sh")
    script = pathlib.Path(root) / "scripts" / "make_reference.py"
    if script.exists():
        made = subprocess.run([sys.executable, "-B", str(script), "--print"], capture_output=True, text=True, check=True).stdout
        compare(found, root, "docs/reference.md", made, "run python3 scripts/make_reference.py")
    return found


if __name__ == "__main__":
    source_tree.run(check)
