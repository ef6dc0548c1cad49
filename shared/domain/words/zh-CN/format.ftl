weight-kilogram = { $number } 公斤
weight-jin = { $number } 斤
weight-both = { $kilograms }（{ $jin }）
distance-metres = 约 { $number } 米
distance-kilometres = 约 { $number } 公里
points = { $number } 分
moment = { $month }月{ $day }日 { $time }
day = { $year }年{ $month }月{ $day }日
