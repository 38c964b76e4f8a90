-- CreateEnum
CREATE TYPE "Registration" AS ENUM ('Accepted', 'Pending', 'Rejected');

-- CreateEnum
CREATE TYPE "SessionPhase" AS ENUM ('Active', 'Ended');

-- CreateEnum
CREATE TYPE "CommandState" AS ENUM ('Pending', 'Sent', 'Accepted', 'WaitingForEffect', 'Scheduled', 'Done', 'NoEffect', 'Rejected', 'Failed', 'NotSupported', 'NoAnswer', 'NotConnected', 'Expired');

-- CreateTable
CREATE TABLE "site" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station" (
    "id" SERIAL NOT NULL,
    "identity" TEXT NOT NULL,
    "identity_key" TEXT NOT NULL,
    "name" TEXT,
    "site_id" INTEGER,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "is_blocked" BOOLEAN NOT NULL DEFAULT false,
    "security_profile" INTEGER NOT NULL DEFAULT 1,
    "password_hash" TEXT,
    "pinned_version" TEXT,
    "registration_status" "Registration" NOT NULL DEFAULT 'Accepted',
    "registered_status" "Registration",
    "heartbeat_seconds" INTEGER NOT NULL DEFAULT 300,
    "vendor" TEXT,
    "model" TEXT,
    "serial_number" TEXT,
    "firmware_version" TEXT,
    "iccid" TEXT,
    "imsi" TEXT,
    "meter_type" TEXT,
    "meter_serial_number" TEXT,
    "boot_reason" TEXT,
    "booted_at" TIMESTAMPTZ(3),
    "ocpp_version" TEXT,
    "connection_epoch" INTEGER NOT NULL DEFAULT 0,
    "gateway_id" TEXT,
    "connected_at" TIMESTAMPTZ(3),
    "disconnected_at" TIMESTAMPTZ(3),
    "disconnect_reason" TEXT,
    "remote_address" TEXT,
    "last_seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "station_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "evse" (
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "evse_pkey" PRIMARY KEY ("station_id","evse")
);

-- CreateTable
CREATE TABLE "connector" (
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "connector" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "occupancy" TEXT,
    "error_code" TEXT,
    "info" TEXT,
    "vendor_error_code" TEXT,
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "connector_pkey" PRIMARY KEY ("station_id","evse","connector")
);

-- CreateTable
CREATE TABLE "gateway" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection" (
    "station_id" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "ocpp_version" TEXT NOT NULL,
    "remote_address" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "close_code" INTEGER,
    "close_reason" TEXT,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("station_id","epoch")
);

-- CreateTable
CREATE TABLE "handshake_refusal" (
    "id" SERIAL NOT NULL,
    "identity" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "remote_address" TEXT,
    "offered_protocols" TEXT,
    "count" INTEGER NOT NULL DEFAULT 1,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "dismissed_at" TIMESTAMPTZ(3),

    CONSTRAINT "handshake_refusal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "token" (
    "id" SERIAL NOT NULL,
    "uid" TEXT NOT NULL,
    "uid_key" TEXT NOT NULL,
    "type" TEXT NOT NULL DEFAULT 'ISO14443',
    "status" TEXT NOT NULL DEFAULT 'Accepted',
    "group_id" TEXT,
    "label" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charging_session" (
    "id" SERIAL NOT NULL,
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "connector" INTEGER,
    "start_key" TEXT NOT NULL,
    "transaction_id" TEXT,
    "phase" "SessionPhase" NOT NULL,
    "charging_state" TEXT,
    "token_uid" TEXT,
    "token_type" TEXT,
    "authorization" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "start_received_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "end_received_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,
    "end_token_uid" TEXT,
    "meter_start_wh" DOUBLE PRECISION,
    "meter_stop_wh" DOUBLE PRECISION,
    "meter_last_wh" DOUBLE PRECISION,
    "energy_wh" DOUBLE PRECISION,
    "power_w" DOUBLE PRECISION,
    "soc_percent" DOUBLE PRECISION,
    "last_sample_at" TIMESTAMPTZ(3),
    "remote_start_id" INTEGER,
    "last_seq_no" INTEGER,
    "end_seq_no" INTEGER,
    "anomalies" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "charging_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session_event" (
    "id" BIGSERIAL NOT NULL,
    "session_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "seq_no" INTEGER,
    "details" JSONB NOT NULL,

    CONSTRAINT "session_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "meter_value" (
    "id" BIGSERIAL NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "station_id" INTEGER NOT NULL,
    "evse" INTEGER NOT NULL,
    "connector" INTEGER,
    "session_id" INTEGER,
    "station_transaction" TEXT,
    "sampled_at" TIMESTAMPTZ(3) NOT NULL,
    "context" TEXT,
    "energy_wh" DOUBLE PRECISION,
    "power_w" DOUBLE PRECISION,
    "current_a" DOUBLE PRECISION,
    "voltage_v" DOUBLE PRECISION,
    "soc_percent" DOUBLE PRECISION,
    "other" JSONB,

    CONSTRAINT "meter_value_pkey" PRIMARY KEY ("received_at","id")
) PARTITION BY RANGE ("received_at");

-- CreateTable
CREATE TABLE "message_log" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "station_id" INTEGER NOT NULL,
    "epoch" INTEGER NOT NULL,
    "direction" TEXT NOT NULL,
    "message_id" TEXT,
    "action" TEXT,
    "result" TEXT NOT NULL,
    "latency_ms" INTEGER,
    "request" TEXT,
    "response" TEXT,

    CONSTRAINT "message_log_pkey" PRIMARY KEY ("at","id")
) PARTITION BY RANGE ("at");

-- CreateTable
CREATE TABLE "command" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "station_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "state" "CommandState" NOT NULL DEFAULT 'Pending',
    "idempotency_key" TEXT,
    "requested_by_kind" TEXT NOT NULL,
    "requested_by_id" TEXT NOT NULL,
    "requested_by" TEXT NOT NULL,
    "parent_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "effect_deadline_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "epoch" INTEGER,
    "message_id" TEXT,
    "action" TEXT,
    "answer" JSONB,
    "answer_status" TEXT,
    "error_code" TEXT,
    "error_description" TEXT,
    "session_id" INTEGER,
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "position" BIGINT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event" JSONB NOT NULL,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "details" JSONB NOT NULL,

    CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotent_request" (
    "api_key_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "status" INTEGER,
    "body" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "idempotent_request_pkey" PRIMARY KEY ("api_key_id","key")
);

-- CreateTable
CREATE TABLE "live_ticket" (
    "hash" TEXT NOT NULL,
    "operator_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "live_ticket_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "operator" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'viewer',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "last_request" BIGINT NOT NULL,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_name_key" ON "site"("name");

-- CreateIndex
CREATE UNIQUE INDEX "station_identity_key" ON "station"("identity");

-- CreateIndex
CREATE INDEX "station_identity_key_idx" ON "station"("identity_key");

-- CreateIndex
CREATE INDEX "station_site_id_idx" ON "station"("site_id");

-- CreateIndex
CREATE INDEX "station_gateway_id_idx" ON "station"("gateway_id");

-- CreateIndex
CREATE INDEX "connection_opened_at_idx" ON "connection"("opened_at");

-- CreateIndex
CREATE INDEX "handshake_refusal_reason_last_at_idx" ON "handshake_refusal"("reason", "last_at");

-- CreateIndex
CREATE UNIQUE INDEX "handshake_refusal_identity_reason_key" ON "handshake_refusal"("identity", "reason");

-- CreateIndex
CREATE UNIQUE INDEX "token_uid_key_key" ON "token"("uid_key");

-- CreateIndex
CREATE INDEX "token_group_id_idx" ON "token"("group_id");

-- CreateIndex
CREATE INDEX "charging_session_station_id_phase_idx" ON "charging_session"("station_id", "phase");

-- CreateIndex
CREATE INDEX "charging_session_started_at_id_idx" ON "charging_session"("started_at", "id");

-- CreateIndex
CREATE INDEX "charging_session_phase_started_at_idx" ON "charging_session"("phase", "started_at");

-- CreateIndex
CREATE INDEX "charging_session_token_uid_idx" ON "charging_session"("token_uid");

-- CreateIndex
CREATE UNIQUE INDEX "charging_session_station_id_start_key_key" ON "charging_session"("station_id", "start_key");

-- CreateIndex
CREATE UNIQUE INDEX "charging_session_station_id_transaction_id_key" ON "charging_session"("station_id", "transaction_id");

-- CreateIndex
CREATE UNIQUE INDEX "session_event_session_id_key_key" ON "session_event"("session_id", "key");

-- CreateIndex
CREATE INDEX "meter_value_session_id_sampled_at_idx" ON "meter_value"("session_id", "sampled_at");

-- CreateIndex
CREATE INDEX "meter_value_station_id_received_at_idx" ON "meter_value"("station_id", "received_at");

-- CreateIndex
CREATE INDEX "message_log_station_id_at_idx" ON "message_log"("station_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "command_number_key" ON "command"("number");

-- CreateIndex
CREATE INDEX "command_station_id_state_idx" ON "command"("station_id", "state");

-- CreateIndex
CREATE INDEX "command_state_expires_at_idx" ON "command"("state", "expires_at");

-- CreateIndex
CREATE INDEX "command_station_id_created_at_idx" ON "command"("station_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "command_requested_by_id_idempotency_key_key" ON "command"("requested_by_id", "idempotency_key");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_position_key" ON "outbox"("position");

-- CreateIndex
CREATE INDEX "outbox_at_idx" ON "outbox"("at");

-- CreateIndex
CREATE INDEX "audit_at_idx" ON "audit"("at");

-- CreateIndex
CREATE INDEX "audit_subject_at_idx" ON "audit"("subject", "at");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "idempotent_request_created_at_idx" ON "idempotent_request"("created_at");

-- CreateIndex
CREATE INDEX "live_ticket_expires_at_idx" ON "live_ticket"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "operator_email_key" ON "operator"("email");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_token_key" ON "sign_in"("token");

-- CreateIndex
CREATE INDEX "sign_in_user_id_idx" ON "sign_in"("user_id");

-- CreateIndex
CREATE INDEX "credential_user_id_idx" ON "credential"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rate_limit_key_key" ON "rate_limit"("key");

-- AddForeignKey
ALTER TABLE "station" ADD CONSTRAINT "station_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "evse" ADD CONSTRAINT "evse_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connector" ADD CONSTRAINT "connector_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connector" ADD CONSTRAINT "connector_station_id_evse_fkey" FOREIGN KEY ("station_id", "evse") REFERENCES "evse"("station_id", "evse") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charging_session" ADD CONSTRAINT "charging_session_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session_event" ADD CONSTRAINT "session_event_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "charging_session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "command" ADD CONSTRAINT "command_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "operator"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Below: by hand. The two tables that only grow are kept in one partition per UTC day, in a schema of
-- their own, so that what Prisma sees in "public" is the model and nothing else. See prisma/README.md.
CREATE SCHEMA "partitions";

-- The last resort for rows whose day has no partition.
CREATE TABLE "partitions"."meter_value_default" PARTITION OF "meter_value" DEFAULT;
CREATE TABLE "partitions"."message_log_default" PARTITION OF "message_log" DEFAULT;

-- The column by which a table is partitioned; fails for a table that is not.
CREATE FUNCTION "partitions"."key_of"(table_name text) RETURNS name
LANGUAGE plpgsql STABLE AS $$
DECLARE
  found name;
BEGIN
  SELECT a.attname INTO found
  FROM pg_partitioned_table p
  JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
  WHERE p.partrelid = to_regclass(format('public.%I', table_name));
  IF found IS NULL THEN
    RAISE EXCEPTION '% is not a partitioned table', table_name;
  END IF;
  RETURN found;
END
$$;

-- Makes the partitions of all days from from_day to to_day, both included, that are missing, and moves
-- rows of those days out of the default partition. Returns how many it made. Safe to repeat and to run
-- twice at once. Inserts go on meanwhile: ATTACH takes no lock on the table that they would wait for.
CREATE FUNCTION "partitions"."ensure"(table_name text, from_day date, to_day date) RETURNS integer
LANGUAGE plpgsql SET lock_timeout TO '5s' AS $$
DECLARE
  key name := partitions.key_of(table_name);
  fallback text := format('partitions.%I', table_name || '_default');
  day date;
  place text;
  starts timestamptz;
  ends timestamptz;
  made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('partitions'), hashtext(table_name));
  FOR day IN SELECT generate_series(from_day, to_day, interval '1 day')::date LOOP
    place := format('partitions.%I', table_name || to_char(day, '_YYYYMMDD'));
    CONTINUE WHEN to_regclass(place) IS NOT NULL;
    starts := day::timestamp AT TIME ZONE 'UTC';
    ends := (day + 1)::timestamp AT TIME ZONE 'UTC';
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', fallback);
    EXECUTE format('CREATE TABLE %s (LIKE public.%I INCLUDING ALL)', place, table_name);
    EXECUTE format(
      'WITH moved AS (DELETE FROM %s WHERE %I >= $1 AND %I < $2 RETURNING *) INSERT INTO %s SELECT * FROM moved',
      fallback, key, key, place
    ) USING starts, ends;
    EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)', table_name, place, starts, ends);
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;

-- Drops all partitions of days before the given one, and such rows of the default partition. Returns how
-- many partitions it dropped. A drop waits for readers of the table and makes writers wait behind it, so it
-- gives up after two seconds; the next run tries again.
CREATE FUNCTION "partitions"."drop_before"(table_name text, day date) RETURNS integer
LANGUAGE plpgsql SET lock_timeout TO '2s' AS $$
DECLARE
  key name := partitions.key_of(table_name);
  place regclass;
  dropped integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('partitions'), hashtext(table_name));
  FOR place IN
    SELECT c.oid
    FROM pg_inherits i
    JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass(format('public.%I', table_name))
      AND c.relname ~ '_[0-9]{8}$'
      AND to_date(right(c.relname, 8), 'YYYYMMDD') < day
    ORDER BY c.relname
  LOOP
    EXECUTE format('DROP TABLE %s', place);
    dropped := dropped + 1;
  END LOOP;
  EXECUTE format('DELETE FROM partitions.%I WHERE %I < $1', table_name || '_default', key)
    USING day::timestamp AT TIME ZONE 'UTC';
  RETURN dropped;
END
$$;

-- What the relay looks for is a handful among a day's events.
CREATE INDEX "outbox_unplaced_idx" ON "outbox" ("id") WHERE "position" IS NULL;

-- Whether a token charges elsewhere: its running sessions, not its history.
CREATE INDEX "charging_session_active_token_idx" ON "charging_session" ("token_uid") WHERE "phase" = 'Active';

-- Rows that change with every reading keep their new version on the same page (HOT), without touching an index.
ALTER TABLE "charging_session" SET (fillfactor = 70);
ALTER TABLE "connector" SET (fillfactor = 50);
