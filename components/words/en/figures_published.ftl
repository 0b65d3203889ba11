# Published figures of a brand: quarters, never chosen ranges; titles are findings, or neutral where none holds.
published-nothing = Nothing is published yet
published-nothing-why = Figures are published once per quarter, so that no two of them can be subtracted to find one person.
published-next = The next quarter follows on { $day }
published-first = The first figures, of { $quarter }, come on { $day }.
published-on = Published on { $day }
published-sum = The sum of what { $n } quarters show: what is hidden in one is not in it
published-period = Quarter
published-all = All { $n } quarters shown
published-received = Cases received
published-sites = { $n ->
    [one] from 1 workplace that supplied you
   *[other] from { $n } workplaces that supplied you
  }
published-answer = Factory's first answer, median
published-word = Your own first word, median
published-median = Median { $days }
published-slow = 9 in 10 within { $days }
published-days = { $start } to { $end } days
published-up-to = { $days ->
    [one] up to 1 day
   *[other] up to { $days } days
  }
published-base-hidden = How many is hidden
published-days-open = { $start } days or more
published-kept = { $what }: kept
published-missed = { $what }: missed
published-clock-other = Other deadlines
published-none = Not recorded
published-site-left = A workplace you no longer buy from
published-others = { $n ->
    [one] 1 other
   *[other] { $n } others, each
  }
published-and-hidden = { $n } and more
published-some-hidden = { $n ->
    [one] 1 number hidden
   *[other] { $n } numbers hidden
  }
published-all-hidden = All { $n } numbers are hidden: each is under 5, or would let you work out one that is.
published-number = Number
published-section-received = What came in
published-section-handled = How fast it went on
published-section-ended = What became of it
published-section-own = Your own part
published-received-base = { $all } cases received
published-answered-base = { $all } first answers
published-closed-base = { $all } closed cases
published-found-base = { $all } findings
published-clocks-base = { $all } deadlines that ended
published-causes-base = { $all } causes named
published-brand-words-base = { $all } cases in which you wrote
published-brand-actions-base = { $all } steps
published-category-title = Cases by main category
published-category-most = No category has more cases than { $name }
published-category-column = Category
published-category-means = Cases of your supply chain that you were told of in the quarter, each once, by the category of its first issue. Questions and wrong calls are not counted. Few cases can mean that people dare not call.
published-severity-title = Cases by severity
published-severity-column = Severity
published-severity-means = The same cases by severity, from critical (danger to life, a child, violence) to low. "Not recorded": not yet sorted.
published-site-title = Cases by workplace
published-site-column = Workplace
published-site-means = The same cases by workplace. All workplaces that supplied you in the quarter are named, with cases or without, so that a name says nothing.
published-answer-days-title = Days to the factory's first answer
published-answer-days-half = At least half of the first answers came within { $days } days
published-answer-days-column = Days
published-answer-days-means = First answers that factories gave in the quarter, by whole days since you were told of the case. Each case has its own deadline: whether it was kept stands below.
published-close-days-title = Days to closing
published-close-days-half = At least half of the closed cases were closed within { $days } days
published-close-days-column = Days
published-close-days-means = Cases closed in the quarter, by whole days since you were told of them. A case that was reopened is taken out again.
published-days-means = The median is the band in which the middle case lies. It is read from the numbers shown.
published-clock-title = Deadlines kept and missed
published-clock-column = Deadline
published-clock-means = Deadlines that ended in the quarter: the factories' first answers and your own. Each case counts by its own severity and calendar. The law's own time limits are not counted.
published-outcome-title = What was found
published-outcome-most = The most frequent finding: { $name }
published-outcome-column = Finding
published-outcome-means = Findings made known in the quarter, one for each issue of a case.
published-ending-title = How cases ended
published-ending-most = The most frequent ending: { $name }
published-ending-column = Ending
published-ending-means = Cases closed in the quarter, by the reason for closing.
published-said-title = What workers say of closed cases
published-said-most = Workers confirm more than half of the closed cases
published-said-few = Workers confirm fewer than half of the closed cases
published-said-column = The worker says
published-said-means = The same closed cases: whether the worker says that it is solved for her. Not reached and not asked yet stand beside it and are not counted as a yes.
published-brand-word-days-title = Days until you first wrote
published-brand-word-days-half = In at least half of these cases you wrote within { $days } days
published-brand-word-days-column = Days
published-brand-word-days-means = Cases in which you wrote for the first time in the quarter, by whole days since you were told. Cases in which you have not written are not in it.
published-brand-action-title = Steps that you took on yourselves
published-brand-action-column = Step
published-brand-action-means = Actions of a remedy plan that are yours: agreed, done and verified in the quarter. One step can stand in all three.
published-cause-title = What lay behind the cases
published-cause-most = No cause is named more often than: { $name }
published-cause-column = Cause
published-cause-means = Causes that Handshake recorded for the cases you were told of in the quarter; the first five are buyers' own practices. A case can have several.
published-action-agreed = Agreed
published-action-done = Done
published-action-verified = Verified
published-footnote = Every number is rounded up or down to a multiple of 5, so parts need not add up to their sum. Hidden: a number under 5, none included, or one that would let you work such a number out. "And more": one of the quarters hides its number. A quarter is published once, 15 days after its end.
published-peers-title = Your first answers beside those of all workplaces
published-peers-sooner = You answer sooner than workplaces do in the middle
published-peers-later = You answer later than workplaces do in the middle
published-peers-alike = You answer as soon as workplaces do in the middle
published-peers-own = Yours: median { $days ->
    [one] 1 day
   *[other] { $days } days
  }, { $n } answers in the period above
published-peers-own-none = Yours: too few answers for a median
published-peers-all = All workplaces, { $quarter }: median { $days }, { $n } answers
published-peers-means = All workplaces of Handshake together, by whole days until the first answer, in the newest quarter that is published. Their numbers are rounded to 5, small ones are hidden, and no workplace can be told from them. Yours are exact.
