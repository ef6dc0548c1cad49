# Settings and enrolment.

settings-language = Language
settings-elder = Large type
settings-elder-hint = Larger letters, larger keys.
settings-enrolment = Enrolment
settings-enrolment-text = Looking up needs no enrolment. For the card, the scale or visits, type the code your community gave you.
settings-code = Enrolment code
settings-code-hint = For example 3A4C6-D7E9F
settings-enrol = Enrol
settings-server = Server
settings-no-server = none set
settings-about = Wufei: sorting, drop-offs and visits, also without a network. { $notice }

role-resident = Resident
role-attendant = Attendant
role-volunteer = Volunteer
role-auditor = Auditor
