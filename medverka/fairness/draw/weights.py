"""Weights for given panels, so that they have the wanted average: of all such weights those with the greatest entropy.

They are ``exp(panel @ y)`` up to scale, for the ``y`` at which ``log(sum(exp(panels @ y))) - mean @ y`` is least: a smooth,
convex function of as many numbers as there are types, whose slope is how far the average is from the wanted one. It has
no least value when no weights give the average. So a little of ``y``'s own size is added, and taken away again when the
average is all but reached; and where it is not, ``y`` tells what panels are missing: those that are worth more at these
prices than the wanted average is.
"""

import numpy as np

from medverka.fairness.draw.problem import Floats, Ints

STEPS = 12
DENSE = 400  # up to so many types the curvature is held as a matrix
TURNS = 150  # of conjugate gradients for one step
REACHED = 1e-9  # the average may miss the wanted one by so much of a person, as it may miss the quotas itself
NEARER = 0.03  # each step's own equations are solved so much nearer than from where they began
SHORT = 1e-2
LEASH = (1e-5, 1e-12)  # how much of y's own size is added, in turn


def counted(cards: Ints, types: int) -> Ints:
    """Panels as cards, in people of each type; shape (panels, types)."""
    places = (np.arange(len(cards))[:, None] * types + cards).ravel()
    return np.bincount(places, minlength=len(cards) * types).reshape(len(cards), types)


class Balance:
    """Panels as cards, shape (panels, size); the wanted mean (types,); the weights that come nearest, and the prices y."""

    def __init__(self, cards: Ints, mean: Floats) -> None:
        self.cards, self.mean = cards, mean
        self.y: Floats = np.zeros(len(mean))
        self.weights: Floats = np.full(len(cards), 1 / len(cards))
        by_type = np.argsort(cards, axis=None, kind="stable")
        self.panel_of = by_type // max(cards.shape[1], 1)
        self.used, self.starts = np.unique(cards.ravel()[by_type], return_index=True)
        self.matrix = counted(cards, len(mean)).astype(np.float64) if len(mean) <= DENSE else None

    def worth(self, y: Floats) -> Floats:
        """What each panel is worth at these prices; shape (panels,)."""
        return np.asarray(self.matrix @ y if self.matrix is not None else y[self.cards].sum(axis=1))

    def average(self, weights: Floats) -> Floats:
        """How many of each type these weights give; shape (types,)."""
        if self.matrix is not None:
            return np.asarray(weights @ self.matrix)
        average = np.zeros(len(self.mean))
        average[self.used] = np.add.reduceat(weights[self.panel_of], self.starts)
        return average

    def miss(self) -> Floats:
        """How many of each type are lacking; shape (types,)."""
        return self.mean - self.average(self.weights)

    def lean(self) -> None:
        """Some of the way only, from the beginning, with prices that are never great."""
        self.y = np.zeros(len(self.mean))
        self._descend(SHORT * np.maximum(self.mean, 1e-6))

    def solve(self) -> bool:
        """Newton's method from where it was. Whether the average is the wanted one; if not, it stops while y is small."""
        for leash in LEASH:
            self._descend(leash * np.maximum(self.mean, 1e-6))
            if self.worth(self.y).max() < self.y @ self.mean:
                return False  # no panel here is worth as much as the wanted average: no weights will do
        return bool(np.abs(self.miss()).max() < REACHED)

    def _descend(self, leash: Floats) -> None:
        value, self.weights = self._at(self.y, leash)
        for _step in range(STEPS):
            slope = self.miss() - leash * self.y
            if np.abs(slope).max() < REACHED / 100:
                return
            step = self._step(slope, leash)
            length, promised = 1.0, step @ slope
            newer, weights = self._at(self.y + step, leash)
            while newer > value - 1e-4 * length * promised + 1e-13 and length > 1e-4:
                length /= 2
                newer, weights = self._at(self.y + length * step, leash)
            if length <= 1e-4:
                return
            self.y, value, self.weights = self.y + length * step, newer, weights
            if promised < 1e-20:
                return

    def _at(self, y: Floats, leash: Floats) -> tuple[float, Floats]:
        worth = self.worth(y)
        top = worth.max()
        raw = np.exp(worth - top)
        total = raw.sum()
        return float(top + np.log(total) - self.mean @ y + (leash * y) @ y / 2), raw / total

    def _step(self, slope: Floats, leash: Floats) -> Floats:
        if self.matrix is None:
            return self._conjugate(slope, leash)
        average = self.average(self.weights)
        spread = self.matrix * np.sqrt(self.weights)[:, None]
        curve = spread.T @ spread - np.outer(average, average)
        curve[np.diag_indices_from(curve)] += leash + 1e-14
        return np.asarray(np.linalg.solve(curve, slope))

    def _conjugate(self, slope: Floats, leash: Floats) -> Floats:
        average = self.average(self.weights)
        scale = 1.0 / np.maximum(average, 1e-9)
        y, left = np.zeros_like(slope), slope.copy()
        toward = ready = scale * left
        size = left @ ready
        stop = size * NEARER**2
        for _turn in range(TURNS):
            bent = self.average(self.weights * self.worth(toward)) - average * (average @ toward) + leash * toward
            bend = toward @ bent
            if not bend > 1e-300:
                break
            y = y + size / bend * toward
            left = left - size / bend * bent
            ready = scale * left
            new = left @ ready
            if new <= stop:
                break
            toward, size = ready + new / size * toward, new
        return y
