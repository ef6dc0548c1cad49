# 待发箱。

outbox-last = 上次送达 { $sent } 条，收到 { $received } 条
outbox-healed = { $line }；本机资料与服务器不一致，已重新下载
outbox-outdated = { $line }。{ $why }
outbox-enrol-first = 登记这台设备后就能送出，内容先存在这里。
outbox-send = 现在发送
outbox-stop = 先停一下
outbox-attention = 要您看一下
outbox-waiting = 待发送
outbox-held = { $moment } · 等组长决定
outbox-withdraw = 撤回
outbox-empty = 没有待发送的记录。
outbox-what = { $kind } · { $about }
outbox-door = { $number } 号门
outbox-household = { $number } 号户

kind-shift-opened = 开班
kind-shift-closed = 收班
kind-drop-off = 投递
kind-reversal = 冲正
kind-visit = 走访
kind-void = 走访作废
kind-proposal = 补门牌
kind-unknown-item = 新物品
