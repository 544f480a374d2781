import pytest


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("part", ["", "svarsfalt/"])
def test_every_component_in_every_state_is_sound(arrive, width, scheme, part):
    arrive(width=width, color_scheme=scheme).go(f"/komponenter/{part}").finds_the_page_fine(
        f"{part.strip('/')}{width}-{scheme}"
    )
