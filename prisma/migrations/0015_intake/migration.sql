-- Bringing in people, groups, qualifications and exam results by spreadsheet; see docs/decisions/0015.
CREATE TYPE "IntakeKind" AS ENUM ('people', 'groups', 'qualifications', 'exams');

CREATE TABLE "intake" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "university_id" TEXT NOT NULL,
    "kind" "IntakeKind" NOT NULL,
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

    CONSTRAINT "intake_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "intake_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "intake_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "intake_university_id_created_at_idx" ON "intake"("university_id", "created_at" DESC);
CREATE INDEX "intake_file_id_idx" ON "intake"("file_id");

CREATE TABLE "intake_row" (
    "intake_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "outcome" "ImportOutcome" NOT NULL,
    "key" TEXT,
    "subject_id" TEXT,
    "values" JSONB NOT NULL DEFAULT '{}',
    "changes" JSONB NOT NULL DEFAULT '{}',
    "problems" JSONB NOT NULL DEFAULT '[]',
    "is_judged" BOOLEAN NOT NULL DEFAULT false,
    "applied_at" TIMESTAMPTZ(3),

    CONSTRAINT "intake_row_pkey" PRIMARY KEY ("intake_id", "row"),
    CONSTRAINT "intake_row_intake_id_fkey" FOREIGN KEY ("intake_id") REFERENCES "intake"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "intake_row_intake_id_outcome_row_idx" ON "intake_row"("intake_id", "outcome", "row");
CREATE INDEX "intake_row_intake_id_key_idx" ON "intake_row"("intake_id", "key");
-- What a file said when it was last applied is found by this.
CREATE INDEX "intake_row_applied_idx" ON "intake_row"("key", "applied_at" DESC) WHERE "applied_at" IS NOT NULL;

CREATE TABLE "intake_mapping" (
    "university_id" TEXT NOT NULL,
    "kind" "IntakeKind" NOT NULL,
    "heading" TEXT NOT NULL,
    "field" TEXT,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "intake_mapping_pkey" PRIMARY KEY ("university_id", "kind", "heading"),
    CONSTRAINT "intake_mapping_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- What an import brought is found by it.
CREATE INDEX "affiliation_import_id_idx" ON "affiliation"("import_id") WHERE "import_id" IS NOT NULL;
