"""The README's tables are those of the last measurement."""

import pytest

from bench import readme

FIGURE = {"name": "Start", "value": 281.6, "unit": "ms", "versus": "", "ratio": None, "aim": None}
TEXT = "Before\n<!-- figures -->\nold\n<!-- /figures -->\nAfter\n"


def test_a_missed_aim_is_told_beside_the_figure():
    figures = {
        "a": {**FIGURE, "met": None},
        "b": {**FIGURE, "ratio": 1.5, "versus": "its floor", "aim": 1.3, "met": False},
        "c": {**FIGURE, "value": 4, "unit": "requests", "aim": 4, "met": True},
    }
    assert readme.figures_table(figures)[1:] == [
        ("Start", "", "282 ms"),
        ("Start", "≤ 1.30 ×", "1.50 × its floor: 282 ms; **missed**"),
        ("Start", "≤ 4", "4 requests"),
    ]


def test_the_parts_of_the_bill_are_summed():
    table = readme.costs_table({"Lambda": 0.16, "Alarms": 0.3})
    assert table[-1] == ("**Together**", "**0.46**")


def test_only_what_is_between_the_marks_changes():
    fresh = readme.between_marks(TEXT, "figures", [("What", "Aim"), ("Start", "")])
    table = "| What | Aim |\n|---|---|\n| Start | |"
    assert fresh == TEXT.replace("old", table)
    assert readme.between_marks(fresh, "figures", [("What", "Aim"), ("Start", "")]) == fresh


def test_a_readme_without_its_marks_is_noticed():
    with pytest.raises(ValueError, match="0 places for costs"):
        readme.between_marks(TEXT, "costs", [("Part",)])
