# 查分类：应用和公开页共用的话

title-lookup = 这是什么垃圾？
lookup-field = 物品名称
lookup-hint = 例如：牛奶盒
lookup-search = 查一查
lookup-examples = 试试这些
lookup-candidates = 您要找的是哪一个？
lookup-by-part = 按部件分
lookup-unknown = 还不认识“{ $word }”。
lookup-nearest = 名字相近的有
lookup-nearest-none = 也没有名字相近的
lookup-reason = 为什么
lookup-preparation = 投放前
lookup-source = 依据
lookup-part = { $name } · { $condition }
lookup-apart = 分开投放，共 { $many } 处
lookup-apart-together = 各部分都投到一处
lookup-depends = 看情况：分 { $many } 种情形
lookup-bin-blue = 蓝色桶 · { $word }
lookup-bin-red = 红色桶 · { $word }
lookup-bin-green = 绿色桶 · { $word }
lookup-bin-grey = 灰色桶 · { $word }
lookup-bin-special = 专门投放 · { $word }
lookup-rulebook = { $title } { $version } 版，规则自 { $from } 起。{ $notice }

# 猜的，不是查到的
lookup-guess-mark = 猜的，规则库里还没有“{ $word }”
lookup-guess-like = 像“{ $like }”，都是“…{ $ending }”。
lookup-guess-near = 像“{ $like }”。
lookup-guess-word = 从名字看的。
lookup-guess-sure = 这样猜，十次里至少对 { $tenths } 次。
lookup-guess-risky = 说不准，可能有害。先单独放好，不要混进别的垃圾，问问回收点或志愿者。
