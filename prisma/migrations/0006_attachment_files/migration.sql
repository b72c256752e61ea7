-- CreateIndex
CREATE INDEX "attachment_file_id_idx" ON "attachment"("file_id");

-- CreateIndex
CREATE INDEX "attachment_thumbnail_id_idx" ON "attachment"("thumbnail_id");
