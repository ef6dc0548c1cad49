# 查分类：应用自己的话；答案的话在 shared/guide/words/

lookup-clear = 清空
lookup-learn = 学一学：分类小课和小测
lookup-tell-us = 告诉我们，帮忙补上
lookup-told = 已记下这个词，会送给整理规则库的人。谢谢您。
lookup-told-kept = 已记下这个词，先存在这台设备上，登记后送出。谢谢您。
lookup-read-aloud = 读给我听
lookup-share = 转给家人
lookup-keep = 收藏
lookup-kept = 已收藏
lookup-favourites = 我收藏的
lookup-recents = 最近查过的
lookup-recents-empty = 清空最近查过的
lookup-recents-emptied = 最近查过的已清空。
lookup-recents-restore = 放回来
lookup-spoken-part = { $part }：{ $said }
lookup-spoken-piece = { $part }，{ $said }
lookup-spoken-apart = { $name }，{ $heading }：{ $pieces }
lookup-spoken-next = ；
lookup-points-enrol = 登记以后，这里会列出您村社的回收点。请到“设置”里登记。
lookup-spoken-stop = 。
