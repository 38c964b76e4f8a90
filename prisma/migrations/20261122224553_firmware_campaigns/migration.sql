-- AlterEnum
ALTER TYPE "CommandState" ADD VALUE 'Revoked';
ALTER TYPE "CommandState" ADD VALUE 'NotSent';

-- CreateTable
CREATE TABLE "firmware_release" (
    "id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "models" TEXT[],
    "version" TEXT NOT NULL,
    "expected_version" TEXT NOT NULL,
    "version_is_pattern" BOOLEAN NOT NULL DEFAULT false,
    "version_evidence" TEXT NOT NULL DEFAULT 'Required',
    "from_versions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "allow_downgrade" BOOLEAN NOT NULL DEFAULT false,
    "file_name" TEXT NOT NULL,
    "notes" TEXT,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "signature" TEXT,
    "signing_certificate" TEXT,
    "status" TEXT NOT NULL,
    "fault" TEXT,
    "checks" JSONB NOT NULL DEFAULT '[]',
    "uploaded_by_id" TEXT NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "firmware_release_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "firmware_chunk" (
    "hash" BYTEA NOT NULL,
    "data" BYTEA NOT NULL,

    CONSTRAINT "firmware_chunk_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "firmware_release_chunk" (
    "release_id" UUID NOT NULL,
    "place" INTEGER NOT NULL,
    "hash" BYTEA NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "firmware_release_chunk_pkey" PRIMARY KEY ("release_id","place")
);

-- CreateTable
CREATE TABLE "firmware_trust_root" (
    "id" UUID NOT NULL,
    "vendor" TEXT NOT NULL,
    "certificate" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "valid_to" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "firmware_trust_root_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'Update',
    "rollback_of_id" UUID,
    "cloned_from_id" UUID,
    "release_id" UUID NOT NULL,
    "spec" JSONB NOT NULL,
    "spec_rev" INTEGER NOT NULL DEFAULT 1,
    "spec_hash" TEXT,
    "status" TEXT NOT NULL DEFAULT 'Draft',
    "pause_cause" TEXT,
    "pause_evidence" JSONB,
    "outcome" TEXT,
    "reason" TEXT,
    "is_emergency" BOOLEAN NOT NULL DEFAULT false,
    "abort_policy" TEXT,
    "created_by_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "last_edited_by_id" TEXT NOT NULL,
    "editor_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "approved_at" TIMESTAMPTZ(3),
    "start_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "deadline_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "fail_base" INTEGER NOT NULL DEFAULT 0,
    "lost_base" INTEGER NOT NULL DEFAULT 0,
    "succeeded_base" INTEGER NOT NULL DEFAULT 0,
    "acknowledged_at" TIMESTAMPTZ(3),
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_approval" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "spec_hash" TEXT NOT NULL,
    "decision" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),

    CONSTRAINT "campaign_approval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_wave" (
    "campaign_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "gate" TEXT NOT NULL,
    "rule" JSONB NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'Pending',
    "released_at" TIMESTAMPTZ(3),
    "overridden_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),
    "soak_until" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "verdict" JSONB,
    "total" INTEGER NOT NULL DEFAULT 0,
    "active" INTEGER NOT NULL DEFAULT 0,
    "succeeded" INTEGER NOT NULL DEFAULT 0,
    "unverified" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,
    "skipped" INTEGER NOT NULL DEFAULT 0,
    "expired" INTEGER NOT NULL DEFAULT 0,
    "cancelled" INTEGER NOT NULL DEFAULT 0,
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_wave_pkey" PRIMARY KEY ("campaign_id","index")
);

-- CreateTable
CREATE TABLE "firmware_job" (
    "id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "wave_index" INTEGER NOT NULL,
    "station_id" INTEGER NOT NULL,
    "site_id" INTEGER,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "place" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'Pending',
    "reason" TEXT,
    "blocked_by" TEXT,
    "blocked_since" TIMESTAMPTZ(3),
    "phase" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "undelivered" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),
    "ready_at" TIMESTAMPTZ(3),
    "status_at" TIMESTAMPTZ(3) NOT NULL,
    "verifying_at" TIMESTAMPTZ(3),
    "from_version" TEXT,
    "seen_version" TEXT,
    "is_verified" BOOLEAN,
    "late_outcome" TEXT,
    "is_credited" BOOLEAN NOT NULL DEFAULT false,
    "ask_id" UUID,
    "asked_at" TIMESTAMPTZ(3),
    "evidence" JSONB,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "rev" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "firmware_job_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "firmware_attempt" (
    "id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "station_id" INTEGER NOT NULL,
    "command_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "phase" TEXT,
    "progress_at" TIMESTAMPTZ(3) NOT NULL,
    "heard_report_id" BIGINT NOT NULL DEFAULT 0,
    "epoch_at_open" INTEGER NOT NULL,
    "is_signed" BOOLEAN NOT NULL DEFAULT false,
    "from_version" TEXT,
    "installing_at" TIMESTAMPTZ(3),
    "rebooting_at" TIMESTAMPTZ(3),
    "reconciling_at" TIMESTAMPTZ(3),
    "before" JSONB,
    "after" JSONB,
    "evidence" JSONB,

    CONSTRAINT "firmware_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "download_grant" (
    "id" UUID NOT NULL,
    "attempt_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "secret_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),
    "first_byte_at" TIMESTAMPTZ(3),
    "last_byte_at" TIMESTAMPTZ(3),
    "bytes_served" BIGINT NOT NULL DEFAULT 0,
    "bytes_reached" BIGINT NOT NULL DEFAULT 0,
    "requests" INTEGER NOT NULL DEFAULT 0,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "download_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "station_update_lock" (
    "station_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "by_id" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "station_update_lock_pkey" PRIMARY KEY ("station_id")
);

-- CreateTable
CREATE TABLE "restore_obligation" (
    "id" UUID NOT NULL,
    "station_id" INTEGER NOT NULL,
    "job_id" UUID NOT NULL,
    "evse" INTEGER NOT NULL,
    "wanted" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "drain_id" UUID,
    "command_id" UUID,
    "tried_at" TIMESTAMPTZ(3),
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "restore_obligation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campaign_event" (
    "campaign_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "job_id" UUID,
    "from" TEXT,
    "to" TEXT,
    "cause" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "campaign_event_pkey" PRIMARY KEY ("campaign_id","seq")
);

-- CreateTable
CREATE TABLE "rollout_engine" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "holder" TEXT,
    "beat_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),
    "stopped_by" TEXT,
    "stop_reason" TEXT,

    CONSTRAINT "rollout_engine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "model_capability" (
    "vendor" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "firmware_version" TEXT NOT NULL,
    "plain_update" BOOLEAN,
    "signed_update" BOOLEAN,
    "status_trigger" BOOLEAN,
    "learnt_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_capability_pkey" PRIMARY KEY ("vendor","model","firmware_version")
);

-- CreateIndex
CREATE UNIQUE INDEX "firmware_release_sha256_key" ON "firmware_release"("sha256");

-- CreateIndex
CREATE INDEX "firmware_release_vendor_version_idx" ON "firmware_release"("vendor", "version");

-- CreateIndex
CREATE INDEX "firmware_release_chunk_hash_idx" ON "firmware_release_chunk"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "firmware_trust_root_fingerprint_key" ON "firmware_trust_root"("fingerprint");

-- CreateIndex
CREATE INDEX "campaign_status_idx" ON "campaign"("status");

-- CreateIndex
CREATE INDEX "campaign_created_at_idx" ON "campaign"("created_at");

-- CreateIndex
CREATE INDEX "campaign_approval_campaign_id_idx" ON "campaign_approval"("campaign_id");

-- CreateIndex
CREATE INDEX "firmware_job_campaign_id_wave_index_status_idx" ON "firmware_job"("campaign_id", "wave_index", "status");

-- CreateIndex
CREATE INDEX "firmware_job_station_id_status_idx" ON "firmware_job"("station_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "firmware_job_campaign_id_station_id_generation_key" ON "firmware_job"("campaign_id", "station_id", "generation");

-- CreateIndex
CREATE UNIQUE INDEX "firmware_attempt_command_id_key" ON "firmware_attempt"("command_id");

-- CreateIndex
CREATE INDEX "firmware_attempt_job_id_idx" ON "firmware_attempt"("job_id");

-- CreateIndex
CREATE UNIQUE INDEX "download_grant_attempt_id_key" ON "download_grant"("attempt_id");

-- CreateIndex
CREATE UNIQUE INDEX "download_grant_secret_hash_key" ON "download_grant"("secret_hash");

-- CreateIndex
CREATE INDEX "restore_obligation_station_id_idx" ON "restore_obligation"("station_id");

-- CreateIndex
CREATE INDEX "restore_obligation_job_id_idx" ON "restore_obligation"("job_id");

-- CreateIndex
CREATE INDEX "campaign_event_job_id_idx" ON "campaign_event"("job_id");

-- AddForeignKey
ALTER TABLE "firmware_release_chunk" ADD CONSTRAINT "firmware_release_chunk_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "firmware_release"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "firmware_release_chunk" ADD CONSTRAINT "firmware_release_chunk_hash_fkey" FOREIGN KEY ("hash") REFERENCES "firmware_chunk"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "firmware_release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_approval" ADD CONSTRAINT "campaign_approval_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_wave" ADD CONSTRAINT "campaign_wave_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "firmware_job" ADD CONSTRAINT "firmware_job_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "firmware_job" ADD CONSTRAINT "firmware_job_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "firmware_attempt" ADD CONSTRAINT "firmware_attempt_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "firmware_job"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "download_grant" ADD CONSTRAINT "download_grant_attempt_id_fkey" FOREIGN KEY ("attempt_id") REFERENCES "firmware_attempt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "download_grant" ADD CONSTRAINT "download_grant_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "firmware_release"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "station_update_lock" ADD CONSTRAINT "station_update_lock_station_id_fkey" FOREIGN KEY ("station_id") REFERENCES "station"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_event" ADD CONSTRAINT "campaign_event_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaign"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- One open attempt per station, over all campaigns: a second UpdateFirmware would cancel a running flash.
CREATE UNIQUE INDEX "firmware_attempt_open_idx" ON "firmware_attempt" ("station_id") WHERE "closed_at" IS NULL;

-- One open wave per campaign.
CREATE UNIQUE INDEX "campaign_wave_open_idx" ON "campaign_wave" ("campaign_id")
  WHERE "status" IN ('Running', 'Soaking', 'Held');

-- What each tick reads.
CREATE INDEX "firmware_job_open_idx" ON "firmware_job" ("campaign_id", "status")
  WHERE "status" NOT IN ('Pending', 'Succeeded', 'Failed', 'Skipped', 'Expired', 'Cancelled');
CREATE INDEX "firmware_attempt_open_job_idx" ON "firmware_attempt" ("job_id") WHERE "closed_at" IS NULL;
CREATE INDEX "restore_obligation_open_idx" ON "restore_obligation" ("station_id") WHERE "done_at" IS NULL;

ALTER TABLE "firmware_attempt" ADD CONSTRAINT "firmware_attempt_outcome_check"
  CHECK (("closed_at" IS NULL) = ("outcome" IS NULL));
ALTER TABLE "rollout_engine" ADD CONSTRAINT "rollout_engine_one_row" CHECK ("id" = 1);
INSERT INTO "rollout_engine" ("id") VALUES (1);

-- Four eyes, also where a program errs: nobody approves what they made or edited.
CREATE FUNCTION "refuse_own_approval"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."decision" = 'Approved' AND EXISTS (
    SELECT FROM "campaign" c WHERE c."id" = NEW."campaign_id"
      AND (c."created_by_id" = NEW."by_id" OR c."last_edited_by_id" = NEW."by_id" OR NEW."by_id" = ANY (c."editor_ids"))
  ) THEN
    RAISE EXCEPTION 'a campaign is approved by somebody who neither made nor edited it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "campaign_approval_four_eyes" BEFORE INSERT OR UPDATE ON "campaign_approval"
  FOR EACH ROW EXECUTE FUNCTION "refuse_own_approval"();

-- The journal is only ever added to.
CREATE FUNCTION "refuse_journal_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal of a campaign is only ever added to' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "campaign_event_append_only" BEFORE UPDATE OR DELETE ON "campaign_event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_journal_change"();
CREATE TRIGGER "campaign_event_no_truncate" BEFORE TRUNCATE ON "campaign_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_journal_change"();
