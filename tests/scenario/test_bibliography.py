"""Every work that is cited by a key stands in the bibliography, once."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEY = re.compile(r"\[([A-Z][A-Za-z]+(?:19|20)\d\d[a-z]?)(?:, [a-z0-9 .-]+)?\]")


def test_every_key_in_use_is_in_the_bibliography():
    entries = Counter(
        re.findall(
            r"^- \*\*\[(\w+)\]\*\*", (ROOT / "docs/bibliography.md").read_text("utf-8"), re.M
        )
    )
    assert max(entries.values()) == 1
    used = {
        (key, path.relative_to(ROOT).as_posix())
        for folder, pattern in (("hldsim", "*.py"), ("scenarios", "*.*"), ("docs", "*.md"))
        for path in sorted((ROOT / folder).rglob(pattern))
        if path.is_file() and path.suffix in (".py", ".toml", ".md")
        for key in KEY.findall(path.read_text("utf-8"))
    }
    assert [use for use in sorted(used) if use[0] not in entries] == []
