# The scorecard of UN Guiding Principle 31.
score-title = How the mechanism does
score-lead = The eight criteria of UN Guiding Principle 31, computed from the cases. No mark is given: each line says what was counted.
score-period = Cases received from { $first } to { $last }: { $n }
score-foot = Computed from the same counts as the figures. ISO 10002 leaves out employment disputes, so conformity with it is not claimed.
score-nothing = nothing to count yet
score-of = { $part } of { $whole }
score-percent = { $n } %
score-days = { $n ->
    [one] 1 day
   *[other] { $n } days
  }
score-times = { $n ->
    [one] once
   *[other] { $n } times
  }
score-median = half of { $n } cases
score-tenth = · 1 in 10 over { $value }
score-rate-base = { $part } cases, { $whole } workers
score-legitimate = Legitimate
score-legitimate-asks = Can those who decide be trusted to have no side?
score-accessible = Accessible
score-accessible-asks = Do workers reach it, at every site?
score-predictable = Predictable
score-predictable-asks = Does each stage take the time that was said?
score-equitable = Equitable
score-equitable-asks = Is the worker heard more than once, and advised?
score-transparent = Transparent
score-transparent-asks = Does she hear how it goes on?
score-compatible = Rights-compatible
score-compatible-asks = Does the remedy arrive, and at no cost to her?
score-learning = Learning
score-learning-asks = Does a cause come back?
score-dialogue = Dialogue
score-dialogue-asks = Do both sides agree to the plan?
score-name-declared = Findings made after declaring no conflict
score-definition-declared = Cases with a finding in which everybody who found had declared beforehand whether they have an interest in it.
score-name-appeal_changed = Decided appeals that changed the decision
score-definition-appeal_changed = Cases with a decided appeal; somebody decides who had no part in the case.
score-name-per_thousand = Cases per 1,000 workers
score-definition-per_thousand = Cases of workplaces whose headcount is known, by that headcount. Few cases can mean that people dare not call.
score-name-sites = Workplaces with at least one case
score-definition-sites = Of all covered workplaces, those from which a case came in these months.
score-name-silent = Silent workplaces today
score-definition-silent = Workplaces that early warning finds quieter than chance explains, at present.
score-name-clock = Kept: { $clock }
score-definition-clock = Clocks of this kind that ended in these months; each case by its own severity and calendar.
score-clock-contact = a person answers
score-clock-triage = screening decided
score-clock-first_answer = factory's first answer
score-clock-feedback = substantive feedback
score-clock-moderation = message passed on
score-name-close_days = From receipt to closing
score-definition-close_days = Whole days of closed cases; half took this long at most. Never a mean.
score-name-heard_again = Workers heard again after the first statement
score-definition-heard_again = Closed cases, without those withdrawn, merged, refused or sent elsewhere, in which she wrote again, accepted a plan, or said whether it is true for her.
score-name-advised = Workers to whom Handshake wrote
score-definition-advised = The same closed cases, with at least one message of Handshake to her.
score-name-updates = News on her page
score-definition-updates = Steps by others than herself that her page showed, per case.
score-name-since_update = Since the last news, in open cases
score-definition-since_update = Whole days until today since the last such step.
score-name-short = Remedies that came short
score-definition-short = Cases in which she answered for a remedy, and has less than was agreed or none.
score-name-retaliation = Cases about retaliation
score-definition-retaliation = Cases opened because somebody was put under pressure for an earlier one.
score-name-repeats = Same cause, same site, within 12 months
score-definition-repeats = Cases of a category that the workplace already had in the 12 months before.
score-name-planned_by_both = Plans that both sides accepted
score-definition-planned_by_both = Cases with a plan whose present version the factory and a worker accepted.
score-name-under_minimum = Remedies under the legal minimum (target: 0)
score-definition-under_minimum = Cases with a remedy agreed for less than the desk worked out the law gives, of those for which it did. Where nobody worked it out, the case is not in the base.
