# 各屏共用的字句。

app-name = 无废
app-starting = 正在打开……
app-loading = 正在读取……
app-synthetic = 合成数据
app-back = 返回
app-cancel = 取消
app-dismiss = 知道了

tab-lookup = 查分类
tab-household = 我家
tab-point = 回收点
tab-turfs = 走访
tab-outbox = 待发箱
tab-outbox-badge = { $count } 条还在这台设备上
tab-standing = 排名
tab-settings = 设置

title-lessons = 学一学
title-quiz = 答一答
title-household = 我家
title-shift = 回收点
title-weigh = 称重登记
title-review = 核对一下
title-log = 登记记录
title-mend = 冲正这一笔
title-turfs = 走访片区
title-proposal = 补一个门牌
title-void = 作废这次走访
title-outbox = 待发箱
title-standing = 村社排名
title-settings = 设置
title-leave = 把手机交给别人

notice-enrolled = 登记好了，欢迎您。
notice-left = 这台手机现在没有登记，可以交给别人了。
notice-enrol-first = 这台设备还没登记，登记后就能送出。
notice-logged = 已记下这一笔。
notice-reversed = 已记下冲正，原记录仍保留。
notice-shift-opened = 已开班。
notice-shift-closed = 已收班，积分送到后入账。
notice-turf-taken = 片区已领取，门牌正在下载。
notice-proposed = 已记下这个门牌，谢谢您。
notice-voided = 这次走访已作废，原记录仍保留。
notice-do-not-visit = 这户请我们不要上门，请尊重他们的意愿。
notice-scan-unavailable = 现在扫不了，请输入卡号。
notice-voice-unavailable = 现在读不出声音，请看文字。
notice-sharing-unavailable = 这里不能转发，请截图发给家人。
notice-export-unavailable = 这里不能转发，请截图给组长看。
notice-photos-unavailable = 这里选不了照片。没有照片也可以照常使用。
notice-location-denied = 没有得到位置许可，回收点还是照名字排。
notice-location-unavailable = 现在找不到位置，回收点还是照名字排。
notice-lost-sending = 这台手机已报失。没发出的记录还在发给服务器，其余内容已全部删除。
notice-favourites-full = 已收藏 200 样，收满了。请先取消一样，再收藏这一样。
notice-lost-emptied = 这台手机已报失，内容已清空。如果是您的手机，请向组织者要新的登记码。
notice-withdrawn = 已撤回。

sync-waiting = { $count } 条待发送
sync-running = { $waiting }，正在送出
sync-offline = { $waiting }，没有网络，有网会自动送出
sync-stopped = { $waiting }，已暂停
sync-refused = { $waiting }。{ $why }
sync-fetching = 正在下载资料：{ $have } / { $bytes } KB
sync-nothing = 都已送达
sync-nothing-offline = 都已送达，现在没有网络
sync-attention = { $count } 条要您看一下
sync-both = { $line }；{ $attention }

# 照片
photos-add = 加一张照片（还能加 { $left } 张）
photos-busy = 正在处理照片…
photos-nth = 照片 { $number }
photos-remove = 去掉{ $photo }
photos-hint = 请拍东西或门，不要拍到人。
photos-take = 拍照
photos-choose = 从相册选
