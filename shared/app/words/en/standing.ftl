# Standing of villages.

standing-how = By net recyclables per registered household; ties share a rank; below { $threshold } households nothing is shown.
standing-as-of = Counted up to { $moment }
standing-empty = The standing has not arrived yet. It comes with the next connection.
standing-none = No village can be shown this time.
standing-rank = Rank { $rank }
standing-per-household = { $weight } per household
standing-participation = { $share } take part
standing-own = Your village
standing-suppressed = Not shown
standing-line = { $rank } · { $weight }

suppressed-no_roll = Not ranked: there is no roll of households yet.
suppressed-few_registered = Not shown, to protect residents: fewer than { $threshold } households registered.
suppressed-few_contributing = Not shown, to protect residents: fewer than { $threshold } households took part.
