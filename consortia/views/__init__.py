"""Pages of consortia and bids."""
