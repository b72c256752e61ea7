-- CreateEnum
CREATE TYPE "AffiliationBasis" AS ENUM ('home', 'joint_appointment', 'visiting', 'exchange', 'secondment', 'joint_supervision');

-- CreateEnum
CREATE TYPE "RecordSource" AS ENUM ('self', 'coordinator', 'manager', 'training', 'exam', 'import', 'demo');

-- CreateEnum
CREATE TYPE "PartnerKind" AS ENUM ('institute', 'enterprise', 'hospital', 'other');

-- CreateEnum
CREATE TYPE "EnquiryStatus" AS ENUM ('open', 'answered', 'closed');

-- CreateEnum
CREATE TYPE "GroupRole" AS ENUM ('member', 'supervisor');

-- CreateEnum
CREATE TYPE "GroupLetterKind" AS ENUM ('invitation', 'request');

-- CreateEnum
CREATE TYPE "GroupLetterStatus" AS ENUM ('open', 'accepted', 'declined', 'withdrawn', 'expired');

-- CreateEnum
CREATE TYPE "ProjectKind" AS ENUM ('research', 'teaching', 'service', 'training_platform', 'consortium');

-- CreateEnum
CREATE TYPE "ProjectRole" AS ENUM ('supervisor', 'student', 'member');

-- CreateEnum
CREATE TYPE "TimeBand" AS ENUM ('any', 'night');

-- CreateEnum
CREATE TYPE "TrainingKind" AS ENUM ('introduction', 'theory', 'practical', 'supervised', 'exam');

-- CreateEnum
CREATE TYPE "TrainingStatus" AS ENUM ('offered', 'held', 'cancelled');

-- CreateEnum
CREATE TYPE "SeatStatus" AS ENUM ('booked', 'attended', 'absent', 'cancelled');

-- CreateEnum
CREATE TYPE "WishStatus" AS ENUM ('waiting', 'served', 'withdrawn');

-- CreateEnum
CREATE TYPE "SafetyLayer" AS ENUM ('general', 'local');

-- CreateEnum
CREATE TYPE "CertificateKind" AS ENUM ('radiation', 'pressure_vessel', 'biosafety', 'laser', 'animal', 'hazardous_chemicals', 'other');

-- CreateEnum
CREATE TYPE "RecognitionLayer" AS ENUM ('general', 'local', 'qualification');

-- CreateEnum
CREATE TYPE "HandoverStatus" AS ENUM ('open', 'kept', 'handed_over', 'cancelled');

-- AlterEnum
ALTER TYPE "PersonStatus" ADD VALUE 'merged';
ALTER TYPE "PersonStatus" ADD VALUE 'erased';

-- AlterTable
ALTER TABLE "document" ADD COLUMN     "lab_id" TEXT,
ADD COLUMN     "title_en" TEXT,
ADD COLUMN     "title_zh" TEXT,
ADD COLUMN     "university_id" TEXT;

-- AlterTable
ALTER TABLE "person" ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "merged_into_id" UUID,
ADD COLUMN     "phone" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "affiliation" ADD COLUMN     "basis" "AffiliationBasis" NOT NULL DEFAULT 'home',
ADD COLUMN     "end_reason" TEXT,
ADD COLUMN     "import_id" UUID,
ADD COLUMN     "partner_id" UUID,
ADD COLUMN     "source" "RecordSource" NOT NULL DEFAULT 'self',
ADD COLUMN     "sponsor_id" UUID,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "research_group" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "confirmed_by_id" UUID,
ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "discipline" TEXT,
ADD COLUMN     "import_id" UUID,
ADD COLUMN     "source" "RecordSource" NOT NULL DEFAULT 'self',
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "group_member" ADD COLUMN     "role" "GroupRole" NOT NULL DEFAULT 'member';

-- AlterTable
ALTER TABLE "project" ADD COLUMN     "budget_seconds" INTEGER,
ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "discipline" TEXT,
ADD COLUMN     "funding_source" TEXT,
ADD COLUMN     "kind" "ProjectKind" NOT NULL DEFAULT 'research',
ADD COLUMN     "level" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "yearly_seconds" INTEGER;

-- AlterTable
ALTER TABLE "qualification" ADD COLUMN     "band" "TimeBand" NOT NULL DEFAULT 'any',
ADD COLUMN     "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "idle_days" INTEGER,
ADD COLUMN     "import_id" UUID,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "mode" "ResourceMode",
ADD COLUMN     "session_id" UUID,
ADD COLUMN     "source" "RecordSource" NOT NULL DEFAULT 'manager',
ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ADD COLUMN     "trainee_kind" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "warned_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "room" ADD COLUMN     "reassess_on" DATE;

-- AlterTable
ALTER TABLE "booking" ADD COLUMN     "declaration" JSONB;

-- CreateTable
CREATE TABLE "partner" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" "PartnerKind" NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT,
    "credit_code" TEXT,
    "sponsor_id" TEXT NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "enquiry" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "resource_id" TEXT NOT NULL,
    "status" "EnquiryStatus" NOT NULL DEFAULT 'open',
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "phone" TEXT,
    "organisation" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_by_id" UUID,
    "answered_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "enquiry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_letter" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "group_id" TEXT NOT NULL,
    "kind" "GroupLetterKind" NOT NULL,
    "status" "GroupLetterStatus" NOT NULL DEFAULT 'open',
    "person_id" UUID,
    "email" TEXT NOT NULL,
    "role" "GroupRole" NOT NULL DEFAULT 'member',
    "message" TEXT,
    "created_by_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_letter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_partner" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "project_id" TEXT NOT NULL,
    "university_id" TEXT,
    "partner_id" UUID,
    "is_lead" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "project_partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project_member" (
    "project_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "role" "ProjectRole" NOT NULL DEFAULT 'member',
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "project_member_pkey" PRIMARY KEY ("project_id","person_id")
);

-- CreateTable
CREATE TABLE "project_payer" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "project_id" TEXT NOT NULL,
    "group_id" TEXT,
    "label" TEXT,
    "share" INTEGER NOT NULL,

    CONSTRAINT "project_payer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "qualification_rule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "resource_id" TEXT,
    "kind_id" TEXT,
    "lab_id" TEXT,
    "mode" "ResourceMode",
    "band" "TimeBand" NOT NULL DEFAULT 'any',
    "needs_theory" BOOLEAN NOT NULL DEFAULT false,
    "needs_practical" BOOLEAN NOT NULL DEFAULT true,
    "supervised_sessions" INTEGER NOT NULL DEFAULT 0,
    "needs_exam" BOOLEAN NOT NULL DEFAULT false,
    "valid_months" INTEGER,
    "idle_days" INTEGER,
    "warn_days" INTEGER NOT NULL DEFAULT 30,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "qualification_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_step" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "resource_id" TEXT,
    "kind_id" TEXT,
    "kind" "TrainingKind" NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_by_id" UUID,
    "session_id" UUID,
    "note" TEXT,

    CONSTRAINT "training_step_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "lab_id" TEXT NOT NULL,
    "resource_id" TEXT,
    "kind_id" TEXT,
    "room_id" TEXT,
    "campus_id" TEXT NOT NULL,
    "kind" "TrainingKind" NOT NULL,
    "status" "TrainingStatus" NOT NULL DEFAULT 'offered',
    "title_zh" TEXT NOT NULL,
    "title_en" TEXT,
    "place_zh" TEXT,
    "place_en" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "seats" INTEGER NOT NULL,
    "trainer_id" UUID NOT NULL,
    "booking_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "training_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "training_seat" (
    "session_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "status" "SeatStatus" NOT NULL DEFAULT 'booked',
    "booked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "training_seat_pkey" PRIMARY KEY ("session_id","person_id")
);

-- CreateTable
CREATE TABLE "training_wish" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "resource_id" TEXT NOT NULL,
    "status" "WishStatus" NOT NULL DEFAULT 'waiting',
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "training_wish_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "safety_admission" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "layer" "SafetyLayer" NOT NULL,
    "university_id" TEXT,
    "lab_id" TEXT,
    "room_id" TEXT,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "score" INTEGER,
    "source" "RecordSource" NOT NULL DEFAULT 'manager',
    "import_id" UUID,
    "granted_by_id" UUID,
    "revoked_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "warned_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "safety_admission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "admission_rule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "university_id" TEXT,
    "lab_id" TEXT,
    "room_id" TEXT,
    "hazard_class" TEXT,
    "up_to_level" INTEGER,
    "needs_general" BOOLEAN NOT NULL DEFAULT false,
    "needs_local" BOOLEAN NOT NULL DEFAULT false,
    "commitment" TEXT,
    "certificate" "CertificateKind",
    "needs_declaration" BOOLEAN NOT NULL DEFAULT false,
    "forbids_lone_night" BOOLEAN NOT NULL DEFAULT false,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "admission_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "recognition" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "layer" "RecognitionLayer" NOT NULL,
    "from_university_id" TEXT,
    "to_university_id" TEXT,
    "from_lab_id" TEXT,
    "to_lab_id" TEXT,
    "from_resource_id" TEXT,
    "to_resource_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),
    "local_part_zh" TEXT,
    "local_part_en" TEXT,
    "note" TEXT,
    "created_by_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recognition_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "certificate" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "kind" "CertificateKind" NOT NULL,
    "number" TEXT NOT NULL,
    "issuer" TEXT,
    "file_id" UUID,
    "valid_from" DATE,
    "valid_until" DATE NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "verified_by_id" UUID,
    "refused_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "warned_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking_handover" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "booking_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "decider_id" UUID,
    "status" "HandoverStatus" NOT NULL DEFAULT 'open',
    "leaves_at" TIMESTAMPTZ(3) NOT NULL,
    "new_person_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_at" TIMESTAMPTZ(3),

    CONSTRAINT "booking_handover_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "partner_credit_code_key" ON "partner"("credit_code");

-- CreateIndex
CREATE INDEX "partner_sponsor_id_idx" ON "partner"("sponsor_id");

-- CreateIndex
CREATE UNIQUE INDEX "enquiry_key_hash_key" ON "enquiry"("key_hash");

-- CreateIndex
CREATE INDEX "enquiry_resource_id_status_idx" ON "enquiry"("resource_id", "status");

-- CreateIndex
CREATE INDEX "enquiry_status_created_at_idx" ON "enquiry"("status", "created_at");

-- CreateIndex
CREATE INDEX "group_letter_group_id_status_idx" ON "group_letter"("group_id", "status");

-- CreateIndex
CREATE INDEX "group_letter_person_id_status_idx" ON "group_letter"("person_id", "status");

-- CreateIndex
CREATE INDEX "group_letter_email_idx" ON "group_letter"("email");

-- CreateIndex
CREATE INDEX "project_partner_project_id_idx" ON "project_partner"("project_id");

-- CreateIndex
CREATE INDEX "project_partner_university_id_idx" ON "project_partner"("university_id");

-- CreateIndex
CREATE INDEX "project_partner_partner_id_idx" ON "project_partner"("partner_id");

-- CreateIndex
CREATE INDEX "project_member_person_id_idx" ON "project_member"("person_id");

-- CreateIndex
CREATE INDEX "project_payer_project_id_idx" ON "project_payer"("project_id");

-- CreateIndex
CREATE INDEX "project_payer_group_id_idx" ON "project_payer"("group_id");

-- CreateIndex
CREATE INDEX "qualification_rule_resource_id_idx" ON "qualification_rule"("resource_id");

-- CreateIndex
CREATE INDEX "qualification_rule_kind_id_idx" ON "qualification_rule"("kind_id");

-- CreateIndex
CREATE INDEX "qualification_rule_lab_id_idx" ON "qualification_rule"("lab_id");

-- CreateIndex
CREATE INDEX "training_step_person_id_idx" ON "training_step"("person_id");

-- CreateIndex
CREATE INDEX "training_step_resource_id_idx" ON "training_step"("resource_id");

-- CreateIndex
CREATE INDEX "training_step_session_id_idx" ON "training_step"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "training_session_booking_id_key" ON "training_session"("booking_id");

-- CreateIndex
CREATE INDEX "training_session_lab_id_starts_at_idx" ON "training_session"("lab_id", "starts_at");

-- CreateIndex
CREATE INDEX "training_session_resource_id_starts_at_idx" ON "training_session"("resource_id", "starts_at");

-- CreateIndex
CREATE INDEX "training_session_trainer_id_idx" ON "training_session"("trainer_id");

-- CreateIndex
CREATE INDEX "training_seat_person_id_idx" ON "training_seat"("person_id");

-- CreateIndex
CREATE INDEX "training_wish_resource_id_status_created_at_idx" ON "training_wish"("resource_id", "status", "created_at");

-- CreateIndex
CREATE INDEX "training_wish_person_id_idx" ON "training_wish"("person_id");

-- CreateIndex
CREATE INDEX "safety_admission_person_id_idx" ON "safety_admission"("person_id");

-- CreateIndex
CREATE INDEX "safety_admission_university_id_idx" ON "safety_admission"("university_id");

-- CreateIndex
CREATE INDEX "safety_admission_lab_id_idx" ON "safety_admission"("lab_id");

-- CreateIndex
CREATE INDEX "safety_admission_room_id_idx" ON "safety_admission"("room_id");

-- CreateIndex
CREATE INDEX "admission_rule_university_id_idx" ON "admission_rule"("university_id");

-- CreateIndex
CREATE INDEX "admission_rule_lab_id_idx" ON "admission_rule"("lab_id");

-- CreateIndex
CREATE INDEX "admission_rule_room_id_idx" ON "admission_rule"("room_id");

-- CreateIndex
CREATE INDEX "recognition_from_university_id_idx" ON "recognition"("from_university_id");

-- CreateIndex
CREATE INDEX "recognition_to_university_id_idx" ON "recognition"("to_university_id");

-- CreateIndex
CREATE INDEX "certificate_person_id_idx" ON "certificate"("person_id");

-- CreateIndex
CREATE INDEX "certificate_file_id_idx" ON "certificate"("file_id");

-- CreateIndex
CREATE INDEX "booking_handover_booking_id_idx" ON "booking_handover"("booking_id");

-- CreateIndex
CREATE INDEX "booking_handover_person_id_idx" ON "booking_handover"("person_id");

-- CreateIndex
CREATE INDEX "booking_handover_decider_id_status_idx" ON "booking_handover"("decider_id", "status");

-- CreateIndex
CREATE INDEX "affiliation_partner_id_idx" ON "affiliation"("partner_id");

-- CreateIndex
CREATE INDEX "affiliation_sponsor_id_idx" ON "affiliation"("sponsor_id");

-- CreateIndex
CREATE INDEX "affiliation_ends_at_idx" ON "affiliation"("ends_at");

-- CreateIndex
CREATE INDEX "qualification_resource_id_idx" ON "qualification"("resource_id");

-- CreateIndex
CREATE INDEX "qualification_kind_id_idx" ON "qualification"("kind_id");

-- CreateIndex
CREATE INDEX "qualification_session_id_idx" ON "qualification"("session_id");

-- CreateIndex
CREATE INDEX "qualification_valid_until_idx" ON "qualification"("valid_until");

-- AddForeignKey
ALTER TABLE "person" ADD CONSTRAINT "person_merged_into_id_fkey" FOREIGN KEY ("merged_into_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "partner" ADD CONSTRAINT "partner_sponsor_id_fkey" FOREIGN KEY ("sponsor_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "enquiry" ADD CONSTRAINT "enquiry_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_sponsor_id_fkey" FOREIGN KEY ("sponsor_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_letter" ADD CONSTRAINT "group_letter_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "research_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_letter" ADD CONSTRAINT "group_letter_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_partner" ADD CONSTRAINT "project_partner_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_partner" ADD CONSTRAINT "project_partner_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_partner" ADD CONSTRAINT "project_partner_partner_id_fkey" FOREIGN KEY ("partner_id") REFERENCES "partner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_member" ADD CONSTRAINT "project_member_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_member" ADD CONSTRAINT "project_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_payer" ADD CONSTRAINT "project_payer_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project_payer" ADD CONSTRAINT "project_payer_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "research_group"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualification" ADD CONSTRAINT "qualification_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "training_session"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualification_rule" ADD CONSTRAINT "qualification_rule_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualification_rule" ADD CONSTRAINT "qualification_rule_kind_id_fkey" FOREIGN KEY ("kind_id") REFERENCES "resource_kind"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualification_rule" ADD CONSTRAINT "qualification_rule_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_step" ADD CONSTRAINT "training_step_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_step" ADD CONSTRAINT "training_step_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_step" ADD CONSTRAINT "training_step_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "training_session"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "room"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_campus_id_fkey" FOREIGN KEY ("campus_id") REFERENCES "campus"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_trainer_id_fkey" FOREIGN KEY ("trainer_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_session" ADD CONSTRAINT "training_session_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_seat" ADD CONSTRAINT "training_seat_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "training_session"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_seat" ADD CONSTRAINT "training_seat_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_wish" ADD CONSTRAINT "training_wish_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "training_wish" ADD CONSTRAINT "training_wish_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_admission" ADD CONSTRAINT "safety_admission_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_admission" ADD CONSTRAINT "safety_admission_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_admission" ADD CONSTRAINT "safety_admission_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "safety_admission" ADD CONSTRAINT "safety_admission_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "room"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admission_rule" ADD CONSTRAINT "admission_rule_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admission_rule" ADD CONSTRAINT "admission_rule_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "admission_rule" ADD CONSTRAINT "admission_rule_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "room"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recognition" ADD CONSTRAINT "recognition_from_university_id_fkey" FOREIGN KEY ("from_university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recognition" ADD CONSTRAINT "recognition_to_university_id_fkey" FOREIGN KEY ("to_university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_handover" ADD CONSTRAINT "booking_handover_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_handover" ADD CONSTRAINT "booking_handover_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_handover" ADD CONSTRAINT "booking_handover_decider_id_fkey" FOREIGN KEY ("decider_id") REFERENCES "person"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- What the columns alone don't say.

UPDATE affiliation SET basis = 'visiting' WHERE NOT is_home;
ALTER TABLE affiliation
  ADD CONSTRAINT affiliation_home_basis CHECK (is_home = (basis = 'home')),
  ADD CONSTRAINT affiliation_period CHECK (ends_at IS NULL OR starts_at <= ends_at),
  ADD CONSTRAINT affiliation_sponsor_is_another CHECK (sponsor_id <> person_id),
  -- Nobody belongs to one university twice at a time.
  ADD CONSTRAINT affiliation_once
    EXCLUDE USING gist (person_id WITH =, university_id WITH =, tstzrange(starts_at, ends_at) WITH &&);

ALTER TABLE person ADD CONSTRAINT person_merged CHECK ((status::text = 'merged') = (merged_into_id IS NOT NULL));

ALTER TABLE enquiry ADD CONSTRAINT enquiry_answer CHECK ((status = 'answered') = (answer IS NOT NULL) OR status = 'closed');

CREATE UNIQUE INDEX group_letter_open ON group_letter (group_id, email) WHERE status = 'open';
ALTER TABLE project ADD CONSTRAINT project_hours CHECK (budget_seconds > 0 AND yearly_seconds > 0);
ALTER TABLE project_partner ADD CONSTRAINT project_partner_is_one CHECK (num_nonnulls(university_id, partner_id) = 1);
CREATE UNIQUE INDEX project_partner_once ON project_partner (project_id, university_id, partner_id) NULLS NOT DISTINCT;
ALTER TABLE project_payer
  ADD CONSTRAINT project_payer_share CHECK (share BETWEEN 1 AND 10000),
  ADD CONSTRAINT project_payer_is_one CHECK (num_nonnulls(group_id, label) = 1);

ALTER TABLE qualification ADD CONSTRAINT qualification_idle CHECK (idle_days > 0);
ALTER TABLE qualification_rule
  ADD CONSTRAINT qualification_rule_subject CHECK (num_nonnulls(resource_id, kind_id, lab_id) = 1),
  ADD CONSTRAINT qualification_rule_numbers
    CHECK (supervised_sessions BETWEEN 0 AND 100 AND valid_months > 0 AND idle_days > 0 AND warn_days >= 0);
ALTER TABLE training_step ADD CONSTRAINT training_step_subject CHECK (num_nonnulls(resource_id, kind_id) = 1);
ALTER TABLE training_session
  ADD CONSTRAINT training_session_period CHECK (starts_at < ends_at),
  ADD CONSTRAINT training_session_seats CHECK (seats BETWEEN 1 AND 1000),
  ADD CONSTRAINT training_session_subject CHECK (num_nonnulls(resource_id, kind_id) <= 1);
CREATE UNIQUE INDEX training_wish_waiting ON training_wish (person_id, resource_id) WHERE status = 'waiting';

ALTER TABLE safety_admission
  ADD CONSTRAINT safety_admission_place CHECK (
    CASE layer
      WHEN 'general' THEN university_id IS NOT NULL AND num_nonnulls(lab_id, room_id) = 0
      WHEN 'local' THEN university_id IS NULL AND num_nonnulls(lab_id, room_id) = 1
    END),
  ADD CONSTRAINT safety_admission_period CHECK (valid_until IS NULL OR valid_from < valid_until);
ALTER TABLE admission_rule
  ADD CONSTRAINT admission_rule_place CHECK (num_nonnulls(university_id, lab_id, room_id) <= 1),
  ADD CONSTRAINT admission_rule_level CHECK (up_to_level BETWEEN 1 AND 4);
ALTER TABLE recognition
  ADD CONSTRAINT recognition_subject CHECK (
    CASE layer
      WHEN 'general' THEN from_university_id IS NOT NULL AND from_university_id IS DISTINCT FROM to_university_id
        AND num_nonnulls(from_lab_id, to_lab_id, from_resource_id, to_resource_id) = 0
      WHEN 'local' THEN num_nonnulls(from_lab_id, to_lab_id) = 2 AND from_lab_id <> to_lab_id
        AND num_nonnulls(from_resource_id, to_resource_id) = 0
      WHEN 'qualification' THEN num_nonnulls(from_resource_id, to_resource_id) = 2 AND from_resource_id <> to_resource_id
        AND num_nonnulls(from_lab_id, to_lab_id) = 0
    END),
  ADD CONSTRAINT recognition_period CHECK (ends_at IS NULL OR starts_at < ends_at);
CREATE UNIQUE INDEX booking_handover_open ON booking_handover (booking_id) WHERE status = 'open';
