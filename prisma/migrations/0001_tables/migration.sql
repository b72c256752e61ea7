-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "DayKind" AS ENUM ('holiday', 'workday');

-- CreateEnum
CREATE TYPE "PersonStatus" AS ENUM ('unconfirmed', 'awaiting_admission', 'active', 'suspended');

-- CreateEnum
CREATE TYPE "AffiliationKind" AS ENUM ('student', 'teacher', 'staff', 'technician', 'visitor', 'enterprise');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('lab_manager', 'operator', 'pi', 'safety_officer', 'coordinator', 'office', 'chair', 'admin');

-- CreateEnum
CREATE TYPE "ScopeKind" AS ENUM ('alliance', 'university', 'lab');

-- CreateEnum
CREATE TYPE "TokenPurpose" AS ENUM ('confirm_email', 'reset_password', 'first_administrator');

-- CreateEnum
CREATE TYPE "LabLevel" AS ENUM ('national_key_lab', 'joint_provincial_ministerial_skl', 'national_engineering', 'national_field_station', 'national_defence_discipline_lab', 'ministerial_key_lab', 'provincial_key_lab', 'provincial_engineering', 'social_science_base_moe', 'social_science_base_prov', 'joint_sichuan_chongqing', 'alliance_joint_lab', 'accredited_test_centre', 'university_platform');

-- CreateEnum
CREATE TYPE "LabAccess" AS ENUM ('open', 'restricted');

-- CreateEnum
CREATE TYPE "LabOwnerRole" AS ENUM ('lead', 'member');

-- CreateEnum
CREATE TYPE "ResourceNature" AS ENUM ('instrument', 'space', 'seat', 'base', 'dataset', 'operator');

-- CreateEnum
CREATE TYPE "ResourceMode" AS ENUM ('self_operation', 'assisted_booking', 'entrusted_test', 'remote');

-- CreateEnum
CREATE TYPE "ShareScope" AS ENUM ('own_university', 'alliance', 'all', 'contact_only');

-- CreateEnum
CREATE TYPE "ResourceStatus" AS ENUM ('draft', 'active', 'retired');

-- CreateEnum
CREATE TYPE "RatedClass" AS ENUM ('general', 'special');

-- CreateEnum
CREATE TYPE "OriginClass" AS ENUM ('own_university', 'alliance_member', 'other_institution', 'enterprise');

-- CreateEnum
CREATE TYPE "OwnerKind" AS ENUM ('alliance', 'university', 'campus', 'lab', 'resource');

-- CreateEnum
CREATE TYPE "OutageKind" AS ENUM ('maintenance', 'closure', 'fault');

-- CreateEnum
CREATE TYPE "AllocationCause" AS ENUM ('booking', 'maintenance', 'closure', 'offer');

-- CreateEnum
CREATE TYPE "ApprovalSubject" AS ENUM ('booking', 'booking_change');

-- CreateEnum
CREATE TYPE "ApprovalStatus" AS ENUM ('pending', 'approved', 'declined', 'withdrawn', 'expired');

-- CreateEnum
CREATE TYPE "BookingStatus" AS ENUM ('pending', 'approved', 'in_use', 'completed', 'declined', 'cancelled', 'expired', 'no_show', 'displaced');

-- CreateEnum
CREATE TYPE "Purpose" AS ENUM ('research', 'teaching', 'social_service');

-- CreateEnum
CREATE TYPE "HoldMode" AS ENUM ('hold', 'compete');

-- CreateEnum
CREATE TYPE "ItemStatus" AS ENUM ('not_started', 'in_use', 'completed', 'no_show');

-- CreateEnum
CREATE TYPE "Attendance" AS ENUM ('whole', 'ends', 'none');

-- CreateTable
CREATE TABLE "university" (
    "id" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "short_zh" TEXT NOT NULL,
    "abbr" TEXT NOT NULL,
    "former_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "moe_code" TEXT,
    "province" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "supervised_by" TEXT,
    "is_chair" BOOLEAN NOT NULL DEFAULT false,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "university_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "campus" (
    "id" TEXT NOT NULL,
    "university_id" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "district_zh" TEXT,
    "district_en" TEXT,
    "city" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL DEFAULT 'Asia/Shanghai',
    "lat" DOUBLE PRECISION NOT NULL,
    "lon" DOUBLE PRECISION NOT NULL,
    "rail_hub" TEXT,
    "local_minutes" INTEGER,

    CONSTRAINT "campus_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rail_leg" (
    "a" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "typical_minutes" INTEGER NOT NULL,

    CONSTRAINT "rail_leg_pkey" PRIMARY KEY ("a","b")
);

-- CreateTable
CREATE TABLE "mail_domain" (
    "domain" TEXT NOT NULL,
    "university_id" TEXT NOT NULL,

    CONSTRAINT "mail_domain_pkey" PRIMARY KEY ("domain")
);

-- CreateTable
CREATE TABLE "calendar_day" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "date" DATE NOT NULL,
    "university_id" TEXT,
    "kind" "DayKind" NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "source" TEXT,

    CONSTRAINT "calendar_day_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tag" (
    "id" TEXT NOT NULL,
    "scheme" TEXT NOT NULL,
    "zh" TEXT NOT NULL,
    "en" TEXT NOT NULL,

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "body_zh" TEXT NOT NULL,
    "body_en" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_acceptance" (
    "person_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_acceptance_pkey" PRIMARY KEY ("person_id","document_id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "email" TEXT NOT NULL,
    "password_hash" TEXT,
    "name_zh" TEXT,
    "name_en" TEXT,
    "requested_university_id" TEXT,
    "locale" TEXT NOT NULL DEFAULT 'zh-CN',
    "status" "PersonStatus" NOT NULL DEFAULT 'unconfirmed',
    "email_verified_at" TIMESTAMPTZ(3),
    "is_demo" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "affiliation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "university_id" TEXT NOT NULL,
    "kind" "AffiliationKind" NOT NULL,
    "is_home" BOOLEAN NOT NULL DEFAULT false,
    "department" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "affiliation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "scope_kind" "ScopeKind" NOT NULL,
    "university_id" TEXT,
    "lab_id" TEXT,
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),
    "granted_by_id" UUID,
    "reason" TEXT,

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id_hash" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_agent" TEXT,
    "ip" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "one_time_token" (
    "hash" TEXT NOT NULL,
    "purpose" "TokenPurpose" NOT NULL,
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "research_group" (
    "id" TEXT NOT NULL,
    "university_id" TEXT NOT NULL,
    "leader_id" UUID NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "research_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "group_member" (
    "group_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3),

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id","person_id")
);

-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "number" TEXT,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "starts_on" DATE,
    "ends_on" DATE,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "qualification" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "person_id" UUID NOT NULL,
    "resource_id" TEXT,
    "kind_id" TEXT,
    "granted_by_id" UUID,
    "valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_until" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "qualification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lab" (
    "id" TEXT NOT NULL,
    "host_university_id" TEXT,
    "campus_id" TEXT,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "former_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "level" "LabLevel" NOT NULL,
    "access" "LabAccess" NOT NULL DEFAULT 'open',
    "discipline_zh" TEXT,
    "discipline_en" TEXT,
    "safety_class" TEXT,
    "is_joint" BOOLEAN NOT NULL DEFAULT false,
    "external_leads" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "note_zh" TEXT,
    "note_en" TEXT,
    "contact_name_zh" TEXT,
    "contact_name_en" TEXT,
    "contact_email" TEXT,
    "contact_phone" TEXT,
    "emergency_phone" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "confirmed_by_id" UUID,

    CONSTRAINT "lab_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lab_owner" (
    "lab_id" TEXT NOT NULL,
    "university_id" TEXT NOT NULL,
    "role" "LabOwnerRole" NOT NULL,

    CONSTRAINT "lab_owner_pkey" PRIMARY KEY ("lab_id","university_id")
);

-- CreateTable
CREATE TABLE "lab_resource" (
    "lab_id" TEXT NOT NULL,
    "resource_id" TEXT NOT NULL,

    CONSTRAINT "lab_resource_pkey" PRIMARY KEY ("lab_id","resource_id")
);

-- CreateTable
CREATE TABLE "lab_tag" (
    "lab_id" TEXT NOT NULL,
    "tag_id" TEXT NOT NULL,

    CONSTRAINT "lab_tag_pkey" PRIMARY KEY ("lab_id","tag_id")
);

-- CreateTable
CREATE TABLE "room" (
    "id" TEXT NOT NULL,
    "campus_id" TEXT NOT NULL,
    "lab_id" TEXT,
    "building_zh" TEXT,
    "building_en" TEXT,
    "number" TEXT NOT NULL,
    "hazard_class" TEXT,
    "safety_level" INTEGER,

    CONSTRAINT "room_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_kind" (
    "id" TEXT NOT NULL,
    "nature" "ResourceNature" NOT NULL,
    "zh" TEXT NOT NULL,
    "en" TEXT NOT NULL,
    "synonyms" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "resource_kind_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource" (
    "id" TEXT NOT NULL,
    "lab_id" TEXT NOT NULL,
    "university_id" TEXT NOT NULL,
    "campus_id" TEXT NOT NULL,
    "room_id" TEXT,
    "parent_id" TEXT,
    "kind_id" TEXT NOT NULL,
    "status" "ResourceStatus" NOT NULL DEFAULT 'active',
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT,
    "former_names" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "maker" TEXT,
    "model" TEXT,
    "asset_number" TEXT,
    "value_fen" BIGINT,
    "nrii_class" TEXT,
    "rated_class" "RatedClass" NOT NULL DEFAULT 'general',
    "rated_hours" INTEGER NOT NULL DEFAULT 1400,
    "capacity" INTEGER NOT NULL DEFAULT 1,
    "modes" "ResourceMode"[],
    "needs_qualification" BOOLEAN NOT NULL DEFAULT false,
    "hazards" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "share_scope" "ShareScope" NOT NULL DEFAULT 'alliance',
    "not_open_reason" TEXT,
    "review_on" DATE,
    "is_illustrative" BOOLEAN NOT NULL DEFAULT false,
    "summary_zh" TEXT,
    "summary_en" TEXT,
    "building_zh" TEXT,
    "building_en" TEXT,
    "room_number" TEXT,
    "gate_zh" TEXT,
    "gate_en" TEXT,
    "access_zh" TEXT,
    "access_en" TEXT,
    "search_text" TEXT NOT NULL DEFAULT '',
    "sort_key" TEXT NOT NULL DEFAULT '',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "resource_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "resource_tag" (
    "resource_id" TEXT NOT NULL,
    "tag_id" TEXT NOT NULL,

    CONSTRAINT "resource_tag_pkey" PRIMARY KEY ("resource_id","tag_id")
);

-- CreateTable
CREATE TABLE "resource_standing" (
    "id" BIGSERIAL NOT NULL,
    "resource_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL,
    "valid_to" TIMESTAMPTZ(3),
    "university_id" TEXT NOT NULL,
    "lab_id" TEXT NOT NULL,
    "campus_id" TEXT NOT NULL,
    "capacity" INTEGER NOT NULL,
    "rated_class" "RatedClass" NOT NULL,
    "rated_hours" INTEGER NOT NULL,
    "status" "ResourceStatus" NOT NULL,
    "value_fen" BIGINT,

    CONSTRAINT "resource_standing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "list_price" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "resource_id" TEXT NOT NULL,
    "origin_class" "OriginClass" NOT NULL,
    "mode" "ResourceMode",
    "per_hour_fen" BIGINT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "valid_to" TIMESTAMPTZ(3),

    CONSTRAINT "list_price_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opening_schedule" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "owner_kind" "OwnerKind" NOT NULL,
    "owner_id" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "valid_to" DATE,
    "observes_holidays" BOOLEAN NOT NULL DEFAULT true,
    "weekly" JSONB NOT NULL,

    CONSTRAINT "opening_schedule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opening_exception" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "owner_kind" "OwnerKind" NOT NULL,
    "owner_id" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "closed" BOOLEAN NOT NULL DEFAULT true,
    "blocks" JSONB NOT NULL DEFAULT '[]',
    "reason_zh" TEXT,
    "reason_en" TEXT,

    CONSTRAINT "opening_exception_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policy_version" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "owner_kind" "OwnerKind" NOT NULL,
    "owner_id" TEXT NOT NULL,
    "valid_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "rules" JSONB NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "frozen_policy" (
    "hash" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "frozen_policy_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "outage" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "resource_id" TEXT NOT NULL,
    "kind" "OutageKind" NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "outage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocation" (
    "id" BIGSERIAL NOT NULL,
    "resource_id" TEXT NOT NULL,
    "unit" INTEGER NOT NULL DEFAULT 1,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "cause" "AllocationCause" NOT NULL,
    "item_id" UUID,
    "change_id" UUID,
    "outage_id" UUID,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "allocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "presence" (
    "id" BIGSERIAL NOT NULL,
    "person_id" UUID NOT NULL,
    "campus_id" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "attended" BOOLEAN NOT NULL,
    "item_id" UUID NOT NULL,

    CONSTRAINT "presence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_request" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "subject_kind" "ApprovalSubject" NOT NULL,
    "subject_id" UUID NOT NULL,
    "status" "ApprovalStatus" NOT NULL DEFAULT 'pending',
    "route" JSONB NOT NULL,
    "requester_id" UUID NOT NULL,
    "requester_ids" UUID[] DEFAULT ARRAY[]::UUID[],
    "university_id" TEXT NOT NULL,
    "lab_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "due_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "approval_request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval_open_step" (
    "request_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "scope_kind" "ScopeKind" NOT NULL,
    "university_id" TEXT,
    "lab_id" TEXT,
    "due_at" TIMESTAMPTZ(3),

    CONSTRAINT "approval_open_step_pkey" PRIMARY KEY ("request_id","step_id")
);

-- CreateTable
CREATE TABLE "approval_decision" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "request_id" UUID NOT NULL,
    "step_id" TEXT NOT NULL,
    "decider_id" UUID NOT NULL,
    "on_behalf_of_id" UUID,
    "decision" TEXT NOT NULL,
    "comment" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "approval_decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "code" TEXT NOT NULL,
    "status" "BookingStatus" NOT NULL,
    "booker_id" UUID NOT NULL,
    "attendee_id" UUID NOT NULL,
    "home_university_id" TEXT,
    "origin_class" "OriginClass" NOT NULL,
    "group_id" TEXT,
    "project_id" TEXT,
    "purpose" "Purpose" NOT NULL,
    "activity" TEXT,
    "title" TEXT,
    "notes" TEXT,
    "hold_mode" "HoldMode" NOT NULL DEFAULT 'hold',
    "hold_expires_at" TIMESTAMPTZ(3),
    "policy_hash" TEXT NOT NULL,
    "quoted_fen" BIGINT,
    "quote" JSONB,
    "payers" JSONB,
    "series_id" UUID,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_by_id" UUID,
    "ended_reason" TEXT,

    CONSTRAINT "booking_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking_item" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "booking_id" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "resource_id" TEXT NOT NULL,
    "operator_id" TEXT,
    "mode" "ResourceMode" NOT NULL,
    "quantity" INTEGER NOT NULL DEFAULT 1,
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "attendance" "Attendance" NOT NULL DEFAULT 'whole',
    "set_up_minutes" INTEGER NOT NULL DEFAULT 0,
    "clean_up_minutes" INTEGER NOT NULL DEFAULT 0,
    "status" "ItemStatus" NOT NULL DEFAULT 'not_started',
    "completion_source" TEXT,

    CONSTRAINT "booking_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "booking_change" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "booking_id" UUID NOT NULL,
    "status" "ApprovalStatus" NOT NULL DEFAULT 'pending',
    "proposed_by_id" UUID NOT NULL,
    "items" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "booking_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "person_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "subject_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("person_id","key")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "university_id" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox_message" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "to" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "mailbox_message_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "campus_university_id_idx" ON "campus"("university_id");

-- CreateIndex
CREATE INDEX "mail_domain_university_id_idx" ON "mail_domain"("university_id");

-- CreateIndex
CREATE INDEX "calendar_day_date_idx" ON "calendar_day"("date");

-- CreateIndex
CREATE UNIQUE INDEX "document_kind_version_key" ON "document"("kind", "version");

-- CreateIndex
CREATE UNIQUE INDEX "person_email_key" ON "person"("email");

-- CreateIndex
CREATE INDEX "affiliation_person_id_idx" ON "affiliation"("person_id");

-- CreateIndex
CREATE INDEX "affiliation_university_id_idx" ON "affiliation"("university_id");

-- CreateIndex
CREATE INDEX "role_grant_person_id_idx" ON "role_grant"("person_id");

-- CreateIndex
CREATE INDEX "role_grant_role_lab_id_idx" ON "role_grant"("role", "lab_id");

-- CreateIndex
CREATE INDEX "role_grant_role_university_id_idx" ON "role_grant"("role", "university_id");

-- CreateIndex
CREATE INDEX "session_person_id_idx" ON "session"("person_id");

-- CreateIndex
CREATE INDEX "one_time_token_person_id_purpose_idx" ON "one_time_token"("person_id", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_person_id_idx" ON "api_token"("person_id");

-- CreateIndex
CREATE INDEX "research_group_leader_id_idx" ON "research_group"("leader_id");

-- CreateIndex
CREATE INDEX "group_member_person_id_idx" ON "group_member"("person_id");

-- CreateIndex
CREATE INDEX "project_group_id_idx" ON "project"("group_id");

-- CreateIndex
CREATE INDEX "qualification_person_id_idx" ON "qualification"("person_id");

-- CreateIndex
CREATE INDEX "lab_host_university_id_idx" ON "lab"("host_university_id");

-- CreateIndex
CREATE INDEX "lab_owner_university_id_idx" ON "lab_owner"("university_id");

-- CreateIndex
CREATE INDEX "lab_resource_resource_id_idx" ON "lab_resource"("resource_id");

-- CreateIndex
CREATE INDEX "lab_tag_tag_id_idx" ON "lab_tag"("tag_id");

-- CreateIndex
CREATE INDEX "resource_lab_id_idx" ON "resource"("lab_id");

-- CreateIndex
CREATE INDEX "resource_university_id_idx" ON "resource"("university_id");

-- CreateIndex
CREATE INDEX "resource_parent_id_idx" ON "resource"("parent_id");

-- CreateIndex
CREATE INDEX "resource_kind_id_idx" ON "resource"("kind_id");

-- CreateIndex
CREATE INDEX "resource_tag_tag_id_idx" ON "resource_tag"("tag_id");

-- CreateIndex
CREATE INDEX "resource_standing_resource_id_valid_from_idx" ON "resource_standing"("resource_id", "valid_from");

-- CreateIndex
CREATE INDEX "list_price_resource_id_idx" ON "list_price"("resource_id");

-- CreateIndex
CREATE INDEX "opening_schedule_owner_kind_owner_id_idx" ON "opening_schedule"("owner_kind", "owner_id");

-- CreateIndex
CREATE INDEX "opening_exception_owner_kind_owner_id_date_idx" ON "opening_exception"("owner_kind", "owner_id", "date");

-- CreateIndex
CREATE INDEX "policy_version_owner_kind_owner_id_valid_from_idx" ON "policy_version"("owner_kind", "owner_id", "valid_from" DESC);

-- CreateIndex
CREATE INDEX "outage_resource_id_starts_at_idx" ON "outage"("resource_id", "starts_at");

-- CreateIndex
CREATE INDEX "allocation_item_id_idx" ON "allocation"("item_id");

-- CreateIndex
CREATE INDEX "allocation_change_id_idx" ON "allocation"("change_id");

-- CreateIndex
CREATE INDEX "allocation_outage_id_idx" ON "allocation"("outage_id");

-- CreateIndex
CREATE INDEX "presence_item_id_idx" ON "presence"("item_id");

-- CreateIndex
CREATE INDEX "approval_request_subject_kind_subject_id_idx" ON "approval_request"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "approval_open_step_role_lab_id_idx" ON "approval_open_step"("role", "lab_id");

-- CreateIndex
CREATE INDEX "approval_open_step_role_university_id_idx" ON "approval_open_step"("role", "university_id");

-- CreateIndex
CREATE INDEX "approval_decision_request_id_idx" ON "approval_decision"("request_id");

-- CreateIndex
CREATE UNIQUE INDEX "booking_code_key" ON "booking"("code");

-- CreateIndex
CREATE INDEX "booking_booker_id_idx" ON "booking"("booker_id");

-- CreateIndex
CREATE INDEX "booking_attendee_id_idx" ON "booking"("attendee_id");

-- CreateIndex
CREATE INDEX "booking_series_id_idx" ON "booking"("series_id");

-- CreateIndex
CREATE INDEX "booking_item_booking_id_idx" ON "booking_item"("booking_id");

-- CreateIndex
CREATE INDEX "booking_item_resource_id_starts_at_idx" ON "booking_item"("resource_id", "starts_at");

-- CreateIndex
CREATE INDEX "booking_change_booking_id_idx" ON "booking_change"("booking_id");

-- CreateIndex
CREATE INDEX "audit_event_subject_kind_subject_id_idx" ON "audit_event"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "audit_event_actor_id_idx" ON "audit_event"("actor_id");

-- CreateIndex
CREATE INDEX "audit_event_at_idx" ON "audit_event"("at");

-- CreateIndex
CREATE INDEX "mailbox_message_at_idx" ON "mailbox_message"("at");

-- AddForeignKey
ALTER TABLE "campus" ADD CONSTRAINT "campus_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_domain" ADD CONSTRAINT "mail_domain_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "calendar_day" ADD CONSTRAINT "calendar_day_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_acceptance" ADD CONSTRAINT "document_acceptance_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_acceptance" ADD CONSTRAINT "document_acceptance_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "affiliation" ADD CONSTRAINT "affiliation_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_token" ADD CONSTRAINT "one_time_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "research_group" ADD CONSTRAINT "research_group_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "research_group" ADD CONSTRAINT "research_group_leader_id_fkey" FOREIGN KEY ("leader_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "research_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_member" ADD CONSTRAINT "group_member_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "project" ADD CONSTRAINT "project_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "research_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualification" ADD CONSTRAINT "qualification_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualification" ADD CONSTRAINT "qualification_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab" ADD CONSTRAINT "lab_host_university_id_fkey" FOREIGN KEY ("host_university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab" ADD CONSTRAINT "lab_campus_id_fkey" FOREIGN KEY ("campus_id") REFERENCES "campus"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_owner" ADD CONSTRAINT "lab_owner_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_owner" ADD CONSTRAINT "lab_owner_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_resource" ADD CONSTRAINT "lab_resource_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_resource" ADD CONSTRAINT "lab_resource_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_tag" ADD CONSTRAINT "lab_tag_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lab_tag" ADD CONSTRAINT "lab_tag_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "room" ADD CONSTRAINT "room_campus_id_fkey" FOREIGN KEY ("campus_id") REFERENCES "campus"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "room" ADD CONSTRAINT "room_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_lab_id_fkey" FOREIGN KEY ("lab_id") REFERENCES "lab"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_campus_id_fkey" FOREIGN KEY ("campus_id") REFERENCES "campus"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_room_id_fkey" FOREIGN KEY ("room_id") REFERENCES "room"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_kind_id_fkey" FOREIGN KEY ("kind_id") REFERENCES "resource_kind"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource" ADD CONSTRAINT "resource_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "resource"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_tag" ADD CONSTRAINT "resource_tag_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_tag" ADD CONSTRAINT "resource_tag_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resource_standing" ADD CONSTRAINT "resource_standing_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "list_price" ADD CONSTRAINT "list_price_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "outage" ADD CONSTRAINT "outage_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "booking_item"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "booking_change"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocation" ADD CONSTRAINT "allocation_outage_id_fkey" FOREIGN KEY ("outage_id") REFERENCES "outage"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence" ADD CONSTRAINT "presence_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence" ADD CONSTRAINT "presence_campus_id_fkey" FOREIGN KEY ("campus_id") REFERENCES "campus"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "presence" ADD CONSTRAINT "presence_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "booking_item"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_request" ADD CONSTRAINT "approval_request_requester_id_fkey" FOREIGN KEY ("requester_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_open_step" ADD CONSTRAINT "approval_open_step_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "approval_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_decision" ADD CONSTRAINT "approval_decision_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "approval_request"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval_decision" ADD CONSTRAINT "approval_decision_decider_id_fkey" FOREIGN KEY ("decider_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_booker_id_fkey" FOREIGN KEY ("booker_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_attendee_id_fkey" FOREIGN KEY ("attendee_id") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_home_university_id_fkey" FOREIGN KEY ("home_university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "research_group"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking" ADD CONSTRAINT "booking_policy_hash_fkey" FOREIGN KEY ("policy_hash") REFERENCES "frozen_policy"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_item" ADD CONSTRAINT "booking_item_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_item" ADD CONSTRAINT "booking_item_resource_id_fkey" FOREIGN KEY ("resource_id") REFERENCES "resource"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_change" ADD CONSTRAINT "booking_change_booking_id_fkey" FOREIGN KEY ("booking_id") REFERENCES "booking"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

