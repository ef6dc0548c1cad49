# The recycling point: shift, weighing, review, log, mending.

shift-text = Open the shift to log drop-offs.
shift-waiting = This point's data has not arrived yet. It comes with the next connection.
shift-open = Open the shift
shift-close = Close the shift
point-log = Log

weigh-shift = Open since { $moment }
weigh-card = Whose drop-off is it?
weigh-card-field = Card number
weigh-card-enter = Use this number
weigh-card-scan = Scan the card
weigh-card-pick = Or pick a household
weigh-card-change = Another household
weigh-scan-hint = Hold the card's QR code in front of the camera
weigh-pick-card = Please pick a household first.
weigh-materials = Material
weigh-pick-material = Please pick a material first.
weigh-type-gross = Please type the gross weight.
weigh-unit-kilogram = kg
weigh-unit-jin = jin
weigh-gross = Gross
weigh-tare = Tare (leave empty if none)
weigh-grade = Grade
weigh-add = Add the line
weigh-lines = Weighed
weigh-detail = gross { $gross }, tare { $tare }, { $grade }
weigh-remove = Remove
weigh-estimate = { $points }, estimated
weigh-review = Review
weigh-withdraw = Do not log

grade-clean = clean
grade-mixed = mixed
grade-rejected = no points

review-total = Net in all
review-estimate = Estimated points
review-estimate-hint = An estimate. What is booked after the shift counts.
review-confirm = Log it
review-edit = Back to change

log-empty = Nothing logged yet.
log-close = Back to the scale
log-mend = Something is wrong

mend-question = What is wrong?
mend-hint = The drop-off stays on record, marked as reversed. Then please log the right one.
