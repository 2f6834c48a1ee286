"""Recognises averages, totals, and footers below a table."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction

from cxmaturity.files.answers_table import GROUP
from cxmaturity.files.imports.cells.file_values import value_key
from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.column_uses import Columns
from cxmaturity.files.imports.left_out.kinds import LeftOutRow, LeftOutRule
from cxmaturity.files.imports.opening.raw_table import Row, visible_text

_SUMMARIES = {
    "average", "averages", "avg", "mean", "means", "total", "totals", "grand total", "sum", "overall", "median",
    "std dev", "standard deviation", "stdev", "sd", "std", "variance", "count", "response count", "answered",
    "mean score", "average score", "total average", "overall average", "overall mean", "mittelwert",
    "durchschnitt", "summe", "gesamt", "anzahl", "moyenne", "somme", "promedio", "media", "suma", "gemiddelde",
    "totaal", "średnia", "subtotal", "sub total", "zwischensumme", "sous total", "mittelwerte", "durchschnittswert",
    "durchschnittswerte", "summen", "gesamtsumme", "moyennes", "total général", "promedios", "total general", "medie",
    "totale", "gemiddelden", "razem", "genomsnitt", "medelvärde", "summa", "totalt", "gennemsnit",
    "gjennomsnitt", "keskiarvo", "yhteensä", "среднее", "среднее значение", "итого", "всего", "平均", "平均値",
    "平均值", "合計", "总计", "ø", "minimum", "maximum", "responses", "respondents", "skipped", "benchmark", "weight",
    "weights", GROUP,
}  # fmt: skip
_FIGURE_WORDS = {"average", "avg", "mean", "total", "subtotal", "median", "mittelwert", "durchschnitt", "moyenne"}
_FIGURE_WORDS |= {"średnia", "promedio", "gemiddelde", "genomsnitt", "medelvärde", "keskiarvo", "среднее"}
_MAX_WORDS = 4  # of a label such as 'Team A average', or 'Average (n=12)'
_ALSO_SUMMARIES = {"min", "max", "n", "mode", "range", "percent", "share"}  # Max may be a person
_ALSO_SUMMARIES |= {"target", "targets", "goal", "gap", "norm", "previous", "previous year", "last year"}
_ALSO_SUMMARIES |= {"change", "difference", "delta", "variance", "trend", "ziel"}
_ALSO_SUMMARIES |= {"modus", "moda", "recuento", "effectif", "effectifs", "aantal", "st dev"}
_DECIMAL = re.compile(r"\d+[.,]\d+")
_COUNT = re.compile(r"n ?\d+")  # n = 12
_SPREAD_STEMS = (  # begin a word of the label of a row beside averages, in any of the languages above
    "std", "standard", "standaard", "deviation", "abweichung", "stabw", "écart", "ecart", "desv", "deviaz", "odchyl",
    "varian", "median", "médian", "minimu", "maximu", "mínimo", "máximo", "massimo", "quartil", "percentil",
    "perzentil", "confidence", "konfidenz",
)  # fmt: skip
_SEARCHED_ROWS = 10  # rows from the bottom that are searched for a footer
_LABEL_LENGTH = 60
_NAME_LENGTH = 40  # characters up to which a text is not a sentence
_MIN_FIGURES = 4  # matching columns without names in the file: one person's answers may equal the averages of few
_MIN_NAMED = 3  # rows with names above a row of figures without one


def _label(cells: Sequence[str], columns: Columns) -> str:
    """Return the label of a row of averages or totals: its name, or its first cell."""
    texts = (visible_text(cell) for column, cell in enumerate(cells) if column not in columns.answers.values())
    first = next((text for text in texts if text.strip()), "")
    name = visible_text(cells[columns.name]) if columns.name is not None else first
    return (name if name.strip() else first)[:_LABEL_LENGTH]


def labelled_summaries(body: Sequence[Row], columns: Columns) -> LeftOutRule:
    """Return the function that recognises averages and totals by label; Max and Min only at the end, next to these."""
    labels = {number: heading_words(_label(cells, columns)) for number, cells in body}
    sure = {number for number, label in labels.items() if _is_summary(label)}
    ending = set()
    for number, _ in reversed(body):
        if number not in sure and not _may_be_summary(labels[number]):
            break
        ending.add(number)
    has_summary = bool(sure & ending) or {"max", "min"} <= {labels[number] for number in ending}

    def reason(row: Row) -> LeftOutRow | None:
        number, cells = row
        if number in sure or (number in ending and has_summary):
            of_group = (
                " of a whole group, whose portable file (.cxm) can be imported" if labels[number] == GROUP else ""
            )
            return LeftOutRow(
                number, "summary", f"averages or totals{of_group} ('{value_key(_label(cells, columns))}')"
            )
        return None

    return reason


def _may_be_summary(label: str) -> bool:
    """Return whether a label next to averages or totals is that of another figure, such as a standard deviation."""
    words = label.split()
    is_figure = len(words) <= _MAX_WORDS and any(word.startswith(_SPREAD_STEMS) for word in words)
    return is_figure or label in _ALSO_SUMMARIES or label.startswith("top ") or bool(_COUNT.fullmatch(label))


def _is_summary(label: str) -> bool:
    words = label.split()
    is_figure = 1 < len(words) <= _MAX_WORDS and not _FIGURE_WORDS.isdisjoint((words[0], words[-1]))
    return label in _SUMMARIES or is_figure


def unlabelled_summary(body: Sequence[Row], columns: Columns) -> LeftOutRule:
    """Return the function that recognises a last row without a name that holds averages, sums or counts.

    In a file without names, it takes _MIN_FIGURES matching columns and nothing in other columns; or all cells in the
    row are figures with decimals, as no answer above is.
    """
    name, answers = columns.name, list(columns.answers.values())
    if len(body) > 1 and answers and _are_decimals(body[-1][1], [cells for _, cells in body[:-1]], answers):
        number = body[-1][0]
        return lambda row: (
            LeftOutRow(number, "summary", "averages or totals of the rows above") if row[0] == number else None
        )
    if len(body) <= _MIN_NAMED or len(answers) < (_MIN_FIGURES if name is None else 1):
        return lambda row: None
    *above, last = body
    if name is None and any(cell.strip() for column, cell in enumerate(last[1]) if column not in answers):
        return lambda row: None  # a number or a time of its own, as people have
    if name is not None and (
        last[1][name].strip() or sum(bool(cells[name].strip()) for _, cells in above) < len(above)
    ):
        return lambda row: None
    is_summary = _summarises(last[1], [cells for _, cells in above], answers)
    return lambda row: (
        LeftOutRow(row[0], "summary", "averages or totals of the rows above") if is_summary and row is last else None
    )


def _are_decimals(cells: Sequence[str], above: Sequence[Sequence[str]], answers: Sequence[int]) -> bool:
    """Return whether a row holds nothing but answers such as 3.00, in a notation that no row above has."""
    filled = [column for column, cell in enumerate(cells) if cell.strip()]
    is_apart = (
        bool(filled) and set(filled) <= set(answers) and all(_DECIMAL.fullmatch(cells[c].strip()) for c in filled)
    )
    return is_apart and not any(_DECIMAL.fullmatch(row[column].strip()) for row in above for column in answers)


def _summarises(cells: Sequence[str], above: Sequence[Sequence[str]], answers: Sequence[int]) -> bool:
    kinds: set[str] | None = None
    for column in answers:
        figure = _figure(cells[column])
        figures = [value for value in (_figure(row[column]) for row in above) if value is not None]
        if figure is None or not figures:
            continue
        total = sum(figures, Fraction(0))
        same = {
            kind
            for kind, value in {"mean": total / len(figures), "sum": total, "count": Fraction(len(figures))}.items()
            if abs(value - figure) <= Fraction(1, 100)
        }
        kinds = same if kinds is None else kinds & same
    return bool(kinds)


def _figure(cell: str) -> Fraction | None:
    text = visible_text(cell).strip().replace(",", ".")
    try:
        return Fraction(text) if len(text) < 20 and "/" not in text else None
    except ValueError:
        return None


def footer(body: Sequence[Row], columns: Columns, is_answer: Callable[[int, str], bool]) -> LeftOutRule:
    """Return the function that recognises footers: rows below the table with one cell that is not an answer.

    A short name directly below the others is a person without answers.
    """
    lines = set()
    if any(sum(map(bool, cells)) > 1 for _, cells in body):
        for place in range(len(body) - 1, max(len(body) - 1 - _SEARCHED_ROWS, 0), -1):
            number, cells = body[place]
            filled = [column for column, cell in enumerate(cells) if cell.strip()]
            text = cells[filled[0]] if len(filled) == 1 else ""
            is_apart = body[place - 1][0] < number - 1
            is_name = filled[0] == columns.name and not is_apart and _may_be_name(text)
            if not text or is_name or (filled[0] in columns.answers.values() and is_answer(filled[0], text)):
                break
            lines.add(number)
    return lambda row: (
        LeftOutRow(row[0], "footer", "a line without an answer below the table") if row[0] in lines else None
    )


def _may_be_name(text: str) -> bool:
    return len(text) <= _NAME_LENGTH and text[:1].isalpha() and not any(c.isdigit() or c in ":=©" for c in text)
