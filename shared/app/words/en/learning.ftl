# Lessons, the quiz, the honour score.

learning-loading = Reading what you answered…
learning-again = Read again
learning-lessons = Short lessons
learning-due = { $count ->
    [one] { $count } question to answer
   *[other] { $count } questions to answer
}
learning-due-none = Nothing to answer today
learning-pages = { $count ->
    [one] { $count } page
   *[other] { $count } pages
}
learning-quiz = { $count ->
    [one] Answer { $count } question
   *[other] Answer { $count } questions
}
learning-quiz-all-held = You answered all of today’s questions. They come back in some days.
learning-score = Learning score
learning-score-note = It is how many questions you hold right now. It stays on this device and cannot be redeemed.

learning-progress = Page { $number } of { $total }
learning-next-page = Next page
learning-previous-page = Page before
learning-source = Source: { $sources }
learning-source-and = { $one }; { $other }
learning-shown = What this page is about
learning-read-aloud = Read aloud

quiz-progress = Question { $number } of { $total }
quiz-left = { $count ->
    [one] { $count } question left
   *[other] { $count } questions left
}
quiz-ask = Where does it go?
quiz-intro = Before your first turf there are ten questions. A wrong answer is no matter: that question comes again.
quiz-choice-own_point = No bin: its own delivery point
quiz-choice-no_bin = Nothing for a bin
quiz-right = Right
quiz-wrong = Not there
quiz-your-answer = Your answer
quiz-right-answer = It goes here
quiz-next = Next question
quiz-last = See the result
quiz-done = Done: { $right } of { $total } were right.
quiz-done-wrong = What was not right comes first the next time.
quiz-finish = Back to the lessons
quiz-intro-done = All ten were right. You can take a turf now.
quiz-intro-finish = Take the turf
