"""Pages and pictures of the site that stand elsewhere in the project, each in one place only."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the screenshots, CONTRIBUTING and CHANGELOG."""
    for path in sorted((ROOT / "data" / "screenshots").glob("*.png")):
        files.append(File.generated(config, f"screenshots/{path.name}", abs_src_path=str(path)))
    for name in ("CONTRIBUTING", "CHANGELOG"):
        files.append(File.generated(config, f"{name.lower()}.md", abs_src_path=str(ROOT / f"{name}.md")))
    return files
