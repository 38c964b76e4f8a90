-- AlterTable
ALTER TABLE "charging_session" ADD COLUMN     "reservation_id" INTEGER;

-- CreateTable
CREATE TABLE "reservation" (
    "id" INTEGER NOT NULL,
    "command_id" UUID NOT NULL,
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "token_uid" TEXT NOT NULL,
    "group_uid" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "session_id" INTEGER,
    "was_seen" BOOLEAN NOT NULL DEFAULT false,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "reservation_command_id_key" ON "reservation"("command_id");

-- CreateIndex
CREATE INDEX "reservation_state_idx" ON "reservation"("state");

-- CreateIndex
CREATE INDEX "reservation_station_id_id_idx" ON "reservation"("station_id", "id");

-- CreateIndex
CREATE INDEX "charging_session_reservation_id_idx" ON "charging_session"("reservation_id");

-- AddForeignKey
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
