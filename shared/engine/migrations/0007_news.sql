-- The mark that every feed is known to have reached, as the server told it: the next wait for news
-- shows it.
CREATE TABLE news (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  mark TEXT NOT NULL
) STRICT;

-- A feed more, or one that is to be read from its beginning: the mark says too much now.
CREATE TRIGGER news_after_a_feed_more AFTER INSERT ON scopes
BEGIN
  DELETE FROM news;
END;

CREATE TRIGGER news_after_a_feed_put_back AFTER UPDATE OF cursor ON scopes
WHEN NEW.cursor IS NULL AND OLD.cursor IS NOT NULL
BEGIN
  DELETE FROM news;
END;
