-- What a group or a project has booked: hours left, quoted costs, what its leader steers.
CREATE INDEX "booking_group_id_idx" ON "booking"("group_id");
CREATE INDEX "booking_project_id_idx" ON "booking"("project_id");
-- Bookings of others that a group pays a share of.
CREATE INDEX booking_payers ON booking USING gin (payers jsonb_path_ops) WHERE payers IS NOT NULL;
