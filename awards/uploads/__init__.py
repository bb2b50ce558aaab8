"""Files on their way in: received in pieces, resumed after a cut, checked when whole."""
