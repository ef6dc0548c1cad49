# Look-up: the app's own words; those of an answer are in shared/guide/words/

lookup-clear = Clear
lookup-learn = Learn: short lessons and a quiz
lookup-tell-us = Tell us, so that it can be added
lookup-told = The word is noted and goes to the people who keep the rulebook. Thank you.
lookup-told-kept = The word is noted on this device and goes out once it is enrolled. Thank you.
lookup-read-aloud = Read aloud
lookup-share = Share
lookup-spoken-part = { $part }: { $bin }
lookup-spoken-stop = { ". " }
