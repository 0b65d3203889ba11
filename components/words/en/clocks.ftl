# Deadlines: what is due, how much time is left, why, and a case that rests.
clock-contact = Talk with the worker
clock-acknowledged = Tell her that it arrived
clock-triage = Screening
clock-first_answer = Factory's first answer
clock-comment = Worker's comment on the answer
clock-moderation = Held message
clock-feedback = Tell the worker what came of it
clock-brand_plan = Brand's assessment and plan
clock-own-brand_plan = assessment and plan
clock-action = Action of the plan
clock-plan_start = Authority starts
clock-plan_agreed = Protection plan agreed
clock-onsite = Assessment on site
clock-referral = Referral to the authority
clock-check_in = Check in with the worker
clock-watch = Watch for retaliation
clock-after_closing = Ask whether it is still solved
clock-arbitration = Labour arbitration
clock-inspectorate = Labour inspectorate
clock-inspectorate_decision = Inspectorate's decision
clock-other = Deadline
basis-ours = our own promise
basis-law = law; a case here does not stop it
basis-agreed = agreed in the plan
clock-left = { $days ->
    [0] no working day left, { $until }
    [one] 1 working day left, { $until }
   *[other] { $days } working days left, { $until }
  }
clock-because = because severity S{ $severity }, { $word }
clock-rests = rests with the case
clock-escalation-1 = a letter was sent
clock-escalation-2 = a meeting is mandatory
clock-escalation-3 = a sanction is due
clock-law-title = The law's own time limits
clock-law-warning = Talking here does not stop these limits. They count from when the worker knew, which may be earlier.
clock-hold = Let it rest
clock-hold-why = Why should the case rest?
clock-hold-reason-worker_asked = The worker asked for it
clock-hold-reason-evidence = Evidence is on its way
clock-hold-reason-authority = An authority is at work
clock-hold-reason-safety = Going on now would put somebody in danger
clock-hold-reason-force_majeure = Flood, fire, epidemic or the like
clock-hold-day = Until when?
clock-hold-preview = When it goes on, on { $day }
clock-hold-rests = { $what }: rests, and gets its time back
clock-hold-overdue = Overdue then: { $what }.
clock-hold-nothing-overdue = Nothing will be overdue then.
clock-hold-nothing-now = Nothing is overdue.
clock-hold-told = Everybody in the case is told until when it rests; only the worker and Handshake are told why.
clock-hold-do = Let it rest
clock-hold-until = This case rests until { $day }
clock-hold-end = Go on now
clock-hold-end-note = All clocks run again from now. What rested gets its time back.
clock-hold-end-do = Go on
