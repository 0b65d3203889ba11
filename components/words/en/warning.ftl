# Early warning: coordinators and supervisors alone read this.
warning-title = Early warning
warning-lead = Once a day: is that more than usual here? Only coordinators and supervisors see this. No factory or brand learns of it.
warning-count = { $n ->
    [0] nothing unusual
    [one] 1 to look at
   *[other] { $n } to look at
  }
warning-silent-count = { $n ->
    [0] none silent
    [one] 1 silent workplace
   *[other] { $n } silent workplaces
  }
warning-last-run = Last look: { $when }, { $n ->
    [one] 1 workplace
   *[other] { $n } workplaces
  }.
warning-stale = The daily job did not run. Tell whoever keeps the server.
warning-no-run = Nobody has looked yet. The job runs once a day.
warning-nothing = Nothing is unusual now.
warning-nothing-more = That is no proof of calm: small clusters stay under the limit, and quiet sites are listed below.
warning-kind-cluster = Cluster
warning-kind-spreading = Spreading
warning-kind-severity = Rising severity
warning-kind-silent = Silent
warning-about-cluster = Cases of one cause
warning-about-spreading = One cause at several sites
warning-about-severity = More high and critical cases
warning-about-silent = No cases
warning-returned = Back, got worse
warning-cluster = { $n ->
    [one] 1 case
   *[other] { $n } cases
  } in { $weeks ->
    [one] 1 week
   *[other] { $weeks } weeks
  }; usual: { $usual }.
warning-spreading = { $n } cases at { $sites } sites { $group } in { $weeks } weeks; usual: { $usual }. { $more ->
    [0] At
   *[other] Most at
  } { $places }.
warning-of-brand = of { $name }
warning-of-city = in { $name }
warning-severity = { $high } of { $n } cases in { $weeks } weeks are high or critical; usual: { $share } of 100.
warning-high = { $n } of them high or critical.
warning-sisters = Same cause rises at { $n } more { $n ->
    [one] site
   *[other] sites
  } { $group }.
warning-everywhere = More come from other sites too ({ $times } times the usual); that is taken off.
warning-season = Season before the holidays; taken into account.
warning-usual-many = { $n } in that time
warning-usual-rare = one in { $span }
warning-usual-never = hardly ever
warning-usual-line = usual
warning-weeks = { $n ->
    [one] 1 week
   *[other] { $n } weeks
  }
warning-months = { $n ->
    [one] 1 month
   *[other] { $n } months
  }
warning-silent = No case for { $span }; about { $n } were due.
warning-never = None in the two years we look back.
warning-never-yet = None since it joined.
warning-before = Before that, { $n ->
    [one] 1 case
   *[other] { $n } cases
  } in two years.
warning-chance = By chance about once in { $n }
warning-chance-under = By chance less than once in { $n }
warning-headcount = { $n } workers
warning-since = first seen { $day }
warning-look = { $n ->
    [one] Weeks and 1 case
   *[other] Weeks and { $n } cases
  }
warning-cases = { $n ->
    [one] 1 case behind it
   *[other] { $n } cases behind it
  }
warning-cases-more = and { $n } older
warning-chart = { $last } in the last 8 weeks, { $earlier } in the { $weeks } before
warning-chart-note = Cases a week, the latest right. Usual: { $base }.
warning-alt = { $title }. Cases a week, the latest last: { $weeks }. Usual: { $base }.
warning-define = Cases of this cause here, by the seven days in which they came (spreading: at the sites where it rises; rising severity: high and critical ones of any cause). Usual: what the past of this place and of the whole network lets expect; the latest 8 weeks (rising severity: 13) teach nothing. Weeks without a case are not in the table.
warning-as-table = Table
warning-col-week = Week from
warning-col-cases = Cases
warning-none = no week with a case
warning-open = Open L0…
warning-open-more = Opens L0 tension here, cause **{ $cause }**, and links { $n ->
    [0] no open case
    [one] 1 open case
   *[other] { $n } open cases
  }.
warning-open-who = Handshake alone learns of it. First step: talk to the team leader's level. Nobody asks who complained.
warning-open-do = Open L0 at the strike desk
warning-opened = L0 is open.
warning-to-strike = Go to the strike desk
warning-strike-open = At the strike desk: { $level }
warning-dismiss = Put aside…
warning-dismiss-do = Put it aside
warning-dismiss-more = Comes back by itself only with two more cases and much less likely by chance.
warning-dismiss-silent = Leaves the list for 90 days, or until the silence is much longer.
warning-why = Why?
warning-why-known = Known, somebody works on it
warning-why-unrelated = The cases have nothing to do with each other
warning-why-explained = Explained: closure, season, one event
warning-why-visited = Visited, or a visit is planned
warning-why-closed = The workplace is closed
warning-rest = { $n } more that are less unusual; they move up when these are dealt with.
warning-silent-title = Silent workplaces
warning-silent-lead = All may be well, or nobody dares or knows how. Only asking there tells.
warning-do-never = Hotline poster and training first, a visit without the management after.
warning-do-stopped = Is the poster still up, did the contact change? Then a visit.
warning-aside = { $n ->
    [one] 1 put aside
   *[other] { $n } put aside
  }
warning-aside-lead = They come back when they get worse.
