-- CreateTable
CREATE TABLE "station_report" (
    "id" BIGSERIAL NOT NULL,
    "station_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "request_id" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "station_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security_event" (
    "id" BIGSERIAL NOT NULL,
    "station_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "info" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "security_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate_request" (
    "id" SERIAL NOT NULL,
    "station_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "use" TEXT NOT NULL,
    "csr" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'Pending',
    "requested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "certificate_request_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "station_report_station_id_kind_id_idx" ON "station_report"("station_id", "kind", "id");

-- CreateIndex
CREATE INDEX "security_event_station_id_at_idx" ON "security_event"("station_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "security_event_station_id_key_key" ON "security_event"("station_id", "key");

-- CreateIndex
CREATE INDEX "certificate_request_state_requested_at_idx" ON "certificate_request"("state", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "certificate_request_station_id_key_key" ON "certificate_request"("station_id", "key");

-- AddForeignKey
ALTER TABLE "station_report" ADD CONSTRAINT "station_report_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "security_event" ADD CONSTRAINT "security_event_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate_request" ADD CONSTRAINT "certificate_request_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;
