-- Reasons are compared without case, which the index over the column itself cannot serve: a reason that no session has
-- was looked for in all of them. As a filter with `*` asks, too, whatever the database's own order is.
DROP INDEX "charging_session_end_reason_started_at_idx";
CREATE INDEX "charging_session_end_reason_key_idx"
  ON "charging_session" (lower("end_reason") text_pattern_ops, "started_at", "id");
