page-other-language = English
page-elder-on = 大字版
page-elder-off = 标准字号
page-menu = 显示方式

look-up-lead = 输入物品名称，看看该投哪个桶。不用装应用。
look-up-privacy = 您查的词只用来回答您，不会记录下来。
look-up-unreadable = 没读懂您输的内容。请再输一次。
look-up-too-long = 写得太长了。请写短一点，最多 { $max } 个字。
look-up-standing = 看看各村回收榜

reach-scan = 扫一扫，查分类
reach-open = 或在手机上打开
reach-rulebook = { $title } { $version } 版
loop-title = 扫码查分类
loop-turn = 第 { $number } 张，共 { $count } 张
