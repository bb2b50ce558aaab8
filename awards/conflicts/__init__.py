"""Relations between judges and nominees, declarations, and who therefore does not mark."""
