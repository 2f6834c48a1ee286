"""Checks over the raw content of a questionnaire: ids, references, statements, reachable stages.

They work on the raw content so that a fault in one place never hides the faults in another.
"""

from collections.abc import Iterable, Iterator
from math import inf
from typing import Any

from cxmaturity.errors import suggest_name
from cxmaturity.questionnaire.raw_content import Finding, Path, RawContent, each_question, repeated
from cxmaturity.questionnaire.scale_checks import check_scale, level_count
from cxmaturity.questionnaire.schema import BOTH, OVERALL


def check_content(raw: RawContent) -> list[Finding]:
    """Return every fault of meaning in `raw`, in no particular order."""
    return [
        *_files(raw),
        *check_scale(raw),
        *_duplicates(raw),
        *_reserved(raw),
        *_variants(raw),
        *_questions(raw),
        *_groups(raw),
        *_claims(raw),
        *_crosswalk(raw),
    ]


def _files(raw: RawContent) -> Iterator[Finding]:
    fixed_files = (raw.model_file, raw.claims_file, raw.crosswalk_file)
    for i, name in enumerate(raw.dimension_ids):
        if f"{name}.yaml" in fixed_files:
            problem = f"{name}.yaml has its own use, so no dimension can be called '{name}'"
            yield raw.model_file, ("dimensions", i), problem, "Choose another id"
        elif f"{name}.yaml" not in raw.files:
            others = [f for f in raw.files if f.endswith(".yaml") and f not in fixed_files]
            stems = [f.removesuffix(".yaml") for f in others]
            fix = suggest_name(name, stems, f"Add a file {name}.yaml or take the name out")
            yield raw.model_file, ("dimensions", i), f"there is no file {name}.yaml", fix
        elif isinstance(id_ := raw.files[f"{name}.yaml"].get("id"), str) and id_ != name:
            yield f"{name}.yaml", ("id",), f"the id is {id_}, the file's name says {name}", "Make them the same"
    for file in raw.files:
        stem = file.removesuffix(".yml")
        if stem != file:
            yield file, (), "the file's name ends in .yml, not .yaml", f"Rename it {stem}.yaml"
        elif raw.dimension_ids and file not in (*fixed_files, *raw.dimension_files):
            stem = file.removesuffix(".yaml")
            fix = f"Add {stem} to 'dimensions' in {raw.model_file} or remove the file"
            yield file, (), f"{raw.model_file} does not name this file", fix


def _duplicates(raw: RawContent) -> Iterator[Finding]:
    names = raw.dimension_ids
    for i, name in enumerate(names):
        if names.index(name) < i:
            yield raw.model_file, ("dimensions", i), f"the dimension '{name}' is named twice", "Name it once"
    # Names too, because charts and tables identify capabilities and dimensions by name.
    yield from _used_before("dimension name", [(f, ("name",), raw.files[f].get("name")) for f in raw.dimension_files])
    for items, what, key in (
        ("capabilities", "capability", "id"),
        ("capabilities", "capability", "name"),
        ("questions", "question", "id"),
    ):
        places = [(f, (items, i, key), item.get(key)) for f in raw.dimension_files for i, item in raw.items(f, items)]
        yield from _used_before(f"{what} {key}", places)
    yield from repeated(raw, raw.model_file, "stages", "name", "stage name")
    yield from repeated(raw, raw.model_file, "variants", "id", "variant id")
    yield from repeated(raw, raw.model_file, "groups", "id", "group id")
    yield from repeated(raw, raw.model_file, "groups", "name", "group name")
    yield from repeated(raw, raw.claims_file, "claims", "id", "claim id")
    yield from repeated(raw, raw.claims_file, "sources", "id", "source id")
    yield from repeated(raw, raw.crosswalk_file, "frameworks", "id", "framework id")


def _used_before(what: str, places: Iterable[tuple[str, Path, object]]) -> Iterator[Finding]:
    """Yield a fault for each text that an earlier one of the places (file, path, value) has too."""
    first_files: dict[str, str] = {}
    for file, path, value in places:
        if isinstance(value, str):
            if value in first_files:
                problem = f"the {what} '{value}' is used before, in {first_files[value]}"
                yield file, path, problem, f"Give each its own {path[-1]}"
            first_files.setdefault(value, file)


MIN_WEIGHT, MAX_WEIGHT = 0.001, 1000
"""The bounds of a question's weight; beyond them sums of weights lose precision or overflow."""

ADDRESSES = ("dots", "live", "notes", "part", "receipt", "review", "screen", "step", "time", "vote")
"""Words that cannot be ids of questions: the addresses of participants' pages use them in the same position."""

HEADINGS = ("name", "respondent", "role")
"""Words that cannot be ids of questions: they are headings of other columns in tables of answers."""


def _reserved(raw: RawContent) -> Iterator[Finding]:
    for file in raw.dimension_files:
        if isinstance(name := raw.files[file].get("name"), str) and name.strip().casefold() == OVERALL.casefold():
            yield file, ("name",), f"'{name}' is the name of the level of all dimensions", "Choose another name"
    for file, path, question in each_question(raw):
        if (name := question.get("id")) in ADDRESSES:
            yield file, (*path, "id"), f"'{name}' is the address of another page", "Choose another id"
        elif name in HEADINGS:
            problem = f"'{name}' is the heading of another column in tables of answers"
            yield file, (*path, "id"), problem, "Choose another id"


def _variants(raw: RawContent) -> Iterator[Finding]:
    known = [v.get("id") for _, v in raw.items(raw.model_file, "variants")]
    for i, variant in raw.items(raw.model_file, "variants"):
        if variant.get("id") == BOTH:
            problem = f"'{BOTH}' already means every variant at once"
            yield raw.model_file, ("variants", i, "id"), problem, "Choose another id"
    for file, path, question in each_question(raw):
        wordings = question.get("variants")
        for name in wordings if isinstance(wordings, dict) else {}:
            if name not in known:
                fix = suggest_name(name, map(str, known), f"Add it to 'variants' in {raw.model_file}")
                yield file, (*path, "variants", name), f"there is no variant '{name}'", fix


def _questions(raw: RawContent) -> Iterator[Finding]:
    scale_max = level_count(raw)
    has_shared = bool(raw.files[raw.model_file].get("levels"))
    rungs = "levels" if has_shared else "stages"
    for file in raw.dimension_files:
        yield from _count(file, ("levels",), raw.files[file].get("levels"), rungs, scale_max, "statements")
    for file, path, question in each_question(raw):
        if not (question.get("levels") or raw.files[file].get("levels") or has_shared):
            fix = f"Write them here, or once for all in this file or in {raw.model_file}"
            yield file, path, "'levels' is missing", fix
        capabilities = [c.get("id") for _, c in raw.items(file, "capabilities")]
        capability_id = question.get("capability")
        if isinstance(capability_id, str) and capability_id not in capabilities:
            fix = suggest_name(capability_id, map(str, capabilities), "Add the capability or name one of this file")
            yield file, (*path, "capability"), f"there is no capability '{capability_id}' in this file", fix
        yield from _count(file, (*path, "levels"), question.get("levels"), rungs, scale_max, "statements")
        yield from _count(file, (*path, "steps"), question.get("steps"), rungs, scale_max, "steps")
        wordings = question.get("variants")
        for name, wording in wordings.items() if isinstance(wordings, dict) else ():
            if isinstance(wording, dict):
                where = (*path, "variants", name, "levels")
                yield from _count(file, where, wording.get("levels"), rungs, scale_max, "statements")
        weight = question.get("weight", 1)
        if isinstance(weight, int | float) and 0 < weight < inf and not MIN_WEIGHT <= weight <= MAX_WEIGHT:
            problem = f"it must be from {MIN_WEIGHT} to {MAX_WEIGHT:,}, it is {weight:g}"
            yield file, (*path, "weight"), problem, f"Give a number from {MIN_WEIGHT} to {MAX_WEIGHT:,}"
    for file in raw.dimension_files:
        used = [q.get("capability") for _, q in raw.items(file, "questions")]
        for i, capability in raw.items(file, "capabilities"):
            if isinstance(capability.get("id"), str) and capability["id"] not in used:
                problem = f"no question belongs to the capability '{capability['id']}'"
                yield file, ("capabilities", i, "id"), problem, "Add a question to it or take it out"


def _count(file: str, path: Path, listed: Any, rungs: str, scale_max: int, what: str) -> Iterator[Finding]:
    if not isinstance(listed, list) or not scale_max or not (listed or what == "statements"):
        return
    needed = scale_max if what == "statements" else scale_max - 1
    if len(listed) < needed:
        problem = f"needs {needed} {what} for {scale_max} {rungs}, has {len(listed)}"
        problem += f", so {rungs[:-1]} {scale_max} could never be reached" if what == "statements" else ""
        yield file, path, problem, f"Write the missing {what}, lowest level first"
    elif len(listed) > needed:
        yield (
            file,
            path,
            f"has {len(listed)} {what}, but {scale_max} {rungs} need {needed}",
            "Take out what is too many",
        )
    texts = [t.strip().lower() if isinstance(t, str) else None for t in listed]
    for i, text in enumerate(texts):
        if text and texts.index(text) < i:
            yield file, (*path, i), f"it says the same as statement {texts.index(text) + 1}", "Make each level differ"


def _groups(raw: RawContent) -> Iterator[Finding]:
    groups = [g["id"] for _, g in raw.items(raw.model_file, "groups") if isinstance(g.get("id"), str)]
    order: list[str] = []
    for file in raw.dimension_files:
        group = raw.files[file].get("group")
        if group is None and groups:
            yield file, (), "'group' is missing", f"Name one of: {', '.join(groups)}"
        elif isinstance(group, str) and group not in groups:
            fix = suggest_name(group, groups, f"Add it to 'groups' in {raw.model_file}")
            yield file, ("group",), f"there is no group '{group}'", fix
        elif isinstance(group, str) and group in order[:-1]:
            problem = f"another group stands between this dimension and the others of '{group}'"
            yield file, ("group",), problem, f"Put them next to one another in 'dimensions' in {raw.model_file}"
        if isinstance(group, str) and order[-1:] != [group]:
            order.append(group)
    for i, name in enumerate(groups):
        if _all_dimensions_read(raw) and name not in order:
            problem = f"no dimension belongs to the group '{name}'"
            yield raw.model_file, ("groups", i, "id"), problem, "Name it in a dimension or take it out"


def _claims(raw: RawContent) -> Iterator[Finding]:
    if raw.claims_file not in raw.files:
        return
    listed = raw.files[raw.claims_file].get("claims")
    claims = [c["id"] for _, c in raw.items(raw.claims_file, "claims") if isinstance(c.get("id"), str)]
    sources = [s.get("id") for _, s in raw.items(raw.claims_file, "sources")]
    for file, path, question in each_question(raw):
        cited = question.get("claims")
        for i, claim in enumerate(cited if isinstance(cited, list) and isinstance(listed, list) else []):
            if isinstance(claim, str) and claim not in claims:
                fix = suggest_name(claim, claims, f"Add it to {raw.claims_file}")
                yield file, (*path, "claims", i), f"there is no claim '{claim}'", fix
    is_complete = _all_dimensions_read(raw)
    for i, claim in raw.items(raw.claims_file, "claims"):
        here: Path = ("claims", i)
        if isinstance(claim.get("source"), str) and claim["source"] not in sources:
            yield raw.claims_file, (*here, "source"), f"there is no source '{claim['source']}'", "Add the source"
        if is_complete and isinstance(claim.get("dimension"), str) and claim["dimension"] not in raw.dimension_ids:
            yield (
                raw.claims_file,
                (*here, "dimension"),
                f"there is no dimension '{claim['dimension']}'",
                f"Name one of: {', '.join(raw.dimension_ids)}",
            )


def check_coverage(raw: RawContent) -> Iterator[Finding]:
    """Yield a fault for each claim that no question cites, and each question or part of a framework that cites none.

    Only `check --strict` requires it: a question of one's own is traced to no claim of the sources.
    """
    if raw.claims_file in raw.files:
        covered: set[str] = set()
        for file, path, question in each_question(raw):
            cited = question.get("claims", [])
            if cited == []:
                yield file, (*path, "claims"), "the question cites no claim", f"Name at least one of {raw.claims_file}"
            covered.update(c for c in (cited if isinstance(cited, list) else []) if isinstance(c, str))
        for i, claim in raw.items(raw.claims_file, "claims"):
            if _all_dimensions_read(raw) and isinstance(claim.get("id"), str) and claim["id"] not in covered:
                problem = f"no question covers the claim '{claim['id']}'"
                yield raw.claims_file, ("claims", i, "id"), problem, "Cite it in a question or take it out"
    for i, framework in raw.items(raw.crosswalk_file, "frameworks"):
        parts = framework.get("parts")
        for part_index, part in enumerate(parts if isinstance(parts, list) else []):
            if isinstance(part, dict) and not part.get("questions") and not part.get("missing"):
                problem = "it names no question and does not say what is missing"
                fix = "Name the questions that speak to it, or say what is missing"
                yield raw.crosswalk_file, ("frameworks", i, "parts", part_index), problem, fix


def _crosswalk(raw: RawContent) -> Iterator[Finding]:
    file = raw.crosswalk_file
    if file not in raw.files:
        return
    known = [q["id"] for _, _, q in each_question(raw) if isinstance(q.get("id"), str)]
    for i, framework in raw.items(file, "frameworks"):
        parts = framework.get("parts")
        for part_index, part in enumerate(parts if isinstance(parts, list) else []):
            if not isinstance(part, dict):
                continue
            path: Path = ("frameworks", i, "parts", part_index)
            cited = part.get("questions")
            for cited_index, question_id in enumerate(cited if isinstance(cited, list) else []):
                if isinstance(question_id, str) and question_id not in known and _all_dimensions_read(raw):
                    fix = suggest_name(question_id, known, "Name a question of this questionnaire")
                    yield file, (*path, "questions", cited_index), f"there is no question '{question_id}'", fix


def _all_dimensions_read(raw: RawContent) -> bool:
    """Return whether every dimension's file could be read; otherwise references to its questions cannot be checked."""
    return bool(raw.dimension_ids) and all(raw.files.get(f"{d}.yaml") for d in raw.dimension_ids)
