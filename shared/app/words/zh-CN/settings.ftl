# 设置与登记。

settings-language = 语言
settings-elder = 大字模式
settings-elder-hint = 字更大，按钮更大。
settings-enrolment = 登记
settings-enrolment-text = 查分类不用登记。看户卡、值守或走访，请输入社区给您的登记码。
settings-code = 登记码
settings-code-hint = 例如 3A4C6-D7E9F
settings-enrol = 登记
settings-leave = 把手机交给别人
settings-server = 服务器
settings-no-server = 未设置
settings-about = 无废：查分类、记投递、走门入户，没有网络也能用。{ $notice }

leave-question = 现在把手机交给别人吗？
leave-hint = 手机会忘掉您的登记、收到的资料和没写完的内容。以后要再用，请向社区要新的登记码。
leave-kept = { $count ->
    [0] 您的记录都已送达。
   *[other] { $count } 条记录还没送达，会封存在这台手机上。您再来登记后就会送出，一条也不会丢。能联网的话，先送出更好。
}
leave-attention = { $count } 条要您看一下的记录也留到那时。
leave-waiting = 正在交接，等手上这一步做完。
leave-confirm = 交给别人

role-resident = 居民
role-attendant = 值守员
role-volunteer = 志愿者
role-auditor = 审计
role-organiser = 组织者
role-lead = 组长
role-collector = 收运员
role-merchant = 商户
role-assessor = 验收员
role-teacher = 教师
