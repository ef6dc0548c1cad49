weight-kilogram = { $number } kg
weight-jin = { $number } jin
weight-both = { $kilograms } ({ $jin })
distance-metres = about { $number } m
distance-kilometres = about { $number } km
points = { $number } points
moment = { $day }/{ $month } { $time }
day = { $year }-{ $month }-{ $day }
