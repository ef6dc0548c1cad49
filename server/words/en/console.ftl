console-title = Console
console-login-title = Log in
console-login-lead = For organisers, team leads and auditors. All others use the app and need no password.
console-name = Name
console-password = Password
console-code = Code
console-code-hint = Six digits from your authenticator. Each works once.
console-enter = Log in
console-leave = Log out
console-cookie = One cookie keeps you logged in. It goes when you log out, after 30 minutes without use, and after 12 hours.
console-who = { $label }, { $role } of { $area }
console-role-organiser = organiser
console-role-auditor = auditor
console-role-lead = team lead

console-held = Records that wait for a decision
console-held-none = No record waits in this area.
console-held-why = Whoever made these no longer has the turf or the role they belong to. A record that is taken counts like any other; of one that is not, its maker is told why.
console-held-more = { $more } more are shown once these are decided on.
console-held-by = Recorded by { $label } on { $made }, arrived on { $came }
console-held-visit = Door { $door }: { $outcome ->
    [met] met
    [not_home] not at home
    [refused] declined
    [come_back] come back another day
    [moved] moved away
    [no_access] no access
   *[other] { $outcome }
}
console-held-drop_off = Household { $household } brought { $weight }
console-held-kind = { $kind ->
    [shift_opened] Shift opened
    [shift_closed] Shift closed
    [reversal] Drop-off reversed
    [visit_void] Visit voided
    [door_proposal] Door proposed
   *[other] { $kind }
}
console-held-take = Take it
console-held-reason = Why it is not taken
console-held-refuse = Do not take it
console-held-taken = The record was taken.
console-held-refused = The record was not taken; its maker will be told why.

console-missing = Words that the guide does not know
console-missing-none = No word was told at least { $floor } times in your area.
console-word = Word
console-told = Told
console-others = Others, told too seldom to be named: { $words } words, { $told } times in all.
console-answer = Answer them
console-answer-elsewhere = An organiser of the whole city answers these words, since every phone follows the answer.
console-rows = Rows
console-rows-hint = One row a line, as below. All of them are taken, or none.
console-send = Make the next version
console-answered = Version { $version } is signed and answers { $words } words more. Phones take it with their next sync.

console-pages = Other pages of the console
console-back = Back to the console
console-consents = Consents
console-consents-find = Look a household up
console-consents-household = Household or card number
console-consents-hint = A lead of one village may type the household’s number alone, such as 12. All others type the area’s code with it, such as 330683106273-12, or the eight digits of the card.
console-consents-look = Look it up
console-consents-read = You may read, but not write anything down.
console-consents-all = All that was written down
console-consents-empty = Nothing was written down for this household yet.
console-consent-purpose = { $purpose ->
    [points] Points
    [location] Places
    [photo] Photos
    [public_name] Public name
    [volunteer_record] Volunteer record
   *[other] { $purpose }
}
console-consent-holds = Agreed to version { $version } of the text
console-consent-none = Not agreed to
console-consent-text = Version { $version } of the text:
console-consent-version = Version of the text that was signed
console-consent-give = Write down a signed form
console-consent-withdraw = Take it back
console-consent-given = The consent is written down.
console-consent-withdrawn = The consent is taken back; what was written down before stays.
console-consent-word = { $word ->
    [given] { $purpose }: agreed to version { $version } of the text
   *[withdrawn] { $purpose }: taken back, was version { $version } of the text
}
console-consent-how = { $channel ->
    [app] On their own phone
    [paper] On a signed form
    [console] Said to an organiser
   *[other] { $channel }
}, written down by { $by }

console-acts = What was done lately
console-acts-none = Nothing was done in your area yet.
console-operator = An operator at the server
console-act-areas_imported = Area table imported
console-act-roll_imported = Roll imported
console-act-code_issued = Enrolment code issued
console-act-device_lost = Device reported lost
console-act-device_found = Device found again
console-act-device_revoked = Device’s token ended
console-act-lease_revoked = Turf taken back
console-act-lease_allowed = Turf allowed again
console-act-grant_limited = Role limited in time
console-act-grant_opened = Role without limit
console-act-held_taken = Held record taken
console-act-held_refused = Held record not taken
console-act-missing_answered = Missing words answered
console-act-rulebook_corrected = Rulebook corrected
console-act-screen_added = Screen or poster added
console-act-epoch_renewed = Epoch renewed
console-act-restored = Restored from a backup
console-act-compacted = Old rows deleted
console-act-login_added = Log-in added
console-act-login_reset = Log-in reset
console-act-logged_in = Logged in
console-act-login_locked = A log-in failed
console-act-logged_out = Logged out
console-act-consent_given = Consent given
console-act-consent_withdrawn = Consent taken back
console-act-phone_set = Phone number kept
console-act-phone_found = Phone number looked up
console-act-phone_erased = Phone number erased
console-act-household_exported = A household's data written out
console-act-household_erased = A household erased
