page-other-language = 中文
page-elder-on = Larger type
page-elder-off = Normal type
page-menu = Display

look-up-lead = Type an item and see which bin it goes in. No app is needed.
look-up-privacy = What you type is used to answer you and is not kept.
look-up-unreadable = That could not be read. Please type it again.
look-up-too-long = That is too long. Please use at most { $max } characters.
look-up-standing = Recycling by village

reach-scan = Scan to look it up
reach-open = or open
reach-rulebook = { $title }, version { $version }
loop-title = Scan to ask
loop-turn = { $number } of { $count }
