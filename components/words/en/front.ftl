front-page-title = Handshake
front-title = Something wrong at work? You can tell us.
front-three-sentences = Handshake brings workers, factories and brands into one conversation. You decide what the factory may read. A person answers you within three days, sooner if it is urgent.
front-telephone = Would you rather talk? The number is on the poster in your factory, every day from 8 to 22 h.
front-report-title = Report something
front-report-text = About ten minutes. No account, no name needed. You can stop at any time; nothing is sent before the last step.
front-report-start = Start
front-return-title = Come back to my case
front-return-label = Code on your receipt
front-return-open = Open
front-return-empty = Type the 16 signs on your receipt, with or without spaces.
front-return-unknown = No case opens with this code. Look again for letters and digits that resemble each other. If you lost it, call the number on the poster.
front-return-slow = There were many tries just now. Wait { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
}, then try again. Your case is not locked.
front-then-title = What happens then
front-then-listen = We listen
front-then-listen-text = A coordinator reads it and answers in writing or by phone, at the hour you choose.
front-then-decide = You decide
front-then-decide-text = The factory and the brand read nothing without your yes. Only if a life or a child is in danger may we act first; you see it here.
front-then-stay = We stay with it
front-then-stay-text = Closed is not enough: we ask you whether it is really solved, and again after a month.
front-staff = Working for a factory, a brand or Handshake?
front-staff-sign-in = Sign in
front-light = Light version for old phones
front-full = Full version
front-leave = Leave now
