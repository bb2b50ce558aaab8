"""The council's meeting: attendance, motions, ballots, and the record behind the minutes."""
