# Exports: a list as a file.
export-title = Exports
export-lead = A list that you may see, as a file for a spreadsheet program. Nothing in it can run as a formula.
export-which = Which list
export-list-cases = Cases
export-list-people = People
export-list-organizations = Organisations
export-list-strikes = Strikes
export-list-bulletins = Bulletins
export-list-exports = Log of exports
export-list-figures = Figures
export-format = As
export-format-csv = CSV
export-format-xlsx = Excel (XLSX)
export-narrowed = With the filters of your list of cases:
export-filter-words = Search: { $words }
export-filter-places = One workplace or brand
export-noted = Each export is noted with your name. Keep the file as carefully as the portal keeps the cases.
export-make = Make the file
export-reading = { $lines ->
    [one] 1 line read
   *[other] { $lines } lines read
  }
export-ready = { $lines ->
    [one] The file is ready: 1 line. It waits for ten minutes.
   *[other] The file is ready: { $lines } lines. It waits for ten minutes.
  }
export-fetch = Download it
export-before = Your exports
export-before-all = Everybody's exports
export-before-none = Nothing has been exported yet.
export-line = { $lines ->
    [one] { $list }, { $format }, 1 line
   *[other] { $list }, { $format }, { $lines } lines
  }
export-filtered = filtered
export-this = Export this list
export-yes = yes
export-no = no
export-column-reference = Reference
export-column-codes = Codes
export-column-issues = Issues
export-column-workplace = Workplace
export-column-city = City
export-column-severity = Severity
export-column-phase = Phase
export-column-badges = Badges
export-column-waits = What waits
export-column-due = Due
export-column-last = Last activity
export-column-name = Name
export-column-email = E-mail
export-column-role = Role
export-column-organization = Organisation
export-column-language = Language
export-column-suspended = Suspended since
export-column-kind = Kind
export-column-country = Country
export-column-headcount = Headcount
export-column-zone = Time zone
export-column-ended = Left on
export-column-level = Level
export-column-started = Started
export-column-ended-strike = Ended
export-column-unit = Unit
export-column-size = Size
export-column-demands = Demands
export-column-cases = Cases
export-column-facts = Known
export-column-unknown = Unknown
export-column-ask = Asked
export-column-released = Released
export-column-confirmed = Receipt confirmed
export-column-at = When
export-column-list = List
export-column-format = Format
export-column-lines = Lines
export-column-narrowed = Filtered
