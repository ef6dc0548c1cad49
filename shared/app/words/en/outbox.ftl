# The outbox.

outbox-last = Last time { $sent } sent, { $received } received
outbox-healed = { $line }. This phone differed from the server, so it fetched what it lacked again
outbox-outdated = { $line }. { $why }
outbox-enrol-first = Once this device is enrolled, records can be sent. They are kept here until then.
outbox-send = Send now
outbox-stop = Pause
outbox-attention = For you to look at
outbox-waiting = To be sent
outbox-held = { $moment } · your team lead will decide
outbox-withdraw = Take back
outbox-export = Pass the list to the lead
outbox-export-heading = Wufei: records the server did not take
    { $moment }, { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
outbox-export-entry = { $what }
    { $moment }
    { $problem }
    Code { $code }
    Record { $id }
outbox-export-unlisted = { $count ->
    [one] { $count } more is not listed.
   *[other] { $count } more are not listed.
}
outbox-export-waiting = { $count ->
    [one] { $count } more waits to be sent.
   *[other] { $count } more wait to be sent.
}
outbox-empty = Nothing waits to be sent.
outbox-photo = Photo · { $what }
outbox-what = { $kind } · { $about }
outbox-door = door no. { $number }
outbox-household = household no. { $number }

kind-shift-opened = Shift opened
kind-shift-closed = Shift closed
kind-drop-off = Drop-off
kind-reversal = Reversal
kind-visit = Visit
kind-void = Visit void
kind-proposal = Missing door
kind-unknown-item = New item
