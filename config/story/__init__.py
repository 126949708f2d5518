"""The demo data, told through the real actions under the moved clock: press_2022 and today (design §10)."""
