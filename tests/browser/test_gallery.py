import pytest


@pytest.mark.one_database
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_component_in_every_state_is_sound(arrive, width, scheme):
    arrive(width=width, color_scheme=scheme).go("/komponenter/").finds_the_page_fine(f"{width}-{scheme}")
