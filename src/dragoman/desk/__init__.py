"""What becomes of what comes in: when sources are asked, and how what they say is filed, whole or not at all."""
