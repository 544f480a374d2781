"""The fair proposal: who is asked about which open request, all requests together, with proof.

As many seats as possible are filled; then those who have been asked least come first, so that the load is as even
as it can be; then those who fit best and live closest; then the lot decides. That somebody has declined has no place
here: it can change nothing.

============  ====================================================================================
``problem``   people, requests, who can be asked about what, and the rules within a request
``solve``     ``solve(problem)``: the best plan there is
``plan``      who is proposed for what, what that adds up to, and the prices that prove it best
``prices``    the bound that such prices give, for anybody to check
``flow``      the search: seats filled one by one along shortest paths
``ground``    the problem in whole numbers and in a set order
``rules``     "at least one relative", "not two from the same unit"
``search``    the plans that keep rules which prices cannot express, by HiGHS
``lots``      who comes first where all else is alike
``explain``   ``explain(plan, request)``: why these, why not the others, and who stands in
============  ====================================================================================

    people = [Person(7, load=1, lot=3), Person(8, load=0, lot=1, tags=frozenset({"relative"}))]
    requests = [Request(1, seats=1, days=frozenset({date(2026, 3, 2)}), at_least={"relative": 1})]
    plan = solve(Problem(people, requests, Pairs.of([(7, 1, 0), (8, 1, 2)], people, requests)))
    plan.people_of[0]  # [1]: the second person
"""
