# Notices in the portal, and the choice of mails.
notice-title = Notices
notice-bell = New notices: { $count }
notice-new = New
notice-seen = Mark all as seen
notice-empty = Nothing new.
notice-empty-more = What waits for you stands in your list of cases.
notice-choose = Mails and quiet hours
notice-other = Something new
notice-message = New message for you
notice-not_passed = Your message was not passed on
notice-sent_back = Your message came back to be changed
notice-admitted = A case was opened to you
notice-escalated = A deadline passed: the next step was taken
notice-finding = A finding was made known
notice-evidence = Evidence was shown to you
notice-action = The plan has begun: an action is yours
notice-action_again = An action of yours is open again
notice-plan = The plan changed: read it and accept it
notice-closed = The case was closed
notice-reopened = The case was opened again
notice-due_soon = A deadline of yours comes near
notice-overdue = A deadline of yours has passed
notice-policy = A new version of a policy that binds you
notice-bulletin = A bulletin about a strike
notice-new_case = New cases wait for screening
notice-moderate = Messages wait for review
notice-to_us = Somebody wrote to Handshake alone
notice-verify = Actions are said to be done: check the evidence
notice-late = Deadlines of ours have passed
notice-escalations = Deadlines of factories have passed
notice-zero_tolerance = Zero tolerance was raised
notice-retaliation = A case of retaliation was opened
notice-second_voice = A second person is needed for a decision
notice-unlock = Somebody asks to open an identity
notice-unlock_answered = Your request to open an identity was answered
notice-mail_waits = Mails of the portal do not leave
notice-mail-waits = { $count ->
    [one] 1 mail waits to be sent.
   *[other] { $count } mails wait to be sent.
  }
notice-mail-waits-more = The oldest should have left { $since }. Is a mail server set (PORTAL_SMTP_URL), and does the job of each minute run?
notice-mail-refused = { $count ->
    [one] 1 mail of the last seven days was refused by the mail server and given up.
   *[other] { $count } mails of the last seven days were refused by the mail server and given up.
  }
settings-mail = Mails
settings-mail-more = A mail says only that something waits for you. It names no case, no place and no person.
settings-mail-digest = Once a day
settings-mail-each = As it comes, every three hours at most
settings-mail-none = No mails
settings-digest-at = Daily mail at
settings-quiet = Quiet hours
settings-quiet-from = No mail from
settings-quiet-until = Until
settings-mail-zone = Hours of { $zone }
settings-mail-keep = Save the choice
settings-mail-kept = Saved. Mails follow this choice from now on.
