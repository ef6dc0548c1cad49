weight-kilogram = { $number } kg
weight-jin = { $number } jin
weight-both = { $kilograms } ({ $jin })
points = { $number } points
moment = { $day }/{ $month } { $time }
day = { $year }-{ $month }-{ $day }
