# 村社排名。

standing-how = 按在册户每户的可回收物净重排，并列同名次；不足 { $threshold } 户的不显示。
standing-as-of = 统计到 { $moment }
standing-empty = 排名还没收到，联网后就有。
standing-none = 这次没有可显示的村社。
standing-rank = 第 { $rank } 名
standing-per-household = 每户 { $weight }
standing-participation = 参与率 { $share }
standing-own = 本村社
standing-suppressed = 未显示的村社
standing-line = { $rank } · { $weight }

suppressed-no_roll = 还没有户数名册，所以不排。
suppressed-few_registered = 在册不足 { $threshold } 户，为保护住户不显示。
suppressed-few_contributing = 参与不足 { $threshold } 户，为保护住户不显示。
