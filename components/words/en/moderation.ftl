# The moderation desk.
moderation-title = Moderation
moderation-none = No message waits.
moderation-waiting = { $n ->
    [one] 1 message waits, for { $longest }. Promise: 4 hours.
   *[other] { $n } messages wait, the longest for { $longest }. Promise: 4 hours.
  }
moderation-waiting-many = More than { $n } messages wait, the longest for { $longest }. Promise: 4 hours.
moderation-more-many = More than { $n } wait in all.
moderation-more = { $n } more wait behind these.
moderation-direction = { $author } to { $readers }
moderation-from-to = **{ $author }** to { $readers }
moderation-to-worker = worker
moderation-to-factory = factory
moderation-to-brand = brand
moderation-to-handshake = Handshake
moderation-to-authority = authority
moderation-place = { $workplace }, { $at }
moderation-hints = { $n ->
    [0] no hint
    [one] 1 hint
   *[other] { $n } hints
  }
moderation-original = Original
moderation-sealed = Sealed, Handshake only
moderation-hint-asks_who = Asks who complained
moderation-hint-id_number = ID or staff number
moderation-hint-phone = Phone number
moderation-hint-contact = E-mail or chat account
moderation-hint-name = Name and place
moderation-hint-chosen = Marked by you
moderation-keep-or-remove = Keep or remove this passage
moderation-keep = Keep
moderation-remove = Remove
moderation-mark = Mark another passage
moderation-mark-this = Mark this sentence
moderation-mark-done = Done marking
moderation-mark-words = Or type the words to remove, exactly as they stand
moderation-mark-example = For example: the tall girl of the night shift
moderation-mark-missed = These words do not stand in the original.
moderation-as = As { $who } will read it
moderation-removed = { $n } removed
moderation-by-hand = Edit by hand
moderation-by-hand-label = Text for the readers
moderation-by-cuts = Back to the cuts
moderation-readers = Readers
moderation-no-readers = Choose who will read it.
moderation-reason = Reason for the cuts
moderation-reason-back = Reason, if you send back or withhold
moderation-reason-identifies = Could identify a person
moderation-reason-asks_who = Asks who complained
moderation-reason-insult = Insults somebody
moderation-reason-threat = Contains a threat
moderation-reason-settlement = Offers a deal outside this case
moderation-reason-other_case = Belongs to another case
moderation-reason-unreadable = Cannot be understood yet
moderation-note = Note to { $author }
moderation-note-hint = Optional. Read by { $author }.
moderation-release = Release to { $who }
moderation-send-back = Send back
moderation-withhold = Withhold
moderation-leading-send_back = The author reads the reason and your words, and can write it again.
moderation-leading-withhold = Nobody else will read it. The author reads the reason.
moderation-final = A release cannot be taken back. It can be read at once by { $who }.
moderation-done-release = Released.
moderation-done-send_back = Sent back to its author.
moderation-done-withhold = Withheld. The author sees the reason.
moderation-faster-release = { $name } released this at { $time }. You see the new state now. Nothing of yours was lost.
moderation-faster-send_back = { $name } sent this back at { $time }. You see the new state now. Nothing of yours was lost.
moderation-faster-withhold = { $name } withheld this at { $time }. You see the new state now. Nothing of yours was lost.
moderation-faster-other = { $name } decided on this at { $time }. You see the new state now. Nothing of yours was lost.
moderation-changed = The author changed or took back the words in the meantime. You see the new state now.
moderation-files = Files of this message
moderation-files-rule = A worker’s file goes only to those whom the worker has allowed it. The others read the words without it.
moderation-file-all = goes to everybody chosen
moderation-file-none = goes to nobody chosen: not allowed by the worker
moderation-file-not = does not go to { $who }: not allowed by the worker
moderation-file-open = Look at it before you release: a picture can show who somebody is.
