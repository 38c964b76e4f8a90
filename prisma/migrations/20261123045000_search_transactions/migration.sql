-- CreateIndex
CREATE INDEX "charging_session_transaction_id_idx" ON "charging_session"("transaction_id");
