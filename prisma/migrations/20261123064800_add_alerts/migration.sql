-- AlterTable
ALTER TABLE "station" ADD COLUMN     "last_message_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "alert_rule" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL DEFAULT true,
    "severity" TEXT NOT NULL,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "site_ids" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert" (
    "id" SERIAL NOT NULL,
    "rule_id" INTEGER,
    "kind" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "cause_type" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "cause_name" TEXT NOT NULL,
    "open_key" TEXT,
    "state" TEXT NOT NULL DEFAULT 'Open',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 0,
    "present" INTEGER NOT NULL DEFAULT 0,
    "acknowledged_at" TIMESTAMPTZ(3),
    "acknowledged_by" TEXT,
    "silenced_until" TIMESTAMPTZ(3),
    "silenced_by" TEXT,
    "resolved_at" TIMESTAMPTZ(3),
    "resolve_reason" TEXT,
    "resolved_by" TEXT,
    "resolve_note" TEXT,
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "alert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_member" (
    "alert_id" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "station_id" INTEGER,
    "detail" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "times" INTEGER NOT NULL DEFAULT 1,
    "is_dismissed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "alert_member_pkey" PRIMARY KEY ("alert_id","subject")
);

-- CreateTable
CREATE TABLE "alert_event" (
    "id" BIGSERIAL NOT NULL,
    "alert_id" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "data" JSONB NOT NULL,

    CONSTRAINT "alert_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_route" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "is_on" BOOLEAN NOT NULL DEFAULT true,
    "channel" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "secret" TEXT,
    "severity" TEXT NOT NULL,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tells_resolved" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "alert_route_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "alert_delivery" (
    "id" UUID NOT NULL,
    "route_id" INTEGER NOT NULL,
    "alert_id" INTEGER,
    "event" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'Pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "alert_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "alert_rule_name_key" ON "alert_rule"("name");

-- CreateIndex
CREATE UNIQUE INDEX "alert_open_key_key" ON "alert"("open_key");

-- CreateIndex
CREATE INDEX "alert_state_opened_at_idx" ON "alert"("state", "opened_at");

-- CreateIndex
CREATE INDEX "alert_opened_at_idx" ON "alert"("opened_at");

-- CreateIndex
CREATE INDEX "alert_member_station_id_idx" ON "alert_member"("station_id");

-- CreateIndex
CREATE INDEX "alert_member_is_dismissed_idx" ON "alert_member"("is_dismissed");

-- CreateIndex
CREATE INDEX "alert_event_alert_id_id_idx" ON "alert_event"("alert_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "alert_route_name_key" ON "alert_route"("name");

-- CreateIndex
CREATE INDEX "alert_delivery_route_id_state_due_at_idx" ON "alert_delivery"("route_id", "state", "due_at");

-- CreateIndex
CREATE INDEX "alert_delivery_route_id_created_at_idx" ON "alert_delivery"("route_id", "created_at");

-- CreateIndex
CREATE INDEX "alert_delivery_alert_id_idx" ON "alert_delivery"("alert_id");

-- AddForeignKey
ALTER TABLE "alert" ADD CONSTRAINT "alert_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_member" ADD CONSTRAINT "alert_member_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_member" ADD CONSTRAINT "alert_member_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_event" ADD CONSTRAINT "alert_event_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_route_id_fkey" FOREIGN KEY ("route_id") REFERENCES "alert_route"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alert_delivery" ADD CONSTRAINT "alert_delivery_alert_id_fkey" FOREIGN KEY ("alert_id") REFERENCES "alert"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What is watched for from the first day on; operators change it as they like.
INSERT INTO "alert_rule" ("name", "kind", "severity") VALUES
    ('Charger offline', 'Offline', 'Critical'),
    ('Charger fault', 'Fault', 'Critical'),
    ('Charger silent', 'Silent', 'Warning'),
    ('Unstable connection', 'Flapping', 'Warning'),
    ('Session without energy', 'NoEnergy', 'Warning'),
    ('Starts refused in a row', 'RefusedStarts', 'Warning'),
    ('Few starts succeed', 'LowStartSuccess', 'Warning'),
    ('Commands fail', 'FailedCommands', 'Info'),
    ('Disk nearly full', 'DiskFull', 'Critical'),
    ('Certificate expires soon', 'CertificateExpiry', 'Warning');
