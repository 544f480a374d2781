import pytest

from medverka.accounts.models import RoleHolding, User


@pytest.fixture
def other_coordinator(county):
    """Annika Annan, coordinator of the whole county, named for nobody."""
    user = User.objects.create_user("annika@exempel.invalid", "Annika Annan")
    RoleHolding.objects.create(user=user, role="coordinator")
    user.verified_twice = True
    return user
