"""Tables: rows and columns as data, and the delegates that paint them."""
