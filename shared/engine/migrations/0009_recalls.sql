-- The last answer to each question of the quiz and when it is asked again. They are the person's and
-- stay on this device: they go with whoever leaves, and are never sent.
CREATE TABLE recalls (
  question TEXT PRIMARY KEY,
  -- Whether the last answer was right.
  is_right INTEGER NOT NULL CHECK (is_right IN (0, 1)),
  -- Whether any answer was.
  was_right INTEGER NOT NULL CHECK (was_right IN (0, 1)),
  -- Milliseconds since 1970 by the device's clock.
  answered_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  -- The step of the ladder: 0 after a wrong answer.
  step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
