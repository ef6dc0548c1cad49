# Words that all screens share.

app-name = Wufei
app-starting = Opening…
app-loading = Reading…
app-synthetic = Synthetic data
app-back = Back
app-cancel = Cancel
app-dismiss = OK

tab-lookup = Look up
tab-household = Home
tab-point = Recycling point
tab-turfs = Visits
tab-outbox = Outbox
tab-outbox-badge = { $count ->
    [one] { $count } record still on this device
   *[other] { $count } records still on this device
}
tab-standing = Standing
tab-settings = Settings

title-lessons = Learn
title-quiz = Quiz
title-household = My household
title-shift = Recycling point
title-weigh = Weigh
title-review = Check before logging
title-log = Log
title-mend = Reverse this drop-off
title-turfs = Turfs
title-proposal = Add a missing door
title-void = Void this visit
title-outbox = Outbox
title-standing = Standing of villages
title-settings = Settings
title-leave = Hand this phone on

notice-enrolled = You are enrolled. Welcome.
notice-left = This phone is not enrolled now. It can be handed on.
notice-enrol-first = This device is not enrolled yet. Once it is, records can be sent.
notice-logged = Logged.
notice-reversed = The reversal is recorded. The drop-off stays on record.
notice-shift-opened = The shift is open.
notice-shift-closed = The shift is closed. Points are booked once this arrives.
notice-turf-taken = The turf is yours. Its doors are on their way.
notice-proposed = The door is noted. Thank you.
notice-voided = The visit is void. It stays on record.
notice-do-not-visit = This household asked not to be visited. Please respect that.
notice-scan-unavailable = Scanning does not work right now. Please type the number.
notice-voice-unavailable = Reading aloud does not work right now. Please read the text.
notice-sharing-unavailable = Sharing does not work here. A screenshot does.
notice-export-unavailable = Sharing does not work here. Please show your lead a screenshot.
notice-photos-unavailable = No photo can be picked here. The rest works without one.
notice-location-denied = Without permission the recycling points stay in order of name.
notice-location-unavailable = The position cannot be found now. The recycling points stay in order of name.
notice-lost-sending = This phone was reported lost. What was not sent is still going to the server; everything else on it is deleted.
notice-favourites-full = 200 things are kept, and that is the most. Let go of one first, then keep this one.
notice-lost-emptied = This phone was reported lost and is emptied. If it is yours, please ask the organiser for a new code.
notice-withdrawn = Taken back.

sync-waiting = { $count ->
    [one] { $count } record to send
   *[other] { $count } records to send
}
sync-running = { $waiting }, sending now
sync-offline = { $waiting }; no network, they will go by themselves
sync-stopped = { $waiting }; paused
sync-refused = { $waiting }. { $why }
sync-fetching = Fetching data: { $have } of { $bytes } KB
sync-nothing = Everything has arrived
sync-nothing-offline = Everything has arrived; no network right now
sync-attention = { $count ->
    [one] { $count } record for you to look at
   *[other] { $count } records for you to look at
}
sync-both = { $line }; { $attention }

# Photos
photos-add = Add a photo ({ $left } more fit)
photos-busy = The photo is being made ready…
photos-nth = Photo { $number }
photos-remove = Remove { $photo }
photos-hint = Please show the thing or the door, no people.
photos-take = Take a photo
photos-choose = Choose a picture
