# Settings and enrolment.

settings-language = Language
settings-elder = Large type
settings-elder-hint = Larger letters, larger keys.
settings-enrolment = Enrolment
settings-enrolment-text = Looking up needs no enrolment. For the card, the scale or visits, type the code your community gave you.
settings-code = Enrolment code
settings-code-hint = For example 3A4C6-D7E9F
settings-enrol = Enrol
settings-leave = Hand this phone to somebody else
settings-server = Server
settings-no-server = none set
settings-about = Wufei: sorting, drop-offs and visits, also without a network. { $notice }

leave-question = Hand this phone on now?
leave-hint = The phone forgets your enrolment, what it received and what you had not finished. To use it again, ask your community for a new code.
leave-kept = { $count ->
    [0] All your records have arrived.
    [one] { $count } record has not arrived. It stays sealed on this phone and is sent once you enrol here again; nothing is lost. With a network, better send it first.
   *[other] { $count } records have not arrived. They stay sealed on this phone and are sent once you enrol here again; nothing is lost. With a network, better send them first.
}
leave-attention = { $count ->
    [one] { $count } record for you to look at stays until then, too.
   *[other] { $count } records for you to look at stay until then, too.
}
leave-waiting = One moment: the step under way is being finished.
leave-confirm = Hand it on

role-resident = Resident
role-attendant = Attendant
role-volunteer = Volunteer
role-auditor = Auditor
role-organiser = Organiser
role-lead = Team lead
role-collector = Collector
role-merchant = Merchant
role-assessor = Assessor
role-teacher = Teacher
