# 学一学：小课、小测、学习分。

learning-loading = 正在读取您答过的题……
learning-again = 再读一次
learning-lessons = 分类小课
learning-due = { $count } 题可以答
learning-due-none = 今天没有要答的题
learning-pages = { $count } 页
learning-quiz = 答 { $count } 题
learning-quiz-all-held = 今天的题都答过了，过几天会再来。
learning-score = 学习分
learning-score-note = 就是您现在答对的题数，只记在这台设备上，不能兑换。

learning-progress = 第 { $number } 页，共 { $total } 页
learning-next-page = 下一页
learning-previous-page = 上一页
learning-source = 依据：{ $sources }
learning-source-and = { $one }；{ $other }
learning-shown = 这一页说的物品
learning-read-aloud = 读给我听

quiz-progress = 第 { $number } 题，共 { $total } 题
quiz-left = 还有 { $count } 题
quiz-ask = 投到哪里？
quiz-intro = 第一次领片区前，先答十题。答错没关系，这一题过一会儿会再来。
quiz-choice-own_point = 不进桶，专门投放
quiz-choice-no_bin = 不是桶里的垃圾
quiz-right = 对了
quiz-wrong = 不是这里
quiz-your-answer = 您选的
quiz-right-answer = 应投这里
quiz-next = 下一题
quiz-last = 看结果
quiz-done = 答完了，{ $total } 题里答对 { $right } 题。
quiz-done-wrong = 没答对的题，下次会先来。
quiz-finish = 回到小课
quiz-intro-done = 十题都答对了，可以领片区了。
quiz-intro-finish = 领取片区
