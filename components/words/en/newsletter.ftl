newsletter-title = Newsletter
newsletter-lead = A few times a year: what we learnt, new figures, new guidance. No case is ever told in it that could be recognised. You need no account; it has nothing to do with reporting a problem.
newsletter-email = Your e-mail address
newsletter-language = Language of the newsletter
newsletter-subscribe = Subscribe
newsletter-privacy = We keep this address and the language, nothing else, and use them for the newsletter alone. You can end it with one click in every issue; the address is then erased at once.
newsletter-asked = Look into your mailbox
newsletter-asked-more = If this address can receive it, a mail with a link is on its way. The newsletter comes only after you have followed the link, within 7 days. Nothing came? Look among unwanted mail; for a while we send no second one.
newsletter-confirm-title = Do you want the newsletter?
newsletter-confirm-text = Press the button, and it comes to the address at which you got this link.
newsletter-confirm = Yes, send it to me
newsletter-confirmed = Done
newsletter-confirmed-more = The newsletter will come to your address. Each issue has a link that ends it.
newsletter-leave-title = End the newsletter?
newsletter-leave-text = Press the button, and your address is erased.
newsletter-leave = End it
newsletter-left = You get no more newsletters
newsletter-left-more = Your address is erased. Should a letter be on its way at this moment, it is the last one.
newsletter-again = To the newsletter
newsletter-foot = Newsletter
newsletter-mail-confirm-subject = Please confirm: the newsletter of Handshake
newsletter-mail-confirm =
    Somebody, probably you, asked for the newsletter of Handshake with this address. Open this page and press the button, and it will come:

    { $link }

    The link works once and for 7 days. If it was not you, do nothing: without the button you get no newsletter, and the address is erased after 7 days.
newsletter-mail-known-subject = The newsletter of Handshake
newsletter-mail-known =
    Somebody, probably you, asked for the newsletter of Handshake with this address. It comes to this address already; there is nothing to do.

    If you want it no more, end it here:

    { $link }
newsletter-mail-foot =
    You get this because you asked for the newsletter of Handshake and confirmed it. End it with one click:
    { $link }
newsletter-desk-title = Newsletter
newsletter-desk-lead = { $confirmed ->
    [one] { $confirmedSaid } confirmed subscriber
   *[other] { $confirmedSaid } confirmed subscribers
}, { $chineseSaid } of them in Chinese. { $unconfirmedSaid } not confirmed yet; those are erased after 7 days.
newsletter-desk-new = Write an issue
newsletter-desk-drafts = Drafts
newsletter-desk-sent-title = Sent issues
newsletter-desk-none = No issue yet.
newsletter-desk-subject-en = Subject, English
newsletter-desk-body-en = Text, English
newsletter-desk-subject-zh = Subject, Chinese
newsletter-desk-body-zh = Text, Chinese
newsletter-desk-plain = Plain text, both languages. No names, no places, nothing by which a case could be recognised.
newsletter-desk-save = Keep the draft
newsletter-desk-edit = Change the draft
newsletter-desk-saved = Kept.
newsletter-desk-preview = Preview, exactly as it is sent
newsletter-desk-link = (each reader's own link)
newsletter-desk-test = Send a test to myself
newsletter-desk-tested = Two letters, English and Chinese, go to your own address.
newsletter-desk-send = Send to { $n ->
    [one] 1 subscriber
   *[other] { $said } subscribers
}
newsletter-desk-sure = I have read both previews. What was sent cannot be taken back.
newsletter-desk-drop = Throw away
newsletter-desk-written = { $who }, { $when }
newsletter-desk-progress = { $letters } letters: { $arrived } with the mail servers, { $waiting } waiting, { $refused } refused or erased
newsletter-desk-sent-on = Sent { $when }
newsletter-desk-addresses = Addresses
newsletter-desk-export = Download the addresses (CSV)
newsletter-desk-export-note = Each download is noted below with your name.
newsletter-desk-erase-label = Erase one address
newsletter-desk-erase = Erase
newsletter-desk-erased-1 = Erased, with its letters that had not left.
newsletter-desk-erased-0 = This address was not there.
newsletter-desk-log = What was done
newsletter-desk-log-exported = { $by } took out { $n } addresses, { $when }
newsletter-desk-log-erased = { $by } erased an address ({ $n } found), { $when }
newsletter-desk-log-sent = { $by } sent an issue to { $n } addresses, { $when }
