-- How many attempts were begun, and how many downloads failed, in the last minutes.
CREATE INDEX "firmware_attempt_opened_at_idx" ON "firmware_attempt"("opened_at");
CREATE INDEX "firmware_attempt_closed_at_idx" ON "firmware_attempt"("closed_at");

-- Updates that are under way, by whoever asked for them.
CREATE INDEX "command_update_idx" ON "command" ("state", "sent_at") WHERE "name" = 'UpdateFirmware' OR "name" = 'Raw';
