"""Texts that the program prints, kept in one file: sections of "== NAME" and the text."""
import os
import re
import shlex

import small_models


class Snapshot:
    """Name of a case -> its text; the sections of one file."""

    def __init__(self, path):
        self.path, self.updating, self.seen = path, bool(os.environ.get("TAO_BYOM_UPDATE_SNAPSHOTS")), {}
        sections = re.split("^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:] if path.exists() else []
        self.texts = dict(section.rstrip("\n").split("\n", 1) for section in sections)

    def check(self, name, text):
        self.seen[name] = text.rstrip("\n")
        if not self.updating:
            assert self.seen[name] == self.texts.get(name)

    def check_command(self, name, folder, exit_code, arguments, normalised, prefix=(), **variables):
        """Runs the program. The text is the line that was typed and, normalised, all that it says; ends with exit_code."""
        result = small_models.run(arguments, folder, prefix=prefix, **variables)
        assert result.returncode == exit_code, result.stdout + result.stderr
        set_to = "".join(f"{variable}={shlex.quote(value)} " for variable, value in variables.items())
        line = small_models.without_folders(f"{set_to}tao_byom {shlex.join(map(str, arguments))}", folder)
        said = normalised(result.stdout, folder) + normalised(result.stderr, folder)
        self.check(name, f"$ {line}\n{said}-> {exit_code}")
        return result

    def write(self):
        if self.updating:
            self.path.write_text("".join(f"== {name}\n{text}\n\n" for name, text in self.seen.items()), encoding="utf-8")
