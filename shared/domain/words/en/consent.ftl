# What people agree to. A text that anybody has agreed to is never changed: a new one gets a new number.
consent-points-1 = What you bring to a recycling point is weighed and kept under your household's card, so that you get points. You can take this back at any time; points you have are still yours.
consent-location-1 = The place of a visit or a report is kept with it, so that somebody finds it again. You can take this back at any time.
consent-photo-1 = Photos you send are kept with your report until it is closed. They are shown to those who work on it and to nobody else. You can take this back at any time.
consent-public_name-1 = Your name may stand in public praise of your community. Without this, it never does. You can take this back at any time.
consent-volunteer_record-1 = Your hours as a volunteer are told to the register of volunteers. You can take this back at any time; hours that were told stay there.
