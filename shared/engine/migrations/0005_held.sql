-- A team lead has it before them: the server said so when it was last sent.
ALTER TABLE outbox ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
