"""What editors do with what readers say: attention, feedback, closing gaps, tests of queries."""
