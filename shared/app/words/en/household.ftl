# My household: card, drop-offs, points.

household-card = Household card
household-card-number = Number
household-card-qr = QR code of the card, for the attendant to scan
household-card-hint = Show it when you bring something, or say the number.
household-booked = Booked
household-worth = about { $money }
household-pending = Pending
household-points = Recycling points
household-points-empty = Your community has no recycling point yet.
household-locate = How far are they?
household-locate-hint = Your position is used on this device only. It is neither kept nor sent.
household-locate-reason = To say how far the recycling points are. It is neither kept nor sent.
household-drop-offs = Drop-offs
household-drop-offs-empty = No drop-off yet.
household-rates = Today's rates
household-rates-line = Version { $version }, since { $day }; { $points } points are about 1 yuan.
household-rates-none = The rates have not arrived yet. They come with the next connection.
household-standing = Your village

drop-off-line = { $material } { $net }
drop-off-rate = { $points } points a kg
drop-off-estimate = { $points }, estimated
drop-off-points-later = points to be counted
drop-off-reversed = { $state }: { $reason }
drop-off-reversing = being reversed: { $reason }
drop-off-unsent = { $state } · to be sent

state-pending = Pending
state-booked = Booked
state-voided = Reversed
state-corrected = Reversed after booking

reversal-wrong_weight = wrong weight
reversal-wrong_material = wrong material
reversal-wrong_card = wrong card
reversal-logged_twice = logged twice
