"""Where a search finds nothing, those that ask for a little less are tried."""

from __future__ import annotations

import pytest

from tat_console.services.wider import TRIED, wider_texts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("disk", ["disk*"]),
        ("disk*", []),
        ("status:failed", []),
        ("disk full", ["disk* full*", "full", "disk", "full*", "disk*"]),
        (
            'status:failed "no space" exit:3 status:timeout',
            [
                'status:failed "no space"* exit:3 status:timeout',
                "status:failed exit:3 status:timeout",
                '"no space" exit:3',
                'status:failed "no space" status:timeout',
                '"no space"* exit:3',
                'status:failed "no space"* status:timeout',
            ],
        ),
    ],
)
def test_words_are_shortened_and_parts_left_out(text: str, expected: list[str]) -> None:
    assert wider_texts(text) == expected


def test_of_a_long_search_a_few_are_tried() -> None:
    assert len(wider_texts(" ".join(f"word{number}" for number in range(50)))) == TRIED
