board-title = Recycling by village
board-lead = What each village and community recycles per registered household. Large and small stand side by side: what counts is the household, not the total.
board-look-up = Look up which bin a thing goes in
board-synthetic-page = This page contains synthetic data for demonstration. It stands for no real village or community.
board-synthetic = Synthetic data (合成数据)
board-empty = There is nothing to show yet. Standings appear once a roll is imported and drop-offs arrive.
board-caption = { $county }: net weight per registered household, as of { $day } { $time }
board-rank = Rank
board-unit = Village or community
board-per-household = Net weight a household
board-participation = Taking part
board-hidden-title = Not shown for now
board-hidden-none = Every unit of this county is shown.
board-nobody-shown = No unit of this county can be shown yet.
board-why-no_roll = No roll was imported: it is not ranked, and nothing is guessed.
board-why-few_registered = Fewer than { $threshold } households are registered. With so few, a figure could point to one home, so none is shown.
board-why-few_contributing = Fewer than { $threshold } households took part. With so few, a figure could point to one home, so none is shown.
board-without-roll = A further { $number } villages and communities have no roll yet and are not ranked.
board-source = Roll: { $source }, { $day }
board-how-title = How it is counted
board-how-weight = Net weight a household = net weight of all drop-offs that count ÷ households on the roll. Reversed drop-offs do not count.
board-how-participation = Taking part = households with at least one drop-off that counts ÷ households on the roll.
board-how-ties = Equal values share a rank and the next one is left out (1, 2, 2, 4).
board-how-threshold = For a unit with fewer than { $threshold } registered households, or fewer than that taking part, no figure is shown, nor any total from which it could be worked out.
board-how-names = Nothing on this page is about a single household or person.
