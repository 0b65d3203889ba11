# Published figures of a brand: quarters, never chosen ranges.
published-nothing = Nothing has been published yet. Each quarter is published 15 days after its end.
published-period = Quarter
published-quarter = { $year }, quarter { $n }
published-last = Last { $n } quarters
published-received = Cases received
published-answered = First answers
published-closed = Cases closed
published-about = at most { $n } from the true number
published-few = under 5, or would tell of one that is
published-answer = Half were answered within
published-slow = 9 in 10 within { $days }
published-band = read from the table of days
published-days = { $start } to { $end } days
published-days-open = { $start } days or more
published-kept = { $what }: kept
published-missed = { $what }: missed
published-clock-other = Other deadlines
published-none = Not recorded
published-site-left = A workplace you no longer buy from
published-and-hidden = { $n } and more
published-base = { $hidden ->
    [0] { $all } in all
    [one] { $all } in all; 1 value is hidden
   *[other] { $all } in all; { $hidden } values are hidden
  }
published-all-hidden = All numbers here are hidden: each is under 5, or would let you work out one that is.
published-value = Value
published-category-title = Received, by main category
published-site-title = Received, by workplace
published-answer-days-title = Days to the factory's first answer
published-clock-title = Deadlines kept and missed
published-brand-word-days-title = Days until you first wrote in a case
published-brand-action-title = Steps that you took on yourselves
published-cause-title = What lay behind the cases
published-severity-title = Received, by severity
published-outcome-title = What was found
published-close-days-title = Days to closing
published-ending-title = How cases ended
published-said-title = What workers said of closed cases
published-cause-purchasing_price = Price
published-cause-purchasing_lead_time = Lead time
published-cause-purchasing_change = Change of an order
published-cause-purchasing_payment = Payment to the factory
published-cause-purchasing_forecast = Forecast
published-cause-management = Management of the factory
published-cause-recruitment = Recruitment
published-cause-subcontracting = Subcontracting
published-cause-law = Unclear law
published-cause-other = Other
published-action-agreed = Agreed
published-action-done = Done
published-action-verified = Verified
published-footnote = Every number is rounded up or down to a multiple of 5, so that parts need not add up. Hidden: a number under 5 (0 too), or one that would let you work it out by subtraction. "And more": hidden in one of the quarters. A quarter is published once, 15 days after its end, and stays as it is.
