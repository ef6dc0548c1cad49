board-title = 村社回收榜
board-lead = 各村、社区按登记户数平均的回收量。大村小村放在一起看，比的是每一户，不是总量。
board-look-up = 查一样东西该投哪个桶
board-synthetic-page = 本页含有合成数据，仅供演示，不代表任何真实的村或社区。
board-synthetic = 合成数据
board-empty = 还没有可以显示的数据。导入户册、有了投递以后，这里会出现排名。
board-caption = { $county }：每登记户回收净重，截至 { $day } { $time }
board-rank = 名次
board-unit = 村、社区
board-per-household = 每户净重
board-participation = 参与率
board-hidden-title = 暂不显示的单位
board-hidden-none = 本县区没有暂不显示的单位。
board-nobody-shown = 本县区目前没有达到显示条件的单位。
board-why-no_roll = 还没有导入户册，不排名，也不估算。
board-why-few_registered = 登记户数不足 { $threshold } 户。户数太少时，数字可能让人认出某一家，所以不显示。
board-why-few_contributing = 参与的户数不足 { $threshold } 户。户数太少时，数字可能让人认出某一家，所以不显示。
board-without-roll = 另有 { $number } 个村、社区还没有导入户册，不参加排名。
board-source = 户册来源：{ $source }，{ $day }
board-how-title = 怎么算
board-how-weight = 每户净重 = 全部有效投递的净重 ÷ 户册登记户数。撤销的投递不算。
board-how-participation = 参与率 = 至少有一次有效投递的户数 ÷ 户册登记户数。
board-how-ties = 数值相同的并列，下一名次空出（1、2、2、4）。
board-how-threshold = 登记户数或参与户数不足 { $threshold } 户的单位不显示任何数字，也不发布可以倒推出它的合计。
board-how-names = 本页没有任何一户、任何一个人的信息。
