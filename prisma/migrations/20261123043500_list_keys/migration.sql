-- What the lists are filtered and sorted by, kept by the database.

-- The same as versionKey() in lib/domain/filter: the two give the same order.
CREATE FUNCTION version_key(version TEXT) RETURNS TEXT
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    translate(btrim(version), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
    '^v(?=[0-9])', ''),
    '[-~_. ]?(alpha|beta|rc|pre|dev|snapshot)', '!\1', 'g'),
    '[-~_ +/]', '.', 'g'),
    '([0-9]+)', '000000000000\1', 'g'),
    '[0-9]*([0-9]{12})', '\1', 'g') || '#';

ALTER TABLE "station" ADD COLUMN "firmware_key" TEXT GENERATED ALWAYS AS (version_key("firmware_version")) STORED;

-- Null while a session runs: an index over a figure that every meter value changes would make each of them dear.
ALTER TABLE "charging_session"
  ADD COLUMN "ended_energy_wh" DOUBLE PRECISION GENERATED ALWAYS AS (CASE WHEN "phase" = 'Ended' THEN "energy_wh" END) STORED,
  ADD COLUMN "duration_ms" DOUBLE PRECISION GENERATED ALWAYS AS (EXTRACT(EPOCH FROM ("ended_at" - "started_at"))::double precision * 1000) STORED;

CREATE INDEX "charging_session_ended_at_id_idx" ON "charging_session"("ended_at", "id");
CREATE INDEX "charging_session_ended_energy_wh_id_idx" ON "charging_session"("ended_energy_wh", "id");
CREATE INDEX "charging_session_duration_ms_id_idx" ON "charging_session"("duration_ms", "id");
CREATE INDEX "charging_session_station_id_started_at_idx" ON "charging_session"("station_id", "started_at");
CREATE INDEX "charging_session_end_reason_started_at_idx" ON "charging_session"("end_reason", "started_at");

-- What waits for a person: as `reviewReasons` says.
CREATE INDEX "charging_session_review_idx" ON "charging_session" ("started_at", "id")
  WHERE "phase" = 'Ended' AND "resolution" IS NULL AND ("ended_energy_wh" IS NULL OR "anomalies" &&
    ARRAY['StopWithoutStart', 'StartMissing', 'LostStop', 'MeterRollBack', 'MatchedByConnector', 'ToldAfterResolution']::text[]);
