"""What belongs to a matter of each kind: the key bar of its file, and what the palette and the help name first for it."""

BARS = {
    "incident": (
        "report",
        "sent",
        "figures",
        "assess",
        "activate",
        "notify",
        "receipt",
        "plan",
        "fact",
        "call",
        "close",
        "help",
    ),
    "policy": (
        "interpret",
        "recipients",
        "push",
        "policy_window",
        "policy_answer",
        "withdraw",
        "close",
        "call",
        "help",
    ),
    "appeal": ("dispose", "link", "relay", "feedback", "notify", "receipt", "report", "sent", "close", "call", "help"),
    "routine": (
        "meeting_notice",
        "meeting_receipt",
        "meeting_test",
        "meeting_note",
        "minutes",
        "close",
        "call",
        "help",
    ),
}
"""Commands of the key bar by kind, in the order of its life. What has no key of its own is a digit here."""
