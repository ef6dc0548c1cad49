# Visits: turfs, doors, one door, a missing door, a void.

turfs-mine = My turfs
turfs-mine-empty = No turf taken yet.
turfs-offers = Turfs to take
turfs-no-offers = There is no turf to take right now.
turfs-offline = No network: taking a turf has to wait. Those you have can be walked as ever.
turfs-asking = Asking…
turfs-refresh = Refresh
turfs-walk = Walk
turfs-take = Take
turfs-progress = { $visited } of { $doors } doors
turfs-doors = { $count ->
    [one] { $count } door
   *[other] { $count } doors
}
turfs-free = { $doors }
turfs-held-mine = { $doors } · yours until { $moment }
turfs-held = { $doors } · taken until { $moment }

doors-loading = Not all doors have arrived. The rest come with the next connection.
doors-propose = Is a door missing?
doors-open = Visit
doors-nobody-yet = Nobody was there yet
doors-do-not-visit = Please do not visit
doors-unsent = To be sent
doors-pair = Two people within half an hour; both are kept

door-question = What came of it?
door-script = A few questions
door-save = Save
door-history = Visits
door-by-me = Me
door-by-colleague = A colleague
door-void = Void: { $reason }
door-void-label = Something is wrong
door-void-question = What is wrong?
door-void-hint = The visit stays on record, marked as void.

outcome-met = Met
outcome-not_home = Not home
outcome-refused = Declined
outcome-come_back = Come back
outcome-moved = Moved
outcome-no_access = No access

void-wrong_door = wrong door
void-wrong_outcome = wrong outcome
void-practice = practice

proposal-text = A door that is not on the list: write it down, a lead will look.
proposal-field = Door
proposal-hint = For example: block 3, unit 2, 501
proposal-send = Save
