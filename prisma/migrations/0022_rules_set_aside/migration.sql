-- The rules that somebody set aside for a booking, with the reason: { reason, byId, rules: [code] }.
ALTER TABLE booking ADD COLUMN rules_set_aside jsonb;
