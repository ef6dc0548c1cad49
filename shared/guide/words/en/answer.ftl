# Look-up: words that the app and the public page share

title-lookup = Which bin?
lookup-field = Item
lookup-hint = For example: milk carton
lookup-search = Look up
lookup-examples = Try one of these
lookup-candidates = Which one do you mean?
lookup-by-part = By its parts
lookup-unknown = We do not know “{ $word }” yet.
lookup-nearest = Names that come close
lookup-nearest-none = No name comes close either
lookup-reason = Why
lookup-preparation = First
lookup-source = Source
lookup-part = { $name } · { $condition }
lookup-apart = Part by part: { $many } places
lookup-apart-together = All its parts go to one place
lookup-depends = It depends: { $many } cases
lookup-bin-blue = Blue bin · { $word }
lookup-bin-red = Red bin · { $word }
lookup-bin-green = Green bin · { $word }
lookup-bin-grey = Grey bin · { $word }
lookup-bin-special = Own delivery point · { $word }
lookup-rulebook = { $title }, version { $version }, rules since { $from }. { $notice }

# A guess, not found
lookup-guess-mark = A guess: “{ $word }” is not in the rulebook yet
lookup-guess-like = It is like “{ $like }”: both end with “…{ $ending }”.
lookup-guess-near = It is like “{ $like }”.
lookup-guess-word = Judged by its name.
lookup-guess-sure = Of ten guesses like this at least { $tenths } are right.
lookup-guess-risky = Not sure: it may be hazardous. Keep it apart from other waste and ask a recycling point or a volunteer.
