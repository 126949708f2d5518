"""Forms of consortia and bids."""
