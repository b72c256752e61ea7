-- CreateEnum
CREATE TYPE "AttachmentKind" AS ENUM ('picture', 'document');

-- CreateEnum
CREATE TYPE "ImportStatus" AS ENUM ('mapping', 'reading', 'checked', 'applying', 'applied', 'failed', 'discarded');

-- CreateEnum
CREATE TYPE "ImportOutcome" AS ENUM ('added', 'changed', 'same', 'refused', 'missing');

-- CreateEnum
CREATE TYPE "MailStatus" AS ENUM ('queued', 'sent', 'refused');

-- AlterEnum
ALTER TYPE "OutageKind" ADD VALUE 'booked_elsewhere';

-- AlterTable
ALTER TABLE "lab" ADD COLUMN     "retired_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "room" ADD COLUMN     "name_en" TEXT,
ADD COLUMN     "name_zh" TEXT,
ADD COLUMN     "retired_at" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "resource" ADD COLUMN     "contact_email" TEXT,
ADD COLUMN     "contact_name_en" TEXT,
ADD COLUMN     "contact_name_zh" TEXT,
ADD COLUMN     "contact_phone" TEXT,
ADD COLUMN     "emergency_phone" TEXT,
ADD COLUMN     "external_url" TEXT,
ADD COLUMN     "import_id" UUID;

-- AlterTable
ALTER TABLE "mailbox_message" ADD COLUMN     "icalendar" TEXT,
ADD COLUMN     "message_id" TEXT;

-- CreateTable
CREATE TABLE "stored_file" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "hash" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stored_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "AttachmentKind" NOT NULL,
    "resource_id" TEXT,
    "lab_id" TEXT,
    "file_id" UUID NOT NULL,
    "thumbnail_id" UUID,
    "caption_zh" TEXT,
    "caption_en" TEXT,
    "width" INTEGER,
    "height" INTEGER,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inventory_import" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "university_id" TEXT NOT NULL,
    "status" "ImportStatus" NOT NULL DEFAULT 'mapping',
    "file_id" UUID NOT NULL,
    "sheet" TEXT,
    "encoding" TEXT,
    "headings" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "heading_row" INTEGER NOT NULL DEFAULT 1,
    "mapping" JSONB NOT NULL DEFAULT '{}',
    "progress" JSONB NOT NULL DEFAULT '{}',
    "failure" JSONB,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_by_id" UUID,
    "applied_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "inventory_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inventory_import_row" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "outcome" "ImportOutcome" NOT NULL,
    "asset_number" TEXT,
    "resource_id" TEXT,
    "values" JSONB NOT NULL DEFAULT '{}',
    "changes" JSONB NOT NULL DEFAULT '{}',
    "problems" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "inventory_import_row_pkey" PRIMARY KEY ("import_id","row")
);

-- CreateTable
CREATE TABLE "inventory_mapping" (
    "university_id" TEXT NOT NULL,
    "heading" TEXT NOT NULL,
    "field" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inventory_mapping_pkey" PRIMARY KEY ("university_id","heading")
);

-- CreateTable
CREATE TABLE "calendar_feed" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "resource_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "is_enabled" BOOLEAN NOT NULL DEFAULT true,
    "interval_minutes" INTEGER NOT NULL DEFAULT 15,
    "next_read_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(3),
    "read_at" TIMESTAMPTZ(3),
    "failure" JSONB,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "etag" TEXT,
    "last_modified" TEXT,
    "content_hash" TEXT,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "calendar_feed_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feed_event" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "feed_id" UUID NOT NULL,
    "uid" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "outage_id" UUID,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feed_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "person_id" UUID,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_kind" TEXT,
    "subject_id" TEXT,
    "status" "MailStatus" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "answer" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "tried_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_process" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_process_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "attachment_resource_id_idx" ON "attachment"("resource_id");

-- CreateIndex
CREATE INDEX "attachment_lab_id_idx" ON "attachment"("lab_id");

-- CreateIndex
CREATE INDEX "inventory_import_university_id_created_at_idx" ON "inventory_import"("university_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "inventory_import_row_import_id_outcome_row_idx" ON "inventory_import_row"("import_id", "outcome", "row");

-- CreateIndex
CREATE INDEX "inventory_import_row_resource_id_idx" ON "inventory_import_row"("resource_id");

-- CreateIndex
CREATE UNIQUE INDEX "calendar_feed_resource_id_key" ON "calendar_feed"("resource_id");

-- CreateIndex
CREATE INDEX "calendar_feed_next_read_at_idx" ON "calendar_feed"("next_read_at");

-- CreateIndex
CREATE INDEX "feed_event_outage_id_idx" ON "feed_event"("outage_id");

-- CreateIndex
CREATE UNIQUE INDEX "feed_event_feed_id_uid_starts_at_key" ON "feed_event"("feed_id", "uid", "starts_at");

-- CreateIndex
CREATE UNIQUE INDEX "mail_delivery_key_key" ON "mail_delivery"("key");

-- CreateIndex
CREATE INDEX "mail_delivery_status_queued_at_idx" ON "mail_delivery"("status", "queued_at");

-- CreateIndex
CREATE INDEX "mail_delivery_subject_kind_subject_id_idx" ON "mail_delivery"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "mail_delivery_person_id_idx" ON "mail_delivery"("person_id");

-- CreateIndex
CREATE INDEX "worker_process_seen_at_idx" ON "worker_process"("seen_at");

-- CreateIndex
CREATE INDEX "room_campus_id_idx" ON "room"("campus_id");

-- CreateIndex
CREATE INDEX "room_lab_id_idx" ON "room"("lab_id");

-- CreateIndex
CREATE INDEX "resource_room_id_idx" ON "resource"("room_id");

-- CreateIndex
CREATE INDEX "resource_import_id_idx" ON "resource"("import_id");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_message_message_id_key" ON "mailbox_message"("message_id");

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "inventory_import"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_thumbnail_id_fkey" FOREIGN KEY ("thumbnail_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_import" ADD CONSTRAINT "inventory_import_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_import" ADD CONSTRAINT "inventory_import_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_import_row" ADD CONSTRAINT "inventory_import_row_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "inventory_import"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_import_row" ADD CONSTRAINT "inventory_import_row_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_mapping" ADD CONSTRAINT "inventory_mapping_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_feed" ADD CONSTRAINT "calendar_feed_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_event" ADD CONSTRAINT "feed_event_feed_id_fkey" FOREIGN KEY ("feed_id") REFERENCES "calendar_feed"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feed_event" ADD CONSTRAINT "feed_event_outage_id_fkey" FOREIGN KEY ("outage_id") REFERENCES "outage"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_delivery" ADD CONSTRAINT "mail_delivery_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- What Prisma cannot express.

ALTER TABLE attachment ADD CONSTRAINT attachment_subject CHECK ((resource_id IS NULL) <> (lab_id IS NULL));
ALTER TABLE feed_event ADD CONSTRAINT feed_event_period CHECK (starts_at < ends_at);
ALTER TABLE calendar_feed ADD CONSTRAINT calendar_feed_interval CHECK (interval_minutes BETWEEN 5 AND 1440);

-- An asset number names one thing of a university; imports find by it what is here already.
CREATE UNIQUE INDEX resource_asset_number ON resource (university_id, asset_number) WHERE asset_number IS NOT NULL;

-- Files do not compress a second time.
ALTER TABLE stored_file ALTER COLUMN bytes SET STORAGE EXTERNAL;
