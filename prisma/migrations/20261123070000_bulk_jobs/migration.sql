CREATE TABLE "bulk_job" (
    "id" UUID NOT NULL,
    "command" JSONB NOT NULL,
    "filter" TEXT,
    "per_second" INTEGER NOT NULL,
    "leaves_out_charging" BOOLEAN NOT NULL,
    "requested_by_kind" TEXT NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_job_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "bulk_row" (
    "job_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "station_id" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "command_id" UUID NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,

    CONSTRAINT "bulk_row_pkey" PRIMARY KEY ("job_id", "place")
);

CREATE INDEX "bulk_job_sent_at_idx" ON "bulk_job"("sent_at");
CREATE INDEX "bulk_job_created_at_idx" ON "bulk_job"("created_at");
CREATE UNIQUE INDEX "bulk_row_job_id_station_id_key" ON "bulk_row"("job_id", "station_id");
CREATE INDEX "bulk_row_station_id_idx" ON "bulk_row"("station_id");

ALTER TABLE "bulk_row" ADD CONSTRAINT "bulk_row_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "bulk_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "bulk_row" ADD CONSTRAINT "bulk_row_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
