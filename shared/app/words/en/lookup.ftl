# Look-up: the app's own words; those of an answer are in shared/guide/words/

lookup-clear = Clear
lookup-learn = Learn: short lessons and a quiz
lookup-tell-us = Tell us, so that it can be added
lookup-told = The word is noted and goes to the people who keep the rulebook. Thank you.
lookup-told-kept = The word is noted on this device and goes out once it is enrolled. Thank you.
lookup-read-aloud = Read aloud
lookup-share = Share
lookup-keep = Keep
lookup-kept = Kept
lookup-favourites = Kept by me
lookup-recents = Looked up lately
lookup-recents-empty = Empty this list
lookup-recents-emptied = The list of what was looked up lately is emptied.
lookup-recents-restore = Put it back
lookup-spoken-part = { $part }: { $said }
lookup-spoken-piece = { $part }, { $said }
lookup-spoken-apart = { $name }. { $heading }: { $pieces }
lookup-spoken-next = { "; " }
lookup-points-enrol = Once you are enrolled, the recycling points of your community are listed here. You enrol under Settings.
lookup-spoken-stop = { ". " }
