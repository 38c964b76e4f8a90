-- CreateTable
CREATE TABLE "charging_profile" (
    "command_id" UUID NOT NULL,
    "station_id" INTEGER NOT NULL,
    "profile_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "stack_level" INTEGER NOT NULL,
    "session_id" INTEGER,
    "profile" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "requested_by" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "installed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "charging_profile_pkey" PRIMARY KEY ("command_id")
);

-- CreateTable
CREATE TABLE "composite_schedule" (
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "command_id" UUID NOT NULL,
    "duration_seconds" INTEGER NOT NULL,
    "schedule" JSONB,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "composite_schedule_pkey" PRIMARY KEY ("station_id","evse")
);

-- CreateIndex
CREATE INDEX "charging_profile_station_id_requested_at_idx" ON "charging_profile"("station_id", "requested_at");

-- CreateIndex
CREATE INDEX "charging_profile_state_purpose_idx" ON "charging_profile"("state", "purpose");

-- AddForeignKey
ALTER TABLE "charging_profile" ADD CONSTRAINT "charging_profile_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "composite_schedule" ADD CONSTRAINT "composite_schedule_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
