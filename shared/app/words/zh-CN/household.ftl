# 我家：户卡、投递、积分。

household-card = 户卡
household-card-number = 卡号
household-card-qr = 户卡二维码，给值守员扫
household-card-hint = 投递时出示，或报卡号也行。
household-booked = 已入账
household-worth = 约合 { $money }
household-pending = 待入账
household-points = 回收点
household-points-empty = 本村社还没有回收点。
household-locate = 看看离我多远
household-locate-hint = 位置只在这台设备上算一下，不保存，也不发送。
household-locate-reason = 算出回收点离您多远，不保存，也不发送。
household-drop-offs = 投递记录
household-drop-offs-empty = 还没有投递记录。
household-rates = 今日积分标准
household-rates-line = 第 { $version } 版，{ $day }起；{ $points } 分约合 1 元。
household-rates-none = 积分标准还没收到，联网后就有。
household-standing = 本村社排名

drop-off-line = { $material } { $net }
drop-off-rate = 每公斤 { $points } 分
drop-off-estimate = 预计 { $points }
drop-off-points-later = 积分待核
drop-off-reversed = { $state }：{ $reason }
drop-off-reversing = 正在冲正：{ $reason }
drop-off-unsent = { $state } · 待发送

state-pending = 待入账
state-booked = 已入账
state-voided = 已冲正
state-corrected = 入账后已冲正

reversal-wrong_weight = 重量输错
reversal-wrong_material = 品类选错
reversal-wrong_card = 户卡选错
reversal-logged_twice = 重复登记
