"""The rules by which the world is derived from claims; `deriving` lists them all."""
