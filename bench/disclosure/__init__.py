"""An attacker on published figures: random data sets, the real publishing functions, and what can be worked out from them."""
