"""The moderation desk: queue, original, release."""
