"""Charts: a missing value leaves a gap, the order has a meaning, and typed text is never markup."""

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxmaturity.charts.dumbbells import dumbbells
from cxmaturity.charts.heatmap import heatmap
from cxmaturity.charts.labels import distinct_names, spread
from cxmaturity.charts.palette import ACCENT, stage_colours
from cxmaturity.charts.radar import radar
from cxmaturity.charts.slope import slope
from cxmaturity.charts.style import drawn, ticks, wrapped
from cxmaturity.charts.trend import stage_scale, trend
from cxmaturity.tables.teams import MeasuredLevel, team_change_table
from cxmaturity.wording.language.numbers import format_level
from tests.build import equal
from tests.figures import check_figure

NONE = float("nan")
EVIL = "<b>R&D</b>"
SAFE = "&lt;b&gt;R&amp;D&lt;/b&gt;"


def profile(**columns: list[Any]) -> pd.DataFrame:
    """Return a profile of dimensions A, B, C with these columns; targets and last levels are missing by default."""
    whole: dict[str, list[Any]] = {
        "dimension": ["A", "B", "C"],
        "level": [2.0, 3.0, 4.0],
        "target": [pd.NA] * 3,
        "last": [NONE] * 3,
        **columns,
    }
    whole["shown"] = [format_level(level) for level in whole["level"]]
    return pd.DataFrame(whole).astype({"level": "float64", "last": "float64", "target": "Int64"})


def lines(frame: pd.DataFrame, scale_max: int = 5, **names: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in radar(frame, scale_max, **names).data}


def test_plotly_accepts_every_property_and_draws_once() -> None:
    """Each kind of chart; a property that plotly does not know is an error."""
    answers = pd.DataFrame(
        {"dimension": ["A", "B"], "id": ["A1", "B1"], "question": "Q", "level": [2, pd.NA], "answer": ["2", "?"]}
    ).astype({"level": "Int64"})
    whole = profile(target=[3, 4, 5], last=[1.0, NONE, 2.5])
    wide = pd.DataFrame({"capability": ["C"], "level": [2.0], "target": [3], "gap": [1.0]})
    pictures = (
        radar(whole, 5),
        dumbbells(wide, 5),
        heatmap(answers, ["Low", "High"], ["1", "2"]),
        trend(history(bars=True), LABELS, FIVE),
        slope(SIDES, 5, "A", "B"),
    )
    for figure in pictures:
        check_figure(figure)
    with pytest.raises(ValueError, match="colour"):
        check_figure(drawn([{"type": "scatter", "colour": "red"}]))


def history(*starts: bool, bars: bool = False, levels: tuple[float, ...] = (2.0, 2.5, NONE, 3.0)) -> pd.DataFrame:
    """Return the levels of one dimension as `level_history` does; `starts` marks where the questionnaire changed."""
    means = [2.2549 if bars and i > 0 else NONE for i in range(len(levels))]
    ends = [(2.0049, 2.5) if bars and i == len(levels) - 1 else (NONE, NONE) for i in range(len(levels))]
    return pd.DataFrame(
        {
            "assessment": [EVIL, *(f"Q{i + 1}" for i in range(1, len(levels)))],
            "at": range(len(levels)),
            "dimension": "A",
            "level": levels,
            "shown": [format_level(level) for level in levels],
            "mean": means,
            "low": [low for low, _ in ends],
            "high": [high for _, high in ends],
            "starts_anew": starts or (False,) * len(levels),
            "is_other_kind": [i == 0 for i in range(len(levels))],
        }
    )


LABELS = [EVIL, "Q2", "Q3", "Q4"]
FIVE = stage_scale(5)


class TestTrend:
    """One level over time."""

    def test_the_line_is_labelled_where_it_ends(self) -> None:
        """A missing level is a gap; the last level is written beside its mark; labels are text; a pulse is a square."""
        line, ends = trend(history(), LABELS, FIVE).data
        assert (list(line.x), list(line.y)) == ([0, 1, 2, 3], [2.0, 2.5, None, 3.0])
        assert list(line.text) == [f"{SAFE}: 2.0", "Q2: 2.5", "Q3: –", "Q4: 3.0"]
        assert list(line.marker.symbol) == ["square", "circle", "circle", "circle"]
        assert (list(ends.x), list(ends.y), list(ends.text)) == ([3], [3.0], ["   <b>3.0</b>"])

    def test_nothing_rated_is_an_empty_picture(self) -> None:
        """Without a level nothing is labelled, and nothing fails."""
        [line] = trend(history(levels=(NONE, NONE)), LABELS[:2], FIVE).data
        assert list(line.y) == [None, None]

    def test_all_pictures_have_one_scale(self) -> None:
        """The axis is the same for small and for large levels."""
        small, large = (
            trend(history(), LABELS, FIVE),
            trend(history(levels=(1.0, 1.1)), LABELS[:2], FIVE, is_large=True),
        )
        assert small.layout.yaxis.range == large.layout.yaxis.range == (0.8, 5.2)
        assert small.layout.height < large.layout.height

    def test_another_questionnaire_breaks_the_line(self) -> None:
        """Levels of different questionnaires are not joined; a dotted vertical line separates them."""
        figure = trend(history(False, False, False, True), LABELS, FIVE)
        assert (list(figure.data[0].x), list(figure.data[0].y)) == ([0, 1, 2, 2, 3], [2.0, 2.5, None, None, 3.0])
        assert [shape.x0 for shape in figure.layout.shapes] == [2.5]

    def test_the_mean_of_people_has_its_own_ring_with_its_interval(self) -> None:
        """The ring stands at people's mean of 2.25, not at the group's level of 3; without an interval there is no bar.

        Ring and point stand side by side, as do their labels.
        """
        line, rings, ends = trend(history(bars=True), LABELS, FIVE).data
        assert list(rings.y) == [2.25, 2.25, 2.25]
        assert (list(rings.error_y.array), list(rings.error_y.arrayminus)) == ([0, 0, 0.25], [0, 0, 0.25])
        assert list(rings.text) == ["2.25", "2.25", "2.25, 2.00 to 2.50"]
        assert all(0 < ring - point <= 0.25 for ring, point in zip(rings.x, line.x[1:], strict=True))
        assert list(ends.text) == ["   <b>3.0</b>", "   ○ 2.25"]
        assert ends.y[0] - ends.y[1] >= 0.7

    def test_no_figure_is_finer_than_what_is_shown(self) -> None:
        """The chart's data, which a browser can read, has one decimal for levels and two for means and intervals."""
        frame = history(bars=True, levels=(2.3567, 2.3567, 2.3567))
        line, rings, ends = trend(frame, LABELS[:3], FIVE).data
        assert set(line.y) == {2.4}
        values = [*rings.y, *rings.error_y.array, *rings.error_y.arrayminus]
        assert all(value == round(value, 2) for value in values)
        assert "2.36" not in str(ends.text)

    @pytest.mark.parametrize(
        ("count", "large", "small"), [(1, [0], [0]), (2, [0, 1], [0, 1]), (20, [0, 9, 19], [0, 19])]
    )
    def test_names_beneath_have_room(self, count: int, large: list[int], small: list[int]) -> None:
        """The first and the last label are always drawn, in two short lines at most.

        Of long labels the common beginning is dropped.
        """
        names = [f"Quarterly check of the bakers {number}" for number in range(count)]
        frame = history(levels=(2.0,) * count)
        for is_large, places in ((True, large), (False, small)):
            shown = trend(frame, names, FIVE, is_large=is_large).layout.annotations
            assert [name.x for name in shown] == places
            assert all(len(line) <= 12 for name in shown for line in name.text.split("<br>"))
            assert all(name.text.count("<br>") <= 1 for name in shown)
            if count > 1:
                assert [name.text for name in shown] == [f"…{place}" for place in places]


def side(level: float | None, assessment: str | None) -> MeasuredLevel:
    return MeasuredLevel(assessment, level, "")


SIDES = team_change_table(
    [
        (EVIL, side(2.0, "a"), side(3.0, "b")),
        ("Even", side(3.0, "a"), side(3.0, "b")),
        ("Fell", side(4.0, "a"), side(3.5, "b")),
        ("New", side(None, None), side(4.0, "b")),
        ("Gone", side(2.0, "a"), side(None, "b")),
        ("Never", side(None, "a"), side(None, "b")),
        ("Once", side(2.0, "a"), side(2.0, "a")),
    ],
    "People",
    equal(1),
)


def test_names_lose_what_all_begin_with_only_where_they_are_too_long() -> None:
    """Three short names stay whole; of long ones the common beginning is dropped, but never the last word.

    A single name is not shortened.
    """
    assert distinct_names(["Spring 2025", "Spring 2026"], 12, 2) == ["Spring 2025", "Spring 2026"]
    long = ["The quarterly check of depots", "The quarterly check of shops", "The quarterly check of"]
    assert distinct_names(long, 9, 2) == ["…of depots", "…of shops", "…of"]
    assert distinct_names(long[:1], 9, 2) == long[:1]


@pytest.mark.parametrize(
    ("ends", "lines"), [((1, 5), [1, 2, 3, 4, 5]), ((0, 1), [0, 0.25, 0.5, 0.75, 1]), ((0, 100), [0, 25, 50, 75, 100])]
)
def test_an_axis_has_few_lines(ends: tuple[float, float], lines: list[float]) -> None:
    """Whole numbers on scales of levels, quarters where there would be none or a hundred of them."""
    assert ticks(*ends) == lines


class TestSlope:
    """Teams at two dates."""

    def test_direction_shows_in_the_dash(self) -> None:
        """A rise is solid, a fall dashed, no change dotted; a team with one date has a mark and no line."""
        up, even, down, new, gone, once = slope(SIDES, 5, "Then", "Now").data[:6]
        assert [line.line.dash for line in (up, even, down)] == ["solid", "dot", "dash"]
        assert (list(up.x), list(up.y)) == ([0, 1], [2.0, 3.0])
        assert (list(new.x), list(gone.x), list(once.x)) == (
            [1],
            [0],
            [1],
        )  # a single date is no lack of change
        assert len({line.marker.symbol for line in (up, even, down, new, gone)}) == 5

    def test_names_stand_where_the_lines_end(self) -> None:
        """Names stand at the right with the level, or at the left if there is no later level.

        Markup in a name is plain text.
        """
        _, right, _, left = slope(SIDES, 5, "Then", "Now").data[-4:]
        whole = [text.replace("<br>", "") for text in right.text]
        assert whole == [f"3.00 {SAFE}", "3.00 Even", "3.50 Fell", "4.00 New", "2.00 Once"]
        assert list(left.text) == ["2.00", "3.00", "4.00", "Gone 2.00"]

    def test_a_name_that_was_moved_is_joined_to_its_mark(self) -> None:
        """Of levels 3, 3 and 4 the two at 3 are moved: a line leads from 3 to each of their names."""
        join, right, *_ = slope(SIDES.iloc[[0, 1, 3]], 5, "Then", "Now").data[-4:]
        assert right.y[0] < 3 < right.y[1]
        assert right.y[2] == 4
        assert list(join.y) == [3, right.y[0], None, 3, right.y[1], None]

    def test_a_long_name_is_cut_in_the_picture(self) -> None:
        """The table beside the picture has the whole name."""
        long = slope(SIDES.head(1).assign(team="A team with a rather long name that goes on and on"), 5, "Then", "Now")
        assert long.data[-3].text[0] == "3.00 A team with a<br>rather long name<br>that goes on and…"

    @pytest.mark.parametrize("team", ["W" * 22, "Kundenzufriedenheit Süd"])
    @pytest.mark.parametrize("is_gone", [False, True])
    def test_wide_names_fit_beside_the_narrowest_picture(self, team: str, is_gone: bool) -> None:
        """At 320 pixels the axis has 228: a label ends within the picture, whichever side it is on.

        A W of the app's font is 11 pixels wide, and no other letter is wider.
        """
        figure = slope(SIDES.iloc[[4 if is_gone else 0]].assign(team=team), 5, "Then", "Now")
        begin, end = figure.layout.xaxis.range
        label = figure.data[-1 if is_gone else -3].text[0]
        room = (-0.1 - begin if is_gone else end - 1.1) * 228 / (end - begin)
        letter = 11 if team[0] == "W" else 7
        names = [line.removeprefix("3.00 ").removesuffix(" 2.00") for line in label.split("<br>")]
        assert max(letter * len(name) for name in names) <= room

    @given(st.lists(st.floats(1, 5), max_size=30))
    def test_labels_keep_apart_and_in_order(self, levels: list[float]) -> None:
        """Labels of close levels do not overlap and keep their order, within the picture."""
        places = spread(levels, [0.1] * len(levels), 0.8, 5.2)
        assert len(places) == len(levels)
        inorder = sorted(places)
        assert all(b - a >= 0.1 - 1e-9 for a, b in pairwise(inorder))
        assert all(
            one <= other
            for a, one in zip(levels, places, strict=True)
            for b, other in zip(levels, places, strict=True)
            if a < b
        )
        assert all(0.8 - 1e-9 <= place <= 5.2 + 1e-9 for place in places)

    def test_labels_with_room_stand_at_their_level(self) -> None:
        """A label is moved only to avoid an overlap; of two at the same level both move by half."""
        assert spread([1.0, 3.0, 2.0], [0.5] * 3, 0.8, 5.2) == [1.0, 3.0, 2.0]
        assert spread([3.0, 3.0], [0.5] * 2, 0.8, 5.2) == [2.75, 3.25]

    def test_a_name_of_several_lines_moves_only_its_neighbours(self) -> None:
        """Two labels 0.5 high with their middles 1 apart do not move; at 3.5, one of 1.5 needs 1 from that at 3."""
        assert spread([2.0, 3.0, 3.5], [0.5, 0.5, 1.5], 0.8, 5.2) == [2.0, 2.75, 3.75]


class TestRadar:
    """The profile of the dimensions."""

    def test_a_whole_line_closes_and_is_filled(self) -> None:
        """Three spokes form a closed, filled line."""
        now = lines(profile())["Now"]
        assert list(now.theta) == ["A", "B", "C", "A"]
        assert list(now.r) == [2.0, 3.0, 4.0, 2.0]
        assert (now.fill, now.line.color) == ("toself", ACCENT)

    @pytest.mark.parametrize("missing", [0, 1, 2])
    def test_a_missing_level_leaves_a_gap(self, missing: int) -> None:
        """A missing level has no point, is not filled and not bridged; it is never drawn at the centre."""
        levels = [2.0, 3.0, 4.0]
        levels[missing] = NONE
        now = lines(profile(level=levels))["Now"]
        assert [r is None for r in now.r] == [i == missing for i in (0, 1, 2, 0)]
        assert not {0, 1} & set(now.r)
        assert now.fill is None
        assert not now.connectgaps

    def test_target_and_last_time_only_when_there(self) -> None:
        """Without values there is no legend entry either."""
        assert list(lines(profile())) == ["Now"]
        assert list(lines(profile(target=[pd.NA, 4, pd.NA]))) == ["Target", "Now"]
        assert list(lines(profile(last=[NONE, NONE, 1.5]))) == ["Last time", "Now"]

    def test_missing_targets_and_last_levels_are_gaps_too(self) -> None:
        """Only existing targets and last levels are drawn."""
        traces = lines(profile(target=[3, pd.NA, 5], last=[NONE, 2.5, NONE]))
        assert list(traces["Target"].r) == [3, None, 5, 3]
        assert list(traces["Last time"].r) == [None, 2.5, None, None]

    def test_names_of_a_comparison(self) -> None:
        """What-if uses the same chart with its own names; “now” is drawn last, on top."""
        traces = lines(profile(last=[1.0, 1.0, 1.0]), names=("What if", "Today"))
        assert list(traces) == ["Today", "What if"]
        assert list(traces["What if"].r)[:3] == [2.0, 3.0, 4.0]

    def test_lines_differ_by_more_than_colour(self) -> None:
        """Each of the three lines has its own dash."""
        traces = lines(profile(target=[3, 3, 3], last=[1.0, 1.0, 1.0]))
        assert {trace.line.dash for trace in traces.values()} == {"dot", "dash", "solid"}

    def test_text_is_text(self) -> None:
        """Plotly reads markup in labels: markup in a name is shown as typed."""
        now = lines(profile(dimension=[EVIL, "B", "C"]))["Now"]
        assert list(now.theta) == [SAFE, "B", "C", SAFE]

    def test_the_first_of_two_equal_gaps_is_the_upper(self) -> None:
        """As in the table and the sentence beside it."""
        figure = dumbbells(gaps(("first", 2.0, 3), ("second", 3.0, 4), ("wide", 1.0, 4)), 5)
        assert list(figure.data[2].y) == ["second", "first", "wide"]

    def test_a_scale_of_four(self) -> None:
        """From 1 to 4, a ring for each level."""
        radial = radar(profile(), 4).layout.polar.radialaxis
        assert (tuple(radial.range), tuple(radial.tickvals)) == ((1, 4), (1, 2, 3, 4))

    def test_names_at_the_sides_have_room(self) -> None:
        """20 letters at 120 degrees: 148 pixels less 80 · (1 − 0.87), and 14 more; at the top they need none."""
        beside = radar(profile(dimension=["A", "B" * 20, "C"]), 5).layout.margin
        above = radar(profile(dimension=["A" * 10, "B", "C"]), 5).layout.margin
        assert (beside.l, beside.r) == (pytest.approx(151.3, abs=0.1),) * 2
        assert above.l < 40

    def test_the_legend_never_lies_on_names_or_cells(self) -> None:
        """It stands at the lower edge of the figure, wherever the names and the cells above it end."""
        answers = pd.DataFrame({"dimension": ["A"], "id": ["A1"], "question": "Q", "level": [2], "answer": ["2"]})
        for figure in (radar(profile(), 5), heatmap(answers, ["Low", "High"], ["1", "2"])):
            assert (figure.layout.legend.yref, figure.layout.legend.y) == ("container", 0)


def gaps(*rows: tuple[str, float, float]) -> pd.DataFrame:
    """Return (capability, level, target) as capability_gaps does."""
    frame = pd.DataFrame(rows, columns=["capability", "level", "target"])
    return frame.assign(gap=(frame["target"] - frame["level"]).clip(lower=0))


class TestDumbbells:
    """Gaps by capability."""

    def test_the_widest_gap_is_on_top(self) -> None:
        """Plotly stacks rows upwards, so the widest gap is the last row; the dots have the same order."""
        figure = dumbbells(gaps(("wide", 1.5, 4), ("none", 4.0, 3), ("small", 2.0, 3)), 5)
        traces = {trace.name: trace for trace in figure.data if trace.name}
        assert list(traces["Now"].y) == list(traces["Target"].y) == ["none", "small", "wide"]
        assert list(traces["Now"].x) == [4.0, 2.0, 1.5]
        assert list(traces["Target"].x) == [3, 3, 4]

    def test_bars_join_now_and_target_and_nothing_else(self) -> None:
        """Each bar ends with a break; a level above its target has no bar, because there is no gap."""
        bars = dumbbells(gaps(("small", 2.0, 3), ("above", 4.0, 3)), 5).data[0]
        assert list(bars.x) == [4.0, 4.0, None, 2.0, 3.0, None]
        assert list(bars.y) == ["above", "above", None, "small", "small", None]

    def test_no_level_or_target_is_no_row(self) -> None:
        """A row without a level or target is left out, rather than drawn at 0 or 1."""
        figure = dumbbells(gaps(("there", 2.0, 3), ("no level", NONE, 3), ("no target", 2.0, NONE)), 5)
        assert [list(trace.x) for trace in figure.data[1:]] == [[3.0], [2.0]]

    def test_nothing_to_show(self) -> None:
        """Without any level the picture is empty and no error is raised."""
        figure = dumbbells(gaps(("no level", NONE, 3)), 5)
        assert [len(trace.x) for trace in figure.data] == [0, 0, 0]

    def test_text_is_text(self) -> None:
        """Markup in a name is shown as typed."""
        assert list(dumbbells(gaps((EVIL, 2.0, 3)), 5).data[2].y) == [SAFE]

    def test_rows_are_as_high_as_the_longest_name(self) -> None:
        """Of 60 letters a name has three lines of 16 pixels: no name runs into the next one. So in the heat map."""
        names = ["Ambassadors and authority: Digital self-service and automation", "Short"]
        picture = dumbbells(gaps(*((name, 2.0, 3) for name in names)), 5)
        assert picture.data[2].y[1].count("<br>") == 2
        assert picture.layout.height == 90 + 2 * (3 * 16 + 4)
        rows = [("Sustainability and social responsibility in the supply chain", f"A{n}", 1, "") for n in range(70)]
        cells = heatmap(answers(*rows), NAMES, NUMBERS)
        lines = cells.layout.yaxis.ticktext[0].count("<br>") + 1
        assert cells.layout.height == 90 + 8 * (16 * lines + 4)
        assert lines > 2

    def test_a_scale_of_four(self) -> None:
        """Ticks at the four levels and a little room at either end."""
        axis = dumbbells(gaps(("a", 2.0, 3)), 4).layout.xaxis
        assert (tuple(axis.tickvals), tuple(axis.range)) == ((1, 2, 3, 4), (0.8, 4.2))


def answers(*rows: tuple[str, str, int | None, str]) -> pd.DataFrame:
    """Return (dimension, id, level, answer) as frames.answers does."""
    frame = pd.DataFrame(rows, columns=["dimension", "id", "level", "answer"])
    return frame.assign(question=frame["id"] + "?").astype({"level": "Int64"})


NAMES = ["One", "Two", "Three", "Four"]
NUMBERS = ["1", "2", "3", "4"]
CLEAR = "rgba(0,0,0,0)"


class TestHeatmap:
    """Every answer at a glance."""

    def test_a_cell_is_coloured_by_its_level_and_says_it(self) -> None:
        """Four levels: four colours in the legend, a cell has the colour of its level and shows its number."""
        figure = heatmap(
            answers(("A", "A1", 1, "1 One"), ("A", "A2", 4, "4 Four"), ("B", "B1", 2, "2 Two")), NAMES, NUMBERS
        )
        colours = stage_colours(4)
        drawn_cells = {
            colours[0]: "M-0.47,-0.44H0.47V0.44H-0.47Z",
            colours[3]: "M0.53,-0.44H1.47V0.44H0.53Z",
            colours[1]: "M-0.47,0.56H0.47V1.44H-0.47Z",
        }
        assert {s.fillcolor: s.path for s in figure.layout.shapes} == drawn_cells
        assert [text.split("<br>")[0] for text in figure.data[-1].text] == ["<b>1</b>", "<b>4</b>", "<b>2</b>"]
        legend = [trace for trace in figure.data if trace.name]
        assert [trace.name for trace in legend] == ["1 One", "2 Two", "3 Three", "4 Four"]
        assert tuple(trace.marker.color for trace in legend) == colours

    def test_cells_of_one_level_are_one_shape(self) -> None:
        """Two cells of level 2 are drawn as one trace."""
        figure = heatmap(answers(("A", "A1", 2, ""), ("A", "A2", 2, "")), NAMES, NUMBERS)
        assert [s.path for s in figure.layout.shapes] == ["M-0.47,-0.44H0.47V0.44H-0.47ZM0.53,-0.44H1.47V0.44H0.53Z"]

    def test_a_row_for_each_dimension_in_order(self) -> None:
        """The first dimension is on top; cells and their hover texts stand in the order of the questions."""
        figure = heatmap(answers(("B", "B1", 1, ""), ("A", "A1", 2, ""), ("A", "A2", 3, "")), NAMES, NUMBERS)
        assert tuple(figure.layout.yaxis.ticktext) == ("B", "A")
        assert tuple(figure.layout.yaxis.range) == (1.5, -0.5)
        assert list(zip(figure.data[-1].x, figure.data[-1].y, strict=True)) == [(0, 0), (0, 1), (1, 1)]

    def test_a_dimension_of_many_questions_takes_several_rows(self) -> None:
        """With nine cells per row eleven questions take two rows; the next dimension starts below.

        Each is named once.
        """
        figure = heatmap(answers(*[("A", f"A{i}", 1, "") for i in range(11)], ("B", "B1", 2, "")), NAMES, NUMBERS)
        places = list(zip(figure.data[-1].x, figure.data[-1].y, strict=True))
        assert places[8:] == [(8, 0), (0, 1), (1, 1), (0, 2)]
        assert (tuple(figure.layout.yaxis.tickvals), tuple(figure.layout.yaxis.ticktext)) == ((0, 2), ("A", "B"))

    def test_of_many_questions_the_ids_are_left_to_hover(self) -> None:
        """With 194 questions cells are lower and show the level alone; ids appear on hover."""
        rows = [("A", f"A{i}", 1, "") for i in range(194)]
        few, many = heatmap(answers(*rows[:60]), NAMES, NUMBERS), heatmap(answers(*rows), NAMES, NUMBERS)
        assert few.data[-1].text[0] == "<b>1</b><br><span style='font-size:11px'>A0</span>"
        assert many.data[-1].text[0] == "<b>1</b>"
        assert many.layout.height < 1000

    def test_no_level_has_no_colour(self) -> None:
        """“Don't know” is ?, “does not apply” is –, unanswered is blank: none has the colour of a level."""
        rows = [
            ("A", "A1", None, "Don't know"),
            ("A", "A2", None, "Does not apply"),
            ("A", "A3", None, "No answer yet"),
        ]
        figure = heatmap(answers(*rows), NAMES, NUMBERS)
        assert {s.fillcolor for s in figure.layout.shapes} == {CLEAR}
        assert [text.split("<br>")[0] for text in figure.data[-1].text] == ["?", "–", ""]

    def test_text_is_text(self) -> None:
        """Markup in dimensions, stages, questions and answers is shown as typed."""
        frame = answers((EVIL, "A1", 1, EVIL)).assign(question=EVIL)
        figure = heatmap(frame, [EVIL, "Two"], ["1", "2"])
        assert tuple(figure.layout.yaxis.ticktext) == (SAFE,)
        assert figure.data[0].name == f"1 {SAFE}"
        assert list(figure.data[-1].hovertext) == [f"A1 {SAFE}<br>{SAFE}"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("People", "People"),
        ("Social responsibility (CSR)", "Social<br>responsibility<br>(CSR)"),
        ("a b c", "a b c"),
        ("", ""),
        ("x < y & z", "x &lt; y &amp; z"),
    ],
)
def test_long_names_are_wrapped(text: str, lines: str) -> None:
    """Only between words; an escaped character counts as one."""
    assert wrapped(text) == lines
