# 回收点：开班、称重、核对、记录、冲正。

shift-text = 开班后就可以登记投递。
shift-waiting = 回收点的资料还没收到，联网后就有。
shift-open = 开班
shift-close = 收班
point-log = 看记录

weigh-shift = { $moment } 开班
weigh-card = 谁家投递？
weigh-card-field = 户卡号
weigh-card-enter = 用这个卡号
weigh-card-scan = 扫户卡
weigh-card-pick = 或者点一户
weigh-card-change = 换一户
weigh-scan-hint = 请对准户卡上的二维码
weigh-pick-card = 请先选是哪一户。
weigh-materials = 品类
weigh-pick-material = 请先点一个品类。
weigh-type-gross = 请输入毛重。
weigh-unit-kilogram = 公斤
weigh-unit-jin = 斤
weigh-gross = 毛重
weigh-tare = 皮重（没有就空着）
weigh-grade = 质量
weigh-add = 加一行
weigh-lines = 已称
weigh-detail = 毛重 { $gross }，皮重 { $tare }，{ $grade }
weigh-remove = 去掉
weigh-estimate = 预计 { $points }
weigh-review = 核对
weigh-withdraw = 不登记了

grade-clean = 干净
grade-mixed = 混杂
grade-rejected = 不计分

review-total = 合计净重
review-estimate = 预计积分
review-estimate-hint = 这是估算，收班后以入账为准。
review-confirm = 确认登记
review-edit = 回去改

log-empty = 还没有登记过。
log-close = 回到称重
log-mend = 记错了

mend-question = 哪里记错了？
mend-hint = 原记录会保留，并注明已冲正。冲正后请重新登记正确的一笔。
