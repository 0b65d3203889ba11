# The rules that a supervisor may change: lengths of clocks, and zero tolerance by country.
shell-nav-rules = Rules
rules-title = Rules
rules-lead = A change is a new version for what starts from now on. Clocks and protocols that run keep theirs.
rules-view = What to look at
rules-view-clocks = Clocks
rules-view-countries = Zero tolerance by country
rules-basis-ours = our own default
rules-basis-law = set by law
rules-basis-unchecked = law not checked by us
rules-severity = S{ $severity }
rules-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
  }
rules-days = { $n ->
    [one] 1 day
   *[other] { $n } days
  }
rules-months = { $n ->
    [one] 1 month
   *[other] { $n } months
  }
rules-working = { $n ->
    [one] 1 working day
   *[other] { $n } working days
  }
rules-change = Change
rules-change-clock = Change a length
rules-for = For severity
rules-unit = Counted in
rules-unit-hours = Hours
rules-unit-days = Days
rules-unit-working = Working days
rules-number = How many
rules-reason = Why
rules-source = Which law or source says so
rules-reason-note = Supervisors read it here. No names.
rules-keep = Clocks that run keep the length under which they started.
rules-keep-country = Protocols that run keep the version under which they were raised.
rules-do = Make it version { $n }
rules-missing = Write why first.
rules-done = Changed. It holds for what starts from now on.
rules-history = What changed
rules-was = { $severity }: { $length } since { $day }
rules-was-by = { $who }: { $reason }
rules-default = our first version
rules-version = version { $n }
rules-age = Under { $age }
rules-age-line = National minimum age { $national }; who is under { $minimum } raises it
rules-codes-more = Also raised by { $codes }
rules-codes = Codes that raise it beyond the general list
rules-codes-none = General list alone
rules-age-ask = National minimum age
rules-general = General list, everywhere: { $codes }. No country takes one away.
rules-elsewhere = All other countries
rules-add = Add a country
rules-add-which = Country
rules-country-was = version { $n }, since { $day }: { $age }, { $basis }
