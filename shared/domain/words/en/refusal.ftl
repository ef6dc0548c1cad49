# Cards
refusal-card_malformed = A card number has 8 digits; “{ $value }” does not. Please type it again from the card.
refusal-card_check_digit = One digit of card number “{ $value }” may be wrong, or two neighbours swapped. Please look at the card again.
refusal-card_unknown = No household here holds card { $value }. Please check the number; if the card was replaced, use the new one.

# Weighing
refusal-weight_malformed = “{ $value }” could not be read as a weight. Type a number, such as 3.2.
refusal-weight_too_fine = “{ $value }” is finer than the scale reads: at most { $decimals } decimals. Type what the scale shows.
refusal-weight_zero = The weight is { $value }; it must be above 0 to be logged. Let the scale settle and weigh again.
refusal-weight_negative = The weight “{ $value }” is below 0. Set the scale to zero and weigh again.
refusal-weight_above_scale = { $value } is above this scale's maximum of { $max }. A large lot can be weighed in parts.
refusal-tare_above_gross = The container weighs { $tare }, everything together { $gross }: the container must be lighter. Were the two swapped?

# Drop-offs
refusal-material_unknown = The tariff has no material “{ $value }”. Please pick another one.
refusal-lines_missing = Nothing is weighed yet. A drop-off needs at least one material.
refusal-lines_too_many = A drop-off takes at most { $max } lines; this one has { $value }. Please log it as two.
refusal-shift_not_open = No shift is open at this recycling point. Open a shift first, then log the drop-off.
refusal-shift_still_open = Your shift is still open. Please close it first, then hand the phone on.
refusal-shift_unknown = This shift was not found (id { $value }). Please ask the organiser.
refusal-point_unknown = This recycling point was not found (id { $value }). Please ask the organiser.
refusal-position_outside = Latitude { $latitude }, longitude { $longitude } (millionths of a degree) is not on earth: latitude stays within ±90 degrees, longitude within ±180. Please check whether they are the wrong way round.
refusal-drop_off_unknown = The drop-off to reverse was not found (id { $value }). Please look for it in the log again.
refusal-already_reversed = This drop-off was reversed before; there is nothing left to do (id { $value }).

# Visits
refusal-door_unknown = Door { $value } is not on the list. You can propose it as a new door.
refusal-door_outside_turf = Door { $value } is not in the turf you hold. Please change to its turf.
refusal-turf_unknown = This turf was not found (id { $value }). Please refresh the list of turfs.
refusal-turf_leased = Somebody else is walking this turf. Please take another one, or wait until they are done.
refusal-lease_revoked = The organiser has taken this turf back from you (id { $value }). Ask your team lead.
refusal-record_not_taken = Your team lead did not take this record. The reason: { $why }.
refusal-record_own = This record is your own. Please ask another team lead or the organiser to decide on it.
refusal-visit_unknown = This visit was not found (id { $value }). Please look for it in the log again.
refusal-already_voided = This visit was voided before; there is nothing left to do (id { $value }).

# Photos
refusal-photo_kind_unknown = { $value ->
    [other] This file is no picture that can be read here
   *[kind] This picture is a { $value } file, which cannot be read here
}. Please pick a JPEG, PNG or WebP, or take the photo again.
refusal-photo_broken = This picture cannot be read; it may not be whole. Please pick another one, or take it again.
refusal-photo_too_large = The picture has { $value } million pixels; at most { $max } million are read. Please pick a smaller one.
refusal-photo_file_too_large = The picture's file has { $value } kB; at most { $max } kB are read. Please pick a smaller one.
refusal-photos_too_many = There are { $value } photos; a record takes at most { $max }. Please leave some out.
refusal-photo_unknown = No record that arrived names photo { $value }. It is sent once its record is there.
refusal-photo_expired = What was sent of photo { $value } was kept too long ago. It is sent from the beginning again.
refusal-photo_hash_wrong = What arrived is not photo { $value }. It is sent from the beginning again.
refusal-offset_wrong = A part of a photo begins at { $value }, but { $wanted } is wanted. It is sent from there.
refusal-chunk_damaged = A part of a photo was changed on its way. Nothing of it was kept; it is sent again.

# Texts
refusal-text_missing = This is still empty. Please write a few words.
refusal-text_too_long = The text has { $value } characters; at most { $max } fit. Please make it shorter.

# Enrolment
refusal-enrolment_code_malformed = “{ $value }” does not look like an enrolment code: 10 letters and digits, such as 3A4C6-D7E9F. Please look again.
refusal-enrolment_code_unknown = There is no such enrolment code. Please check it, or ask the organiser for a new one.
refusal-enrolment_code_used = This enrolment code was used before; each works once. Please ask the organiser for a new one.
refusal-enrolment_code_expired = This enrolment code ended on { $expired_at }. Please ask the organiser for a new one.
refusal-token_missing = This device is not enrolled yet. Please ask the organiser for an enrolment code.
refusal-token_unknown = This device's enrolment has ended. Its records are all still here; please enrol again with a new code.
refusal-token_other_area = This device is enrolled in area { $area }; this belongs to { $value }. Please ask the organiser.
refusal-role_forbidden = { $role ->
    [resident] You are enrolled as a resident
    [attendant] You are enrolled as an attendant
    [volunteer] You are enrolled as a volunteer
    [auditor] You are enrolled as an auditor
    [organiser] You are enrolled as an organiser
    [lead] You are enrolled as a team lead
    [collector] You are enrolled as a collector
    [merchant] You are enrolled as a merchant
    [assessor] You are enrolled as an assessor
    [teacher] You are enrolled as a teacher
   *[other] You are enrolled as { $role }
}; this is done in another role. Please ask the organiser if you need it.
refusal-grant_not_begun = Your role holds from { $from } on. Please come back then, or ask the organiser.
refusal-grant_ended = Your role ended on { $until }. Records on this phone that were not sent still are, and your team lead decides on them. Please ask the organiser if you need it.
refusal-scope_forbidden = This device may not read or write “{ $value }”. Please ask the organiser if you need it.

# Sync
refusal-cursor_invalid = The place in the feed does not fit. The device fetches everything again; nothing was lost.
refusal-epoch_changed = The server was restored (new epoch { $epoch }). The device fetches everything again and offers its recent records once more.
refusal-body_malformed = The server could not read an entry ({ $detail }). Please update the app; if that does not help, ask the organiser.
refusal-body_too_large = This is too much at once: at most { $max } bytes. Please send it in parts.
refusal-batch_too_large = There are { $value } entries at once; at most { $max } fit. Please send them in parts.
refusal-protocol_unknown = The app's version does not fit: it speaks protocol { $value }, the server { $min } to { $max }. Please update the app; its records are all still here.
refusal-install_forked = This phone's data was copied from another phone, or put back from an old copy. All records are still here; please enrol again with a new code.
refusal-device_lost = { $unsent ->
    [go_too] This phone was reported lost. The organiser said that it is emptied at once, with what was not sent.
   *[send_first] This phone was reported lost. What was not sent goes to the server first; everything else on it is deleted.
}
refusal-device_told = Device { $value } was already told that it is lost, and empties itself. A new code enrols it again.
refusal-id_reused = Id { $value } already belongs to another record; this one was not taken. Please ask the organiser.
refusal-id_malformed = Id “{ $value }” is not of the right form; this record was not taken. Please ask the organiser.

# The console
refusal-login_refused = That did not work. Please check name, password and code, and wait a little: after a failed try a name waits 1 minute, then 2, 4, and at most 30.
refusal-session_ended = You are logged out: a session ends after 30 minutes without use and after 12 hours. Please log in again.
refusal-form_stale = This form is no longer valid, so nothing was changed. Please open the console again and repeat it.
refusal-login_name_malformed = A name to log in with has { $min } to { $max } letters, digits, dots or hyphens; “{ $value }” does not.
refusal-login_name_taken = Somebody else logs in as “{ $value }”. Please choose another name.
refusal-login_there = { $value } can log in already; `login reset` gives a new password and a new second factor.
refusal-password_short = A password has at least { $min } characters. A few words in a row are easy to keep and hard to guess.

# Consent and phone numbers
refusal-consent_unknown = “{ $value }” is not among { $known }.
refusal-consent_text_unknown = There is no version { $value } of this text; the newest is { $max }. Please look at the form that was signed.
refusal-consent_not_given = There is no consent to { $value } that could be taken back.
refusal-phone_malformed = This is not a mobile number: 11 digits, the first one 1. Please look again.

# Imports
refusal-area_row_broken = Line { $line } of the area table: { $detail }. Nothing was imported; please mend it and import again.
refusal-area_code_malformed = An area code has 12 digits; “{ $value }” does not.
refusal-area_unknown = The area table has no { $value }. Please check the code.
refusal-roll_row_broken = The roll at { $line }: { $detail }. Nothing was imported; please mend it and import again.
refusal-rulebook_row_broken = Line { $line }: { $detail }. The rulebook was left as it is; please mend it and send it again.

# Server and device
refusal-not_found = What you asked for was not found.
refusal-method_unknown = This address does not take that kind of request.
refusal-busy = The server is busy; try again in { $seconds } seconds. Your records are all still here.
refusal-too_many_requests = Too many requests were made from here; try again in { $seconds } seconds. Your records are all still here.
refusal-server_failed = Something failed on the server and it stored nothing. Your records wait in the outbox and are sent again later.
refusal-store_failed = It could not be saved on this device ({ $detail }). This last step was not kept; check for free space and do it once more.
refusal-offline = The server cannot be reached. Your records wait in the outbox and go out by themselves; nothing was lost.
refusal-clock_wrong = The date of this phone, { $now }, seems to be wrong. Please switch on “Set time automatically” in the phone’s settings and try again. What you typed and recorded is all here, nothing is lost.
