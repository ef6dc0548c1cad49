console-title = 管理页
console-login-title = 登录
console-login-lead = 供组织者、组长和审计人员使用。其他人用手机应用，不需要密码。
console-name = 用户名
console-password = 密码
console-code = 验证码
console-code-hint = 验证器上的六位数字，每个只能用一次。
console-enter = 登录
console-leave = 退出登录
console-cookie = 登录状态保存在一个 Cookie 里。退出登录、30 分钟没有操作或满 12 小时后自动失效。
console-who = { $label }，{ $area }{ $role }
console-role-organiser = 组织者
console-role-auditor = 审计
console-role-lead = 组长

console-held = 等待决定的记录
console-held-none = 本区划内没有等待决定的记录。
console-held-why = 这些记录的片区或角色，记录人现在已经没有了。收下以后照常计入；不收的，记录人会看到理由。
console-held-more = 另有 { $more } 条，处理完以上的再显示。
console-held-by = { $label } 记于 { $made }，{ $came } 送到
console-held-visit = { $door } 号门：{ $outcome ->
    [met] 见到了
    [not_home] 不在家
    [refused] 谢绝
    [come_back] 改天再来
    [moved] 已搬走
    [no_access] 进不去
   *[other] { $outcome }
}
console-held-drop_off = { $household } 号户交来 { $weight }
console-held-kind = { $kind ->
    [shift_opened] 开始值守
    [shift_closed] 结束值守
    [reversal] 冲正一次交投
    [visit_void] 作废一次走访
    [door_proposal] 提议新增一扇门
   *[other] { $kind }
}
console-held-take = 收下
console-held-reason = 不收的理由
console-held-refuse = 不收
console-held-taken = 记录已收下。
console-held-refused = 记录没有收下，记录人会看到理由。

console-missing = 分类库还不认识的词
console-missing-none = 本区划内没有被上报 { $floor } 次及以上的词。
console-word = 词
console-told = 上报次数
console-others = 另有 { $words } 个词上报太少，不列出名称，共 { $told } 次。
console-answer = 回答这些词
console-answer-elsewhere = 这些词由全市的组织者回答，因为全市的手机都会照着答案分类。
console-rows = 内容
console-rows-hint = 每行一条，格式如下。要么全部收下，要么一条也不收。
console-send = 生成下一版
console-answered = 第 { $version } 版已签名，新回答 { $words } 个词。手机下次同步时更新。

console-pages = 管理页的其他页面
console-back = 返回管理页
console-consents = 同意登记
console-consents-find = 查找一户
console-consents-household = 户号或户卡号
console-consents-hint = 村或社区的组长可以只填户号，例如 12；其他人填区划代码加户号，例如 330683106273-12，或户卡上的八位数字。
console-consents-look = 查找
console-consents-read = 您可以查看，不能登记。
console-consents-all = 全部登记
console-consents-empty = 这一户还没有登记。
console-consent-purpose = { $purpose ->
    [points] 积分
    [location] 位置
    [photo] 照片
    [public_name] 公开姓名
    [volunteer_record] 志愿记录
   *[other] { $purpose }
}
console-consent-holds = 已同意第 { $version } 版文字
console-consent-none = 没有同意
console-consent-text = 第 { $version } 版文字：
console-consent-version = 签字的是第几版文字
console-consent-give = 登记纸质同意
console-consent-withdraw = 撤回同意
console-consent-given = 同意已登记。
console-consent-withdrawn = 同意已撤回，原来的登记保留。
console-consent-word = { $word ->
    [given] 同意{ $purpose }，第 { $version } 版文字
   *[withdrawn] 撤回{ $purpose }，原同意第 { $version } 版文字
}
console-consent-how = { $channel ->
    [app] 在本人手机上
    [paper] 签在纸上
    [console] 当面告诉组织者
   *[other] { $channel }
}，登记人：{ $by }

console-acts = 最近的操作
console-acts-none = 本区划内还没有操作。
console-operator = 服务器管理员
console-act-areas_imported = 导入区划表
console-act-roll_imported = 导入名册
console-act-code_issued = 签发登记码
console-act-device_lost = 设备报失
console-act-device_found = 设备找回
console-act-device_revoked = 设备凭证作废
console-act-lease_revoked = 收回片区
console-act-lease_allowed = 恢复片区
console-act-grant_limited = 角色定了期限
console-act-grant_opened = 角色取消期限
console-act-held_taken = 收下待定记录
console-act-held_refused = 未收下待定记录
console-act-missing_answered = 回答新词
console-act-rulebook_corrected = 修正分类规则库
console-act-screen_added = 添加屏幕或海报
console-act-epoch_renewed = 更换纪元
console-act-restored = 从备份恢复
console-act-compacted = 清理旧数据
console-act-login_added = 添加登录账户
console-act-login_reset = 重设登录账户
console-act-logged_in = 登录
console-act-login_locked = 登录失败
console-act-logged_out = 退出登录
console-act-consent_given = 登记同意
console-act-consent_withdrawn = 撤回同意
console-act-phone_set = 登记手机号
console-act-phone_found = 查询手机号
console-act-phone_erased = 删除手机号
console-act-household_exported = 导出一户数据
console-act-household_erased = 删除一户数据
