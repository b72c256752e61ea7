-- What a group or a project has booked: hours left, quoted costs, what its leader steers. Bookings that no
-- group carries stay out of them.
CREATE INDEX booking_group ON booking (group_id) WHERE group_id IS NOT NULL;
CREATE INDEX booking_project ON booking (project_id) WHERE project_id IS NOT NULL;
-- Bookings of others that a group pays a share of.
CREATE INDEX booking_payers ON booking USING gin (payers jsonb_path_ops) WHERE payers IS NOT NULL;
