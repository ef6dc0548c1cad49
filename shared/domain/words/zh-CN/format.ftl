weight-kilogram = { $number } 公斤
weight-jin = { $number } 斤
weight-both = { $kilograms }（{ $jin }）
points = { $number } 分
moment = { $month }月{ $day }日 { $time }
day = { $year }年{ $month }月{ $day }日
