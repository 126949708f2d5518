"""Reads over the money: balances, what a tranche still needs, whether the books are right."""
