# 查分类：应用自己的话；答案的话在 shared/guide/words/

lookup-clear = 清空
lookup-learn = 学一学：分类小课和小测
lookup-tell-us = 告诉我们，帮忙补上
lookup-told = 已记下这个词，会送给整理规则库的人。谢谢您。
lookup-told-kept = 已记下这个词，先存在这台设备上，登记后送出。谢谢您。
lookup-read-aloud = 读给我听
lookup-share = 转给家人
lookup-spoken-part = { $part }：{ $bin }
lookup-spoken-stop = 。
