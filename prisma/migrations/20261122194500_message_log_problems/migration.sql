-- What went wrong is one row in a thousand, and what is looked for most. Every other filter scans a bounded number
-- of rows: an index over all of them would cost each frame that is written.
CREATE INDEX "message_log_problem_idx" ON "message_log" ("at", "id") WHERE "result" <> 'Ok';
