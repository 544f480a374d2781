"""What can be meant by fair, and what finds it among all average panels."""

from collections.abc import Callable, Mapping

from medverka.fairness.draw.goldilocks import goldilocks
from medverka.fairness.draw.leximin import leximin
from medverka.fairness.draw.maximin import maximin
from medverka.fairness.draw.nash import nash
from medverka.fairness.draw.result import Objective
from medverka.fairness.draw.target import Polytope, Target

FAIREST: Mapping[Objective, Callable[[Polytope], Target]] = {
    "leximin": leximin,
    "maximin": maximin,
    "nash": nash,
    "goldilocks": goldilocks,
}
