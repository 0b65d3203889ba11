# The strike desk, and bulletins as brands read them.
strike-title = Strike desk
strike-lead = Handshake stays neutral: it never organises and never says who leads. Nothing here is shown to a factory.
strike-back = All strikes
strike-open-count = { $n ->
    [0] none open
    [one] 1 open
   *[other] { $n } open
  }
strike-watch-count = { $n ->
    [0] none under watch
    [one] 1 under watch
   *[other] { $n } under watch
  }
strike-none = No strike and no tension. A tension shows here when three open cases of one site have one cause.
strike-tensions = Same cause, same site
strike-tension = { $n } open cases: { $issue }
strike-open = Open as L0
strike-group-open = Open
strike-group-watch = Over, under watch
strike-group-over = Over
strike-level-0 = L0 tension
strike-level-1 = L1 one unit
strike-level-2 = L2 workshop
strike-level-3 = L3 whole site
strike-level-4 = L4 several sites
strike-level-0-means = grievances of one cause gather
strike-level-1-means = under a shift
strike-level-2-means = or over a shift, or 10% of the workers
strike-level-3-means = or over 2 days, violence, police, lockout
strike-level-4-means = the same matter at more than one site
strike-drafts = { $n ->
    [one] 1 bulletin waits
   *[other] { $n } bulletins wait
  }
strike-since = since { $day }
strike-from-to = { $first } to { $last }
strike-size = { $low } to { $high } people
strike-cases = { $n ->
    [0] no case linked
    [one] 1 case linked
   *[other] { $n } cases linked
  }
strike-choose = Choose
strike-level-change = Change the level
strike-level-to = New level
strike-level-do = Set this level
strike-reason = Why
strike-reason-opened = opened
strike-reason-grew = it grew
strike-reason-violence = violence
strike-reason-lockout = lockout
strike-reason-police = police on site
strike-reason-other_sites = other sites joined
strike-reason-calmed = it calmed down
strike-lowest-first = Lowest level first.
strike-lowest-first-more = Write down what was tried with the team leader. Only violence and a lockout wait for no talk.
strike-ladder = The ladder
strike-tried-add = Note an attempt
strike-tried-none = Nothing was tried yet. Begin with the team leader.
strike-tried-line = { $who }: { $outcome }, { $day }
strike-with = With whom, lowest first
strike-with-team_leader = Team leader
strike-with-hr = HR
strike-with-manager = Manager
strike-with-owner = Owner
strike-with-union = Union
strike-with-brand = Brand
strike-with-authority = Authority
strike-tried-outcome = What came of it
strike-tried-on = On which day
strike-tried-solved = solved
strike-tried-partly = partly solved
strike-tried-promised = promised
strike-tried-refused = refused
strike-tried-no_answer = no answer
strike-describe = Describe it
strike-facts = What we know
strike-unit = Which part of the site
strike-size-low = People, at least
strike-size-high = People, at most
strike-size-why = Always a range: an exact number could be counted against a list of who was absent. 0 and 0 means unknown.
strike-size-wrong = The second number must be the larger one.
strike-spokes = Who speaks, as a role
strike-spokes-unknown = not known
strike-spokes-nobody = nobody for the others
strike-spokes-everybody = everybody together
strike-spokes-representatives = workers' representatives
strike-spokes-union = the union
strike-spokes-committee = a committee
strike-cause = Cause analysis
strike-cause-none = Not written yet.
strike-no-names = No names, no numbers of persons, no "who leads". Such a text is refused.
strike-neutral = There is no field for a leader, on purpose.
strike-demands = Demands
strike-demand = Demand
strike-demand-add = Add a demand
strike-demand-open = open
strike-demand-met = met
strike-demand-partly = partly
strike-demand-refused = refused
strike-linked = Cases
strike-linked-quiet = A link tells nobody outside Handshake of a case.
strike-linked-none = No case of this site shares a demand.
strike-link = Link
strike-unlink = Let go
strike-severity-due = From L2 on a case is high (S2). Classify it.
strike-end = It is over
strike-end-more = From now on Handshake watches for retaliation for 30 days, and asks in every linked case.
strike-watch = Watch for retaliation
strike-watch-will-ask = { $n ->
    [one] Then 1 worker is asked.
   *[other] Then { $n } workers are asked.
  }
strike-watch-ask = { $n ->
    [one] 1 worker is still to be asked. Her case stands in the inbox.
   *[other] { $n } workers are still to be asked. Their cases stand in the inbox.
  }
strike-watch-over = The watch ended on { $day }. Everybody was asked.
strike-bulletins = Bulletins to brands
strike-brands = A bulletin released now goes to: { $brands }. None of them learns of the others.
strike-brands-none = nobody, no brand sources here
strike-bulletin-write = Write a bulletin
strike-bulletin-facts = Known
strike-bulletin-facts-hint = What happened, where, since when. A range of people.
strike-bulletin-unknown = Not known
strike-bulletin-unknown-hint = What nobody knows yet.
strike-bulletin-ask = What we ask of you
strike-bulletin-ask-hint = For example: ask the management for dates. Never to take orders away.
strike-bulletin-neutral = Handshake asks every buyer to keep its orders. Those who work there would pay for a withdrawal.
strike-bulletin-preview = As a brand will read it
strike-bulletin-keep = Keep as a draft
strike-bulletin-draft = Draft
strike-bulletin-second = Somebody else of the desk releases it.
strike-bulletin-old-level = The level changed since. Bring it up to date first.
strike-bulletin-release = { $n ->
    [one] Release to 1 brand
   *[other] Release to { $n } brands
  }
strike-bulletin-waits = receipt not confirmed yet
strike-bulletin-confirmed = receipt confirmed { $day }
strike-bulletin-confirm = Confirm receipt
strike-bulletins-title = Bulletins
strike-bulletins-lead = Strikes at sites that you source from: what is known, what is not, and what Handshake asks of you.
strike-bulletins-none = No bulletin for you. One comes when a site that you source from has a strike.
