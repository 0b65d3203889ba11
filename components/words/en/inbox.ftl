# The inbox.
inbox-title = Inbox
inbox-title-cases = Our cases
inbox-boxes = Which cases
inbox-box-needs = Needs you
inbox-box-waiting = Waiting for others
inbox-box-closed = Closed
inbox-search = Reference, workplace, words
inbox-chips-s = Severity
inbox-chips-f = Marks
inbox-flag-unread = Unread
inbox-flag-zero_tolerance = Zero tolerance
inbox-flag-strike = Strike
inbox-rare = Workplace, brand, month
inbox-workplace = Workplace
inbox-brand = Brand
inbox-month = Month received
inbox-clear = Clear all filters
inbox-group-overdue = Overdue
inbox-group-today = Due today
inbox-group-week = This week
inbox-group-later = Later
inbox-group-undated = Without a date
inbox-new = { $count ->
   *[other] { $count } new
  }
inbox-last = last change { $when }
inbox-waits-moderate = A message waits for review
inbox-waits-triage = Decide the screening
inbox-waits-admit = Admit the factory
inbox-waits-read = New message to read
inbox-waits-review_answer = The factory has answered
inbox-waits-investigate = Finding to be made
inbox-waits-verify = Check the evidence
inbox-waits-factory_answer = Factory's answer
inbox-waits-answer = Your answer
inbox-waits-remedy = Remedy under way
inbox-waits-comment = Your comment on the answer
inbox-waits-brand_plan = Your assessment and plan
inbox-waits-ask_again = Ask whether it is still solved
inbox-waits-check_in = Check in with the worker
inbox-waits-clock = A deadline has passed
inbox-waits-nothing = Nothing is waiting
inbox-shown = { $count ->
    [one] 1 case. Sorted by what is due first.
   *[other] { $count } cases on this page. Sorted by what is due first.
  }
inbox-empty-needs = Nothing needs you now.
inbox-empty-waiting = Nothing waits for others.
inbox-empty-closed = No case is closed yet.
inbox-empty-filters = No case fits these filters.
inbox-empty-filters-more = Take one away, or clear them all.
inbox-searched = These words were looked for in { $count } cases. The next page looks further.
inbox-searched-none = None of these { $count } cases has the words.
inbox-searched-more = Turn the page to look further.
inbox-empty-more = { $count ->
    [0] No case waits for others.
    [one] 1 case waits for others.
   *[other] { $count } cases wait for others.
  }
inbox-empty-more-many = More than { $n } cases wait for others.
inbox-empty-more-due-many = More than { $n } cases wait for others; the next deadline is { $day }.
inbox-empty-more-due = { $count ->
    [one] 1 case waits for others; the next deadline is { $day }.
   *[other] { $count } cases wait for others; the next deadline is { $day }.
  }
