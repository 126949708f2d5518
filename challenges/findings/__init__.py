"""What is found out for the people who decide: needs alike, changes between versions, interests that meet."""
