# 走访：片区、门牌、一户、补门牌、作废。

turfs-mine = 我的片区
turfs-mine-empty = 还没有领取片区。
turfs-offers = 可领取的片区
turfs-no-offers = 现在没有可领取的片区。
turfs-offline = 没有网络，领片区要等有网；已领的照常能走。
turfs-asking = 正在查询……
turfs-refresh = 刷新
turfs-walk = 去走访
turfs-take = 领取
turfs-progress = 已走 { $visited } / { $doors } 户
turfs-doors = { $count } 户
turfs-free = { $doors }
turfs-held-mine = { $doors } · 我领的，到 { $moment }
turfs-held = { $doors } · 已有人领，到 { $moment }

doors-loading = 门牌还没到齐，联网后会补上。
doors-propose = 缺一个门牌？
doors-open = 走访
doors-nobody-yet = 还没人去过
doors-do-not-visit = 请勿上门
doors-unsent = 待发送
doors-pair = 半小时内有两人去过，都保留

door-question = 结果怎样？
door-script = 聊几句
door-save = 记下
door-history = 走访记录
door-by-me = 我
door-by-colleague = 同伴
door-void = 已作废：{ $reason }
door-void-label = 记错了
door-void-question = 哪里记错了？
door-void-hint = 原记录会保留，并注明作废。

outcome-met = 见到了
outcome-not_home = 不在家
outcome-refused = 谢绝
outcome-come_back = 改天再来
outcome-moved = 已搬走
outcome-no_access = 进不去

void-wrong_door = 点错了门
void-wrong_outcome = 点错了结果
void-practice = 试用练习

proposal-text = 名册上没有的门牌，写下来，组长会核对。
proposal-field = 门牌
proposal-hint = 例如：3 幢 2 单元 501
proposal-send = 记下
