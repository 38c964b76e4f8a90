-- DropIndex
DROP INDEX "charging_session_token_uid_idx";

-- AlterTable
ALTER TABLE "charging_session" ADD COLUMN     "token_key" TEXT GENERATED ALWAYS AS (lower("token_uid")) STORED,
ADD COLUMN     "resolution" TEXT,
ADD COLUMN     "resolution_note" TEXT,
ADD COLUMN     "resolved_by" TEXT,
ADD COLUMN     "resolved_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "charging_session_token_key_started_at_idx" ON "charging_session"("token_key", "started_at");
