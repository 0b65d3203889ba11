# Guidance sheets: how a cause is mended, and how a buyer supports it.
guidance-title = Guidance sheets
guidance-lead = Short pages by topic: what a factory can do, how a buyer can support it, and what makes it worse.
guidance-back = All guidance sheets
guidance-sources = Sources
guidance-reviewed = Written by Handshake, last reviewed { $day }. It is advice, not legal advice.
guidance-beside = What helps with this
