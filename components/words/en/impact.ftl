# The numbers of the front page, and the form in which a supervisor says what they are.
impact-title = What Handshake has reached
impact-workers = workers reached
impact-workplaces = workplaces
impact-cases = cases
impact-cities = cities
impact-name-workers = Workers reached
impact-name-workplaces = Workplaces
impact-name-cases = Cases
impact-name-cities = Cities
impact-more = { $n }+
impact-about = about { $n }
impact-entered = As of { $day }
impact-computed = { $quarters ->
    [one] As of { $day }: what the one published quarter shows
   *[other] As of { $day }: what the { $quarters } published quarters show, added up
}
impact-basis = { $told }. { $own }
impact-source = Source: { $source }
impact-desk-title = Numbers of the front page
impact-desk-lead = Four numbers that everybody reads on the front page, each with its day and source. None is counted live: two days of a live number could be subtracted.
impact-desk-shown = Shown now
impact-desk-none = Nothing is shown: nobody has entered a number yet.
impact-desk-column-number = Number
impact-desk-column-shown = Shown
impact-desk-column-basis = Day and source
impact-desk-hidden = not shown
impact-desk-change = Say what a number is
impact-desk-which = Which number
impact-desk-how = Where it comes from
impact-desk-how-entered = I enter it
impact-desk-how-computed = Added up from what is published
impact-desk-how-hidden = Not on the front page
impact-desk-computed-now = { $quarters ->
    [one] The published quarter shows about { $n } cases, up to { $day }.
   *[other] The { $quarters } published quarters show about { $n } cases together, up to { $day }.
}
impact-desk-computed-none = No quarter is published yet, so the number stays away until then.
impact-desk-n = The number
impact-desk-plus = It is more than that: show a plus
impact-desk-as-of = The day for which it holds
impact-desk-source-en = Source, English
impact-desk-source-zh = Source, Chinese
impact-desk-source-help = Where anybody can check it, in one line. No person's name.
impact-desk-save = Put it on the front page
impact-desk-save-hidden = Take it off the front page
impact-desk-saved = Kept. The front page shows it within a minute.
impact-desk-log = What was said before
impact-desk-log-entered = { $counter }: { $n }, as of { $day }. { $by }, { $when }
impact-desk-log-computed = { $counter }: added up from what is published. { $by }, { $when }
impact-desk-log-hidden = { $counter }: not shown. { $by }, { $when }
