"""What the inside asks of the outside: protocols, and the records that cross them."""
