-- AlterTable
ALTER TABLE "station" ADD COLUMN "password_set_at" TIMESTAMPTZ(3),
ADD COLUMN "clock_offset_ms" INTEGER,
ADD COLUMN "clock_checked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "connection" ADD COLUMN "ping_last_ms" INTEGER,
ADD COLUMN "ping_median_ms" INTEGER,
ADD COLUMN "ping_max_ms" INTEGER;

-- AlterTable
ALTER TABLE "handshake_refusal" ALTER COLUMN "identity" DROP NOT NULL,
ADD COLUMN "source" TEXT,
ADD COLUMN "detail" TEXT,
ADD COLUMN "episode_count" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN "episode_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN "blocked_at" TIMESTAMPTZ(3);

UPDATE "handshake_refusal" SET "episode_count" = "count", "episode_at" = "first_at";

-- CreateIndex
CREATE UNIQUE INDEX "handshake_refusal_source_reason_key" ON "handshake_refusal"("source", "reason");
