"""The facilitator's set-up and console."""
