# Figures: titles are findings; each has a neutral one for when the finding does not hold.
figures-title = Figures
figures-stop = {". "}
figures-scope = { $sites ->
    [one] { $who }, 1 workplace, cases received { $from } to { $to }. Questions and wrong calls are not counted.
   *[other] { $who }, { $sitesSaid } workplaces, cases received { $from } to { $to }. Questions and wrong calls are not counted.
  }
figures-all-handshake = All of Handshake
figures-switch = How to show them
figures-charts = Charts
figures-tables = Tables
figures-period = Period
figures-period-last = Last 12 months
figures-period-year = Year { $year }
figures-workplace = Workplace
figures-workplace-all = All workplaces
figures-hidden = hidden
figures-received = Received
figures-received-fewer = { $n } fewer than the year before
figures-received-more = { $n } more than the year before
figures-received-same = As many as the year before
figures-received-note = cases in this period
figures-open = Open now
figures-open-note = of { $all } received in this period
figures-answer = First answer, median
figures-answer-note = { $all } answers by factories
figures-none-yet = none yet
figures-days = { $days ->
    [one] 1 day
   *[other] { $days } days
  }
figures-median = Median { figures-days }
figures-slow = 1 in 10 takes over { figures-days }
figures-confirmed = Confirmed by the worker
figures-of = { $part } of { $all }
figures-categories-title = Cases by main category
figures-categories-base = { $all } cases, by main category
figures-categories-note = { $part } of { $all } cases, by main category
figures-categories-half = { $names } are half of all cases
figures-categories-share = { $names } are { $share } of 100 cases
figures-answers-title = Days to the factory's first answer
figures-answers-base = { $all } answers
figures-answers-note = { $part } of { $all } answers
figures-answers-finding = { $share } of 100 first answers came within a week
figures-answers-early = { $n } within 7 days
figures-answers-late = { $n } later
figures-answers-axis = Days to the factory's first answer
figures-closings-title = Days to closing
figures-closings-base = { $all } closed cases
figures-closings-finding = { $days ->
    [one] Half of the closed cases were closed within 1 day
   *[other] Half of the closed cases were closed within { $days } days
  }
figures-closings-axis = Days from receipt to closing
figures-truths-title = Resolved, said four ways
figures-truths-base = { $all } closed cases
figures-truths-note = { $part } of { $all } closed
figures-truths-finding = Workers confirm { $share } of 100 cases that we closed
figures-truth-closed = Closed by Handshake
figures-truth-factory_done = Done, says the factory
figures-truth-verified = Verified by evidence
figures-truth-confirmed = Confirmed by the worker
figures-truth-disputed = Disputed by the worker
figures-truth-unreachable = Worker not reached
figures-truth-not_asked = Not asked yet
figures-truth-disputed-note = { $n } disputed
figures-truth-unreachable-note = { $n } not reached
figures-truth-not_asked-note = { $n } not asked yet
figures-months-title = Cases by month received
figures-months-note = { $n } cases in { $months } months, by month received
figures-months-green = Green: December to February
figures-months-finding = Around New Year { $winter } cases come in a month, otherwise { $other }
figures-phases-title = Open cases by phase
figures-phases-note = { $open } open of { $all } received
figures-phases-finding = { $share } of 100 open cases are in the phase “{ $phase }”
figures-sites-title = Cases by workplace
figures-sites-note = { $all } cases, { $sites ->
    [one] 1 workplace
   *[other] { $sites } workplaces
  }
figures-sites-finding = { $share } of 100 cases come from 3 of { $sites } workplaces
figures-sites-others = All others
figures-sites-rest = All others together { $n }
figures-col-category = Category
figures-col-days = Days
figures-col-truth = Resolved means
figures-col-month = Month
figures-col-phase = Phase
figures-col-site = Workplace
figures-col-cases = Cases
figures-col-answers = Answers
figures-bin-one = { $start }
figures-bin-range = { $start }-{ $end }
figures-bin-open = { $start }+
figures-footnote-exact = Exact numbers of everything you may see. They change as cases move.
figures-empty = No cases were received in this period.
figures-alt = { $title }. { $rows }.
figures-alt-row = { $name }: { $n }
figures-short-A = child labour and young workers
figures-short-B = forced labour
figures-short-C = violence and harassment
figures-short-D = discrimination
figures-short-E = association and voice
figures-short-F = wages
figures-short-G = social security
figures-short-H = contracts
figures-short-I = working time
figures-short-J = safety
figures-short-K = health
figures-short-L = living conditions
figures-short-M = management
figures-short-X = questions
