# The case page: header, thread, composer, rail, steering.
case-steps = Steps of this case
case-step-of = Step { $number } of { $all }: { $phase }
case-your-next-step = Your next step
case-next-moderate = Review what { $who } wrote
case-next-since = waiting since { $since }
case-next-received = Decide the screening
case-why-received = a new case came in
case-next-triage = Decide the screening
case-why-triage = covered, specific enough, safe to pass on?
case-next-admitted = Admit the factory and write to it
case-why-admitted = with the worker's permission only
case-next-classify = Choose what it is about
case-why-classify = nobody has sorted it; press Classify
case-next-silence = Decide whether the factory may be told
case-why-silence = a supervisor ends no tip-off
case-next-notified = Wait for the factory's answer
case-why-notified = the statement has reached it
case-next-responded = Show the worker the answer
case-why-responded = the worker is heard before a finding
case-next-investigating = Collect evidence
case-why-investigating = a finding needs at least one item
case-next-found = Agree on a remedy
case-why-found = or close, if not grounded
case-next-remedy_agreed = Write the plan
case-why-remedy_agreed = every action has owner, date, evidence
case-next-remediating = Follow the remedy
case-why-remediating = the factory reports what is done
case-next-verifying = Check the evidence
case-why-verifying = whoever checks is not the factory
case-next-evaluating = Ask the worker
case-why-evaluating = is it solved?
case-next-investigating-own = Say whether you have an interest in the case
case-why-investigating-own = whoever makes a finding says so first
case-next-investigating-judge = Judge each issue
case-why-investigating-judge = the evidence is there
case-next-investigating-ready = Tell the parties what was found
case-why-investigating-ready = every issue has a finding
case-next-remedy_agreed-ask = Have the plan accepted
case-why-remedy_agreed-ask = by the factory and the worker
case-next-remedy_agreed-ready = Start the remedy
case-why-remedy_agreed-ready = the plan is accepted
case-next-remediating-ready = Begin to check
case-why-remediating-ready = the factory says that it is done
case-next-verifying-ready = Ask the worker
case-why-verifying-ready = the evidence is checked
case-next-evaluating-ready = Close the case
case-why-evaluating-ready = the worker was heard
case-next-appeal = Decide the appeal
case-why-appeal = somebody who had no part in the case
case-next-nothing = Nothing to do here
case-why-nothing = this case is closed
case-until = until { $day }
case-owed-worker = What happens now
case-owed-factory = What you owe
case-owed-brand = What you can do
case-owed-authority = What you can do
case-owe-first_answer = Answer in your own words
case-owe-contact = Talk with Handshake
case-owe-brand_plan = Assess it and say what you will do
case-owe-action = Carry out what was agreed
case-owe-comment = Say what you think of the answer
case-owe-other = Answer Handshake
case-owe-sent-back = Write your message again
case-owe-sent-back-why = Handshake sent it back with a note.
case-owe-answered = You have answered
case-owe-answered-why = Handshake is reading it.
case-owe-written = You have written
case-owe-remedy = Carry out what was agreed
case-owe-remedy-why = Write below what is done and since when.
case-owe-nothing = Nothing is asked of you now
case-owe-nothing-worker = Handshake works on it and writes here.
case-owe-nothing-factory = Handshake writes here when something is.
case-owe-nothing-brand = You can ask Handshake or the factory below.
case-owe-nothing-authority = You can write to Handshake below.
case-arbitration-note = Writing here does not stop the time limit for labour arbitration: one year, about until { $day }.
case-earlier = { $count ->
    [one] 1 earlier message, { $days }
   *[other] { $count } earlier messages, { $days }
  }
case-state-note = Internal note
case-state-held = Held
case-state-private = Handshake only
case-state-withheld = Not passed on
case-state-sent-back = Sent back
case-state-taken-back = Taken back
case-state-released = Released
case-state-delivered = Delivered
case-state-cut = { $count ->
    [one] Released, 1 passage removed
   *[other] Released, { $count } passages removed
  }
case-may-contain = May contain { $hints }.
case-held-note = Handshake is reading this first. Nobody else has seen it. Usually within 4 hours; until then you can change it or take it back.
case-held-preview = Handshake is reading this. Nobody else has seen it.
case-withheld-note = Your message was not passed on. Reason: { $reason }. You can write it again without that.
case-withheld-desk = Not passed on. Reason: { $reason }.
case-sent-back-note = Handshake sent this back. Reason: { $reason }. You can write it again.
case-sent-back-desk = Sent back to its author. Reason: { $reason }.
case-note-to-author = Handshake writes:
case-cut-desk = Removed before release. The original of { $who } is sealed.
case-cut-preview = Its own words. The others read it without what was removed.
case-cut-own = Your own words. The others read it without what was removed.
case-cut-reader = { $count ->
    [one] One passage was removed before release.
   *[other] { $count } passages were removed before release.
  }
case-original = Sealed original
case-others-read = What the others read
case-review = Review and release
case-send-back = Send back
case-withhold = Withhold
case-change = Change
case-change-title = Change your message
case-change-words = Your words
case-take-back = Take back
case-who-reads = Who will read it
case-everybody = Everybody
case-internal-note = Internal note
case-reads-note = Only Handshake reads this.
case-reads-nobody = Choose who will read this.
case-reads-handshake-only = Only Handshake reads this.
case-reads-moderated = Handshake reads it first, then passes it to { $readers }. Until then you can change it or take it back.
case-reads-will = { $count ->
   *[other] will read this.
  }
case-reads-not = { $others } will not.
case-write-note = Note for Handshake only
case-write-to = Write to { $who }
case-write = Write in your own words
case-write-worker = Write in your own words. No name is needed.
case-files-kept = still here: { $names }
case-warn = This may contain { $hints }. The factory could learn who you are. Send it like this?
case-warn-send = Send it like this
case-confirm = This goes to { $readers } at once.
case-confirm-send = { $count ->
   *[other] Send to all { $count }
  }
case-edit-again = Go on writing
case-preview-as = Preview as
case-preview = Preview
case-see-as = See the case as
case-preview-count = { $who } sees { $seen } of { $total ->
    [one] 1 message
   *[other] { $total } messages
  }.
case-preview-worker = No internal note is among them.
case-preview-others = It sees no internal note.
case-please = Please note
case-please-more = Please do not ask who complained. Asking, moving somebody, cutting pay or making work harder opens a case of its own, and the brands are told.
case-who-sees = Who can see this case
case-sees-anonymous = The person who reported (anonymous)
case-sees-handshake = Handshake's coordinators
case-place-called = { $place }: “{ $words }”
case-zone = Times are in { $zone }, as at the workplace.
case-more = More that you can do
case-file = On file
case-file-count = { $what }: { $count }
case-consents = Consents
case-consent-factory = { $item } to the factory
case-consent-brand = { $item } to { $name } ({ $country })
case-given = { $how }, { $day }
case-withdrawn = taken back { $day }
case-withdraw = Take back
case-no-name = Name or contact to anybody
case-not-given = not given
case-exposure = Exposure
case-exposure-some = { $count ->
    [one] 1 disclosure, on { $day }.
   *[other] { $count } disclosures, the last on { $day }.
  }
case-exposure-none = No disclosure so far.
case-exposure-list = List
case-disclosed = { $day }: { $item } to { $name }
case-timeline = Timeline
case-timeline-more = { $count ->
    [one] 1 earlier step
   *[other] { $count } earlier steps
  }
case-step = { $day }, { $what }
event-case_received-by = received { $channel }
event-case_received = case received
event-severity_set = severity set: { $severity }
event-zero_tolerance_raised = zero tolerance raised
event-no_tip_off_on = no tip-off switched on
event-no_tip_off_off = no tip-off lifted
event-escalated-1 = overdue: a letter was sent ({ $what })
event-escalated-2 = overdue again: a meeting is mandatory ({ $what })
event-escalated-3 = overdue still: a sanction is due ({ $what })
event-held = rests until { $day }
event-resumed = goes on
event-imported = taken over from the hotline's book
event-sent = sent to { $who }
event-you-factory = you
event-you-brand = you
event-you-authority = you
event-authority = an authority
event-brands = { $count ->
    [one] a brand
   *[other] { $count } brands
  }
event-answered = factory answered
event-answered-own = you answered
event-answered-in = { $days ->
    [0] factory answered the same day
    [one] factory answered in 1 day
   *[other] factory answered in { $days } days
  }
event-answered-in-own = { $days ->
    [0] you answered the same day
    [one] you answered in 1 day
   *[other] you answered in { $days } days
  }
event-moved-admitted = admitted
event-moved-unanswered = factory's answer taken back or not passed on
event-moved-investigating = under investigation
event-moved-found = finding made
event-moved-remedy_agreed = plan agreed by both sides
event-moved-remediating = remedy under way
event-moved-verifying = remedy being checked
event-moved-evaluating = worker asked whether it helped
event-moved-closed = closed
event-moved-answered = answered and closed
event-moved-inadmissible = closed, not admitted
event-moved-referred = referred to an authority
event-moved-reopened = opened again
event-closed-as = closed: { $reason }
event-check_ins_ended = check-ins ended: the case was taken back
event-check_ins_again = check-ins go on
event-other = case changed
case-steer = Steer the case
case-move = Move
case-move-to = Next state
case-move-do = Move the case
case-admit = Admit
case-admit-who = Who joins the case
case-admit-note = Only with the worker's live permission. The story still waits for release to the new reader.
case-admit-do = Admit to the case
case-classify = Classify
case-issues = Issues, the main one first
case-issues-choose = Choose
case-severity = Severity
case-silence = The factory is not told.
case-silence-why = This case is under no tip-off: whoever could warn those responsible may not even learn that it exists.
case-silence-who = Only a supervisor can end this.
case-silence-end = End no tip-off
case-silence-follows = The factory can then be told, once it is admitted and a statement is released.
case-silence-follows-again = Those admitted before see the case again at once, with what was released to them. What was read cannot be unread.
case-silence-reason = Why the factory may be told now
case-silence-kept = The reason stays in the case as an internal note.
case-silence-do = End no tip-off
case-silence-missing = Write the reason first.
case-consent-note = Note a permission
case-consent-who = Who may know
case-consent-what = What
case-consent-how = How it was given
case-consent-do = Record the permission
badge-anonymous-here = Reported anonymously
case-causes = Causes
case-causes-known = What lies behind it: { $causes }
case-causes-note = For Handshake alone: no party of the case reads it. Brands read it counted with others, in published quarters, never of one case.
case-causes-which = What lies behind this case? Several are possible.
