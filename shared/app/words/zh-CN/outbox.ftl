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
outbox-export = 把清单转给组长
outbox-export-heading = 无废：服务器没收下的记录
    { $moment }，共 { $count } 条
outbox-export-entry = { $what }
    { $moment }
    { $problem }
    代码 { $code }
    记录号 { $id }
outbox-export-unlisted = 另有 { $count } 条没有列出。
outbox-export-waiting = 另有 { $count } 条待发送。
outbox-empty = 没有待发送的记录。
outbox-photo = 照片 · { $what }
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
