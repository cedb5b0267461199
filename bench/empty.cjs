// The yardstick: what Node itself costs.
