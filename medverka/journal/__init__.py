"""Who did what, who read what: append-only and hash-chained.

An entry keeps ids and bare facts, never a name, an address or anything that a person has
written, so that it outlives those it speaks of. `medverka journal verify` checks the chain.
"""
