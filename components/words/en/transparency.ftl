transparency-title = What this mechanism does
transparency-lead = Figures of all cases at Handshake, by quarter. They are written once, 15 days after a quarter has ended, and never point at a person.
transparency-foot-link = Figures and stories
transparency-quarter-label = Quarter
transparency-quarter = { $month ->
    [3] January to March { $year } (Q{ $number })
    [6] April to June { $year } (Q{ $number })
    [9] July to September { $year } (Q{ $number })
   *[other] October to December { $year } (Q{ $number })
}
transparency-published = Version { $version }, written on { $day }.
transparency-none = No quarter has been published yet
transparency-none-more = The first figures come 15 days after the end of the quarter.
transparency-hidden = hidden
transparency-days = { $first } to { $last } days
transparency-days-more = { $first } days or more
transparency-what = What this counts
transparency-base-received = about { $n } cases received, { $period }
transparency-base-answered = about { $n } first answers given, { $period }
transparency-base-closed = about { $n } cases closed, { $period }
transparency-title-category = What people told us about
transparency-found-category = { $name } came up most: about { $n } of { $all } cases
transparency-means-category = Each case by the subject that its coordinator judged to be the main one. A case counts in the quarter in which we learnt of it. Calls that are no case (questions, wrong numbers) do not count.
transparency-title-answer_days = Days until the first answer
transparency-found-answer_days = Half of all first answers came within { $days ->
    [one] 1 day
   *[other] { $days } days
}
transparency-means-answer_days = Days from the hour at which the workplace was told of a case until its first answer; counted in the quarter of the answer. Cases without an answer are not in it.
transparency-title-close_days = Days until a case was closed
transparency-found-close_days = Half of the closed cases took { $days ->
    [one] 1 day
   *[other] { $days } days
} or less
transparency-means-close_days = Days from the first report until Handshake closed the case; counted in the quarter of the closing. Open cases are not in it.
transparency-title-said = What workers said when their case was closed
transparency-found-said = In about { $n } of { $all } closed cases the worker confirmed that it was solved
transparency-means-said = Workers are asked after closing. "Not asked" also holds those who may not be called safely. Nobody's silence counts as a yes.
transparency-said-confirmed = Solved, says the worker
transparency-said-disputed = Not solved, says the worker
transparency-said-unreachable = Worker not reached
transparency-said-not_asked = Not asked or no answer yet
transparency-column-name = Group
transparency-column-n = Cases, about
transparency-note = Hidden: a number under 5 (0 too), one with fewer than three workplaces behind it, or one that would let you work out such a number. All others are randomly rounded to a multiple of 5, so the rows need not add up to the whole.
transparency-sum = About { $n } cases received in { $quarters ->
    [one] 1 published quarter
   *[other] { $quarters } published quarters
}, until { $until }. Computed: the sum of the rounded numbers shown below and in earlier quarters.
transparency-data-title = The open dataset
transparency-data-text = All tables, also those not drawn here, as CSV under the licence CC BY 4.0. The addresses stay; a published version is never changed.
transparency-data-all = All quarters (CSV)
transparency-data-one = This quarter (CSV)
transparency-data-dictionary = What each column means (CSV)
transparency-data-licence = Licence
transparency-data-index = List of files (JSON)
transparency-stories-title = Two examples
transparency-light = Light version
transparency-full = Full version
transparency-take = Download this table (CSV)
