-- CreateEnum
CREATE TYPE "QualificationGranter" AS ENUM ('last_step', 'manager');

-- AlterTable
ALTER TABLE "qualification" ADD COLUMN     "university_id" TEXT;

-- AlterTable
ALTER TABLE "qualification_rule" ADD COLUMN     "granted_by" "QualificationGranter" NOT NULL DEFAULT 'last_step';

-- CreateIndex
CREATE INDEX "qualification_university_id_idx" ON "qualification"("university_id");

-- AddForeignKey
ALTER TABLE "qualification" ADD CONSTRAINT "qualification_university_id_fkey" FOREIGN KEY ("university_id") REFERENCES "university"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- What the columns alone don't say.

-- A qualification for a whole kind is the word of the university that whoever granted it was at home in.
UPDATE qualification q SET university_id = (
  SELECT a.university_id FROM affiliation a
   WHERE a.person_id = q.granted_by_id AND a.is_home AND a.starts_at <= q.valid_from AND (a.ends_at IS NULL OR a.ends_at > q.valid_from)
   LIMIT 1)
 WHERE q.resource_id IS NULL;
