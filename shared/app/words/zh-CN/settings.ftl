# 设置与登记。

settings-language = 语言
settings-elder = 大字模式
settings-elder-hint = 字更大，按钮更大。
settings-enrolment = 登记
settings-enrolment-text = 查分类不用登记。看户卡、值守或走访，请输入社区给您的登记码。
settings-code = 登记码
settings-code-hint = 例如 3A4C6-D7E9F
settings-enrol = 登记
settings-server = 服务器
settings-no-server = 未设置
settings-about = 无废：查分类、记投递、走门入户，没有网络也能用。{ $notice }

role-resident = 居民
role-attendant = 值守员
role-volunteer = 志愿者
role-auditor = 审计
