# Sign-in, invitation and settings.
signin-title = Sign in
signin-lead = For people at factories, brands and Handshake. Workers need no account.
signin-email = E-mail
signin-password = Password
signin-enter = Sign in
signin-wrong = E-mail or password is not right.
signin-tries = { $count ->
    [0] Now there is a pause of 15 minutes.
    [1] One try is left before a pause of 15 minutes.
    [2] Two tries are left before a pause of 15 minutes.
    [3] Three tries are left before a pause of 15 minutes.
    [4] Four tries are left before a pause of 15 minutes.
   *[other] { $count } tries are left before a pause of 15 minutes.
  }
signin-paused = Too many tries.
signin-paused-more = { $minutes ->
    [one] Try again in one minute.
   *[other] Try again in { $minutes } minutes.
  }
signin-missing = Write your e-mail and your password.
signin-unconfirmed = Open the link in the mail we sent you first, then sign in.
signin-nobody = This account belongs to nobody here yet. Ask your supervisor for an invitation.
signin-unreachable = We cannot be reached right now. Try again in a minute.
signin-ended = **Please sign in again.** Your session ended. Send what you are writing: it is kept while you sign in.
signin-demo = Demonstration: enter as one of the people
signin-demo-more = More people
signin-demo-other = { $role }, { $organization }
signin-role-coordinator = Coordinator
signin-role-supervisor = Supervisor
signin-role-custodian = Custodian
signin-role-factory = Factory manager
signin-role-brand = Brand
signin-worker = I am a worker:
signin-worker-link = come back to my case
settings-title = Settings
settings-password = New password
settings-password-more = At least { $count } characters. Every browser is signed out and you sign in again.
settings-password-old = Current password
settings-password-new = New password
settings-password-change = Change the password
settings-password-changed = The password is changed.
settings-everywhere = Sign out everywhere
settings-everywhere-more = Ends your sessions in every browser and on every machine.
settings-everywhere-do = Sign out everywhere
invitation-title = You are invited
invitation-lead = Handshake asks you in as: { $role }. Set your name and a password.
invitation-name = Your name, as colleagues call you
invitation-accept = Accept the invitation
invitation-missing = Write your name and a password.
invitation-unknown = This invitation opens nothing.
invitation-unknown-more = It was used already or is older than seven days. Ask for a new one.
