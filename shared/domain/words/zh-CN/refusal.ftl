# 户卡
refusal-card_malformed = 户卡号是 8 位数字，“{ $value }”不是。请对着户卡再输一次。
refusal-card_check_digit = 户卡号“{ $value }”里可能有一位输错了，或者相邻两位换了位置。请对着户卡再看一眼。
refusal-card_unknown = 这里没有哪一户用户卡 { $value }。请核对卡号；要是卡换过，请用新卡。

# 称重
refusal-weight_malformed = 没读懂重量“{ $value }”。请只输数字，比如 3.2。
refusal-weight_too_fine = 重量“{ $value }”太细了，秤最多读到小数点后 { $decimals } 位。请照秤上的数输入。
refusal-weight_zero = 重量是 { $value }，要大于 0 才能记。请把东西放稳再称一次。
refusal-weight_negative = 重量“{ $value }”小于 0。请把秤归零，再称一次。
refusal-weight_above_scale = { $value }超过了这台秤的上限 { $max }。东西多可以分几次称。
refusal-tare_above_gross = 容器重 { $tare }，总重 { $gross }：容器要比总重轻。请看看两个数是不是填反了。

# 投递
refusal-material_unknown = 现在的积分标准里没有“{ $value }”这个品类。请换一个品类。
refusal-lines_missing = 还没有称东西。至少称一样，才能记投递。
refusal-lines_too_many = 一次投递最多记 { $max } 样，这次有 { $value } 样。请分成两次投递。
refusal-shift_not_open = 这个回收点现在没有人值守。请先开始值守班次，再记投递。
refusal-shift_still_open = 您的值守班次还开着。请先收班，再把手机交给别人。
refusal-shift_unknown = 没有找到这个值守班次（编号 { $value }）。请联系组织者。
refusal-point_unknown = 没有找到这个回收点（编号 { $value }）。请联系组织者。
refusal-position_outside = 纬度 { $latitude }、经度 { $longitude }（百万分之一度）不在地球上：纬度在 ±90 度内，经度在 ±180 度内。请看看是不是写反了。
refusal-drop_off_unknown = 没有找到要冲正的这次投递（编号 { $value }）。请在记录里再找一找。
refusal-already_reversed = 这次投递已经冲正过了，不用再冲正（编号 { $value }）。

# 走访
refusal-door_unknown = 门牌名单里没有 { $value }。可以提议新增门牌。
refusal-door_outside_turf = 门牌 { $value } 不在您领取的片区里。请换到它所在的片区。
refusal-turf_unknown = 没有找到这个片区（编号 { $value }）。请刷新片区列表。
refusal-turf_leased = 这个片区已经有人在走了。请换一个片区，或等对方走完。
refusal-lease_revoked = 组织者已把这个片区从您这里收回（编号 { $value }）。请问组长。
refusal-record_not_taken = 组长没有采纳这条记录，理由是：{ $why }。
refusal-record_own = 这条记录是您自己记的，请另一位组长或组织者来决定。
refusal-visit_unknown = 没有找到这次走访（编号 { $value }）。请在记录里再找一找。
refusal-already_voided = 这次走访已经作废过了，不用再作废（编号 { $value }）。

# 照片
refusal-photo_kind_unknown = { $value ->
    [other] 这个文件不是这里能读的图片
   *[kind] 这张图片是 { $value } 格式，这里读不了
}。请选 JPEG、PNG 或 WebP 图片，或重新拍一张。
refusal-photo_broken = 这张图片读不出来，可能没有存完整。请换一张，或重新拍一张。
refusal-photo_too_large = 这张图片有 { $value } 百万像素，最多能读 { $max } 百万。请换一张小一点的。
refusal-photo_file_too_large = 这张图片的文件有 { $value } kB，最多能读 { $max } kB。请换一张小一点的。
refusal-photos_too_many = 一共有 { $value } 张照片，一条记录最多 { $max } 张。请去掉几张。
refusal-photo_unknown = 已收到的记录里没有照片 { $value }。等记录到了再送照片。
refusal-photo_expired = 照片 { $value } 之前送到的部分存得太久，已经清掉，会从头再送。
refusal-photo_hash_wrong = 收到的内容不是照片 { $value }，会从头再送。
refusal-offset_wrong = 照片的一段从 { $value } 开始，应当从 { $wanted } 开始，会从那里接着送。
refusal-chunk_damaged = 照片的一段在路上变了样，没有收下，会再送一次。

# 文字
refusal-text_missing = 这里还是空的。请写几个字。
refusal-text_too_long = 写了 { $value } 个字，最多 { $max } 个字。请写短一点。

# 登记
refusal-enrolment_code_malformed = “{ $value }”不像登记码。登记码是 10 位字母和数字，比如 3A4C6-D7E9F，请再看一眼。
refusal-enrolment_code_unknown = 没有这个登记码。请核对一遍，或向组织者要一个新的。
refusal-enrolment_code_used = 这个登记码已经用过了，一个码只能用一次。请向组织者要一个新的。
refusal-enrolment_code_expired = 这个登记码在 { $expired_at } 到期了。请向组织者要一个新的。
refusal-token_missing = 这台设备还没有登记。请向组织者要一个登记码。
refusal-token_unknown = 这台设备的登记已经停用。手机里的记录都还在，请用新的登记码再登记一次。
refusal-token_other_area = 这台设备登记在区划 { $area }，这件事属于 { $value }。请联系组织者。
refusal-role_forbidden = { $role ->
    [resident] 您登记的角色是居民
    [attendant] 您登记的角色是值守员
    [volunteer] 您登记的角色是志愿者
    [auditor] 您登记的角色是审计
    [organiser] 您登记的角色是组织者
    [lead] 您登记的角色是组长
    [collector] 您登记的角色是收运员
    [merchant] 您登记的角色是商户
    [assessor] 您登记的角色是验收员
    [teacher] 您登记的角色是教师
   *[other] 您登记的角色是 { $role }
}，这件事由别的角色来做。需要的话请联系组织者。
refusal-grant_not_begun = 您的角色从 { $from } 起才有效。请到时再用，或联系组织者。
refusal-grant_ended = 您的角色在 { $until } 到期了。手机里没发出的记录还会送出，由组长决定是否采纳。需要的话请联系组织者。
refusal-scope_forbidden = 这台设备不能看或写“{ $value }”。需要的话请联系组织者。

# 同步
refusal-cursor_invalid = 同步的位置对不上了。设备会从头再取一遍，什么都没丢。
refusal-epoch_changed = 服务器从备份恢复过（新纪元 { $epoch }）。设备会重新取数，并把最近的记录再送一次。
refusal-body_malformed = 有一条内容服务器读不懂（{ $detail }）。请更新应用；还不行就请联系组织者。
refusal-body_too_large = 一次送的内容太大，上限是 { $max } 字节。请分几次送。
refusal-batch_too_large = 一次有 { $value } 条，最多 { $max } 条。请分几次送。
refusal-protocol_unknown = 应用的版本对不上：它用协议 { $value }，服务器支持 { $min } 到 { $max }。请更新应用；手机里的记录都还在。
refusal-install_forked = 这台手机上的数据是从别的手机复制来的，或是从旧备份放回的。手机里的记录都还在，请用新的登记码再登记一次。
refusal-device_lost = { $unsent ->
    [go_too] 这台手机已报失。组织者要求立即清空，没发出的记录也一并删除。
   *[send_first] 这台手机已报失。没发出的记录先发给服务器，其余内容全部删除。
}
refusal-device_told = 设备 { $value } 已收到报失通知，正在自行清空。如需再用，请发新的登记码重新登记。
refusal-id_reused = 编号 { $value } 已经属于另一条记录，这一条没有收下。请联系组织者。
refusal-id_malformed = 编号“{ $value }”的格式不对，这一条没有收下。请联系组织者。

# 管理页
refusal-login_refused = 没有登录成功。请检查用户名、密码和验证码，并稍等一会儿：每失败一次，这个用户名要等 1 分钟，再失败等 2 分钟、4 分钟，最多 30 分钟。
refusal-session_ended = 您已退出登录：30 分钟没有操作，或登录满 12 小时，会自动退出。请重新登录。
refusal-form_stale = 这张表单已经失效，没有改动任何内容。请重新打开管理页再做一次。
refusal-login_name_malformed = 登录用户名须为 { $min } 到 { $max } 个文字、数字、点或连字符；“{ $value }”不符合。
refusal-login_name_taken = “{ $value }”已有人使用，请换一个用户名。
refusal-login_there = { $value } 已经可以登录；用 `login reset` 重设密码和验证器。
refusal-password_short = 密码至少 { $min } 个字符。用几个词连起来，好记又难猜。

# 同意与手机号
refusal-consent_unknown = “{ $value }”不在 { $known } 之中。
refusal-consent_text_unknown = 这份文字没有第 { $value } 版，最新是第 { $max } 版。请对照签过字的表格。
refusal-consent_not_given = 没有可以撤回的同意：{ $value }。
refusal-phone_malformed = 这不是手机号：手机号共 11 位，以 1 开头。请再看一下。

# 导入
refusal-area_row_broken = 区划表第 { $line } 行有问题：{ $detail }。整张表都没有导入，改好后请再导入一次。
refusal-area_code_malformed = 区划代码是 12 位数字，“{ $value }”不是。
refusal-area_unknown = 区划表里没有 { $value }。请核对代码。
refusal-roll_row_broken = 名册 { $line } 处有问题：{ $detail }。整份名册都没有导入，改好后请再导入一次。
refusal-rulebook_row_broken = 第 { $line } 行有问题：{ $detail }。规则库没有改动，改好后请再送一次。

# 服务器和设备
refusal-not_found = 没有找到您要的内容。
refusal-method_unknown = 这个地址不支持这样的操作。
refusal-busy = 服务器正忙，{ $seconds } 秒后再试。手机里的记录都还在。
refusal-too_many_requests = 从这里发出的请求太多，{ $seconds } 秒后再试。手机里的记录都还在。
refusal-server_failed = 服务器出了问题，这次没有存下。记录还在待发箱里，稍后会再送。
refusal-store_failed = 没能存到手机里（{ $detail }）。刚才这一步没有记下，请看看手机还有没有空间，再做一次。
refusal-offline = 现在连不上服务器。记录都在待发箱里，联网后会自动送出，什么都没丢。
refusal-clock_wrong = 这台手机的日期是 { $now }，看来不对。请在手机设置里打开“自动确定日期和时间”，再试一次。填好的和记下的都在，什么都没丢。
