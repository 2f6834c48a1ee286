"""Checks licences and known advisories of everything the product installs: python deploy/dependencies.py [OSV_EXPORT].

OSV_EXPORT is the export of the OSV database for Python packages, as a zip or a folder of JSON files; without it only
licences are checked. Exits with 1 when a licence is missing or not compatible with Apache-2.0, or when an advisory
applies.
"""

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parents[1]
_UNFIT = re.compile(r"\b[AL]?GPL|GNU|General Public License|proprietary", re.IGNORECASE)


def installed_packages(requirements: str) -> dict[str, Distribution]:
    """Return the installed packages of these requirements, including their own requirements, by name."""
    wanted = [
        Requirement(line.partition("#")[0]) for line in requirements.splitlines() if line.partition("#")[0].strip()
    ]
    installed: dict[str, Distribution] = {}
    while wanted:
        requirement = wanted.pop()
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)
        ):
            continue
        name = canonicalize_name(requirement.name)
        if name not in installed:
            installed[name] = distribution(name)
            wanted += [Requirement(text) for text in installed[name].requires or ()]
    return installed


def licence(package: Distribution) -> str:
    """Return the licence that a package states, empty when it states none."""

    def stated(field: str) -> list[str]:
        return package.metadata.get_all(field) or []

    classifiers = [c.rpartition(" :: ")[2] for c in stated("Classifier") if c.startswith("License ::")]
    texts = [*stated("License-Expression"), " OR ".join(classifiers), *stated("License")]
    return next(filter(None, texts), "").strip().partition("\n")[0][:80]


def does_licence_fit(text: str) -> bool:
    """Return whether a licence, or one of its alternatives, is compatible with Apache-2.0."""
    return any(part.strip() and not _UNFIT.search(part) for part in re.split(r"\bOR\b", text))


def read_advisories(export: Path) -> Iterator[dict[str, Any]]:
    """Yield the advisories of an OSV export."""
    if export.is_dir():
        for file in sorted(export.rglob("*.json")):
            yield json.loads(file.read_text(encoding="utf-8"))
        return
    with ZipFile(export) as archive:
        for name in archive.namelist():
            if name.endswith(".json"):
                yield json.loads(archive.read(name))


def applies_to(advisory: dict[str, Any], name: str, version: str) -> bool:
    """Return whether an advisory, unless withdrawn, concerns this version of a package."""
    return not advisory.get("withdrawn") and any(
        version in affected.get("versions", ()) or any(_is_in(r, Version(version)) for r in affected.get("ranges", ()))
        for affected in advisory.get("affected", ())
        if affected.get("package", {}).get("ecosystem") == "PyPI"
        and canonicalize_name(affected["package"]["name"]) == name
    )


def _is_in(affected: dict[str, Any], version: Version) -> bool:
    """Return whether a version is in an affected range: from an introduction on, before a fix."""
    if affected.get("type") != "ECOSYSTEM":
        return False
    is_in = False
    for event in affected.get("events", ()):
        [(kind, text)] = event.items()
        try:
            bound = Version("0" if text == "0" else text)
        except InvalidVersion:
            continue
        if kind == "introduced" and version >= bound:
            is_in = True
        elif (kind == "fixed" and version >= bound) or (kind == "last_affected" and version > bound):
            is_in = False
    return is_in


def main(arguments: list[str]) -> int:
    """Print what was checked and found, and return the exit code."""
    packages = installed_packages((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    faults = []
    for name, package in sorted(packages.items()):
        if not does_licence_fit(text := licence(package)):
            faults.append(f"{name} {package.version}: its licence does not fit or is not stated: {text or 'nothing'}")
    print(f"Licences of {len(packages)} packages were looked at.")
    if arguments:
        count = 0
        for advisory in read_advisories(Path(arguments[0])):
            count += 1
            for name, package in packages.items():
                if applies_to(advisory, name, package.version):
                    faults.append(f"{name} {package.version}: {advisory['id']} {advisory.get('summary', '')}".rstrip())
        print(f"{count:,} advisories were looked at.")
    else:
        print("Known advisories were not looked at: name an export of the OSV database, as a zip or a folder.")
    print(*(faults or ["Nothing was found."]), sep="\n")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
