-- When the owner took it into its books; the returns to the ministries ask for it.
ALTER TABLE "resource" ADD COLUMN "acquired_on" DATE;

-- Set with the row's change of the catalogue, so that a killed run goes on where it stopped.
ALTER TABLE "inventory_import_row" ADD COLUMN "applied_at" TIMESTAMPTZ(3);

CREATE INDEX "inventory_import_row_applied_idx" ON "inventory_import_row" ("resource_id", "applied_at" DESC) WHERE "applied_at" IS NOT NULL;

-- The same number twice in one file is found by this.
CREATE INDEX "inventory_import_row_asset_number_idx" ON "inventory_import_row" ("import_id", "asset_number");
