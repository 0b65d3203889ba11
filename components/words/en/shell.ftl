# Words of the frame around every screen, and of dates and spans.
shell-name = Handshake
shell-nav-inbox = Inbox
shell-nav-cases = Our cases
shell-nav-moderation = Moderation
shell-nav-hotline = Hotline
shell-nav-figures = Figures
shell-nav-people = People
shell-nav-desk = Desk
shell-nav-strikes = Strikes
shell-nav-early-warning = Early warning
shell-nav-bulletins = Bulletins
shell-nav-imports = Import
shell-nav-account = Account
shell-nav-notices = Notices
shell-nav-guidance = Guidance
shell-nav-exports = Exports
shell-nav-scorecard = Scorecard
shell-nav-policies = Policies
shell-nav-settings = Settings
shell-nav-sign-in = Sign in
shell-nav-invitation = Invitation
shell-nav-sign-out = Sign out
shell-nav-case = Case
shell-nav-front = Start
shell-nav-report = Write
shell-nav-transparency = What we did
shell-nav-newsletter = Newsletter
shell-nav-newsletter-desk = Newsletter
shell-nav-impact = Front page
shell-nav-mine = My page
shell-about = Handshake Portal: workers, factories and brands in one conversation, moderated by Handshake.
shell-language = Language
shell-language-en = English
shell-language-zh-Hans = 中文
shell-save = Save
shell-send-again = Send again
shell-search = Search
shell-change = Change
shell-open = Open
shell-all = All
shell-newer = Newer
shell-older = Older
shell-opening = Opening…
shell-opening-case = Opening the case…
shell-to = to
shell-you = You
shell-today-at = Today, { $time }
shell-named-in = { $name } ({ $country })
shell-today-inside = today, { $time }
shell-day-at = { $day }, { $time }
shell-due-today = Today { $time }
shell-due-days = { $days ->
    [0] { $day }, today
    [one] { $day }, tomorrow
   *[other] { $day }, in { $days } days
  }
shell-overdue = Overdue by { $late }, was due { $day }
shell-overdue-today = Overdue by { $late }, was due { $time }
shell-overdue-days = { $days ->
    [one] Overdue by 1 day, was due { $day }
   *[other] Overdue by { $days } days, was due { $day }
  }
shell-minutes = { $minutes } min
shell-hours = { $minutes ->
    [0] { $hours } h
   *[other] { $hours } h { $minutes } min
  }
shell-days = { $days ->
    [one] 1 day
   *[other] { $days } days
  }
shell-place = { $name }, { $city }
shell-of = { $head }: { $rest }
shell-place-unlisted = Not on our list yet
