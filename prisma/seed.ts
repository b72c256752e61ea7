import type { Prisma } from '~/platform/generated/prisma/client'
import { db } from '~/platform/db.server'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { alliance, fingerprint } from './seed-parts/data'
import { seedDemoChains } from './seed-parts/demo-chains'
import { demoCalendar } from './seed-parts/demo-calendar'
import { seedDemoConduct } from './seed-parts/demo-conduct'
import { castBookings } from './seed-parts/demo-casting'
import { writeBookings, writeOutages } from './seed-parts/demo-history'
import { seedDemoAffiliations } from './seed-parts/demo-affiliations'
import { seedDemoGroups } from './seed-parts/demo-groups'
import { confirmDemoLabs, demoPeople, seedDemoPeople } from './seed-parts/demo-people'
import { seedDemoLogbook } from './seed-parts/demo-logbook'
import { seedDemoOperators } from './seed-parts/demo-operators'
import { seedDemoOrders } from './seed-parts/demo-orders'
import { seedDemoTraining } from './seed-parts/demo-training'
import { seedDemoUses } from './seed-parts/demo-uses'
import { demoResources, seedDemoResources } from './seed-parts/demo-resources'
import { seedFoundation, seedLabs } from './seed-parts/foundation'
import { Given } from './seed-parts/given'

export type SeedOptions = {
  demo: boolean
  demoPassword: string
  now: Date
  log: (line: string) => void
}

type Mode = 'demo' | 'real'
/** What the last seed left behind: the data of its release, and whether the demo was poured in. */
type SeedState = { fingerprint: string; mode: Mode }

const STATE_KEY = 'seed'
const LOCK = 'alliance.seed'
const ZONE = 'Asia/Shanghai'
/** Demo resources, rules and accounts exist from so many days before today. */
const DEMO_SINCE_DAYS = 120
const PATIENT = { maxWait: 30_000, timeout: 180_000 }

/**
 * Fills a migrated database with what it needs to begin, and brings in what a newer release adds.
 * Safe to repeat and to interrupt: one transaction, once at a time. What an operator has edited or
 * removed stays so. Throws when a demo database is started for real work, or the other way round.
 */
export async function seed(options: SeedOptions): Promise<void> {
  const state = await readState(db)
  if (state?.fingerprint === fingerprint && state.mode === modeOf(options)) return
  await db.$transaction(async (tx) => {
    await lock(tx)
    await fill(tx, options)
  }, PATIENT)
}

/** Empties a demo database and fills it anew around today; refuses any other database. */
export async function resetDemo(options: SeedOptions): Promise<void> {
  await db.$transaction(async (tx) => {
    await lock(tx)
    const state = await readState(tx)
    if (!options.demo || (state && state.mode !== 'demo')) {
      throw new Error('Only a demo database can be renewed; this one holds real data.')
    }
    options.log('Removing the old demo data')
    await empty(tx)
    await fill(tx, options)
  }, PATIENT)
}

const modeOf = ({ demo }: SeedOptions): Mode => (demo ? 'demo' : 'real')

async function lock(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${LOCK}, 0))`
}

async function readState(tx: Pick<Prisma.TransactionClient, 'setting'>): Promise<SeedState | null> {
  const row = await tx.setting.findUnique({ where: { key: STATE_KEY } })
  const value = row?.value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const mode = value.mode === 'demo' ? 'demo' : 'real'
  return { mode, fingerprint: typeof value.fingerprint === 'string' ? value.fingerprint : '' }
}

async function fill(tx: Prisma.TransactionClient, options: SeedOptions): Promise<void> {
  const before = await readState(tx)
  await refuseMixing(tx, before, options)
  const given = await Given.read(tx)
  options.log(`Seeding the alliance: ${alliance.universities.length} universities`)
  await seedFoundation(tx, given)
  if (options.demo) {
    await seedLabs(tx, given, (lab) => lab.confidence === 'illustrative')
    const [isNew] = given.fresh('demo', ['content'], (each) => each)
    if (isNew) await fillDemo(tx, options)
  }
  await given.write(tx)
  const value: SeedState = { fingerprint, mode: modeOf(options) }
  await tx.setting.upsert({ where: { key: STATE_KEY }, create: { key: STATE_KEY, value }, update: { value } })
}

async function fillDemo(tx: Prisma.TransactionClient, options: SeedOptions): Promise<void> {
  const { now } = options
  const since = startOfDay(addDays(plainDateOf(now, ZONE), -DEMO_SINCE_DAYS), ZONE)
  const resources = demoResources()
  options.log(`Seeding the demo: ${demoPeople.length} accounts, ${resources.length} illustrative resources`)
  await confirmDemoLabs(tx, since)
  await seedDemoResources(tx, resources, since)
  await seedDemoPeople(tx, { ...options, since })
  await seedDemoOperators(tx, { since })
  await seedDemoGroups(tx, { now, since })
  await seedDemoChains(tx, { since })
  await seedDemoAffiliations(tx, { now, since })

  const calendar = demoCalendar(resources, now)
  await writeOutages(tx, calendar.outages, now)
  await writeBookings(tx, castBookings(calendar.planned, now, since))
  await seedDemoTraining(tx, { now, since })
  await seedDemoUses(tx, { now, since })
  await seedDemoOrders(tx, { now, since })
  await seedDemoConduct(tx, { now, since })
  await seedDemoLogbook(tx, { now })
  options.log(`Seeding the demo: ${calendar.planned.length} bookings around today`)
}

/** Demo accounts have a password everybody knows: they and real people never share a database. */
async function refuseMixing(
  tx: Prisma.TransactionClient,
  before: SeedState | null,
  options: SeedOptions,
): Promise<void> {
  if (before?.mode === 'demo' && !options.demo) {
    throw new Error(
      'This database was filled in demo mode and holds accounts with a public password. ' +
        'Use an empty database for real work, or start with DEMO=1.',
    )
  }
  if (before?.mode === 'real' && options.demo && (await tx.person.count()) > 0) {
    throw new Error(
      'This database holds real accounts and is not filled with demo data. ' +
        'Start without DEMO=1, or use an empty database for a demo.',
    )
  }
}

/** Removes every row but the record of migrations; append-only tables give way here alone. */
async function empty(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`
    DO $$
    DECLARE
      guarded text[];
      tables text;
      name text;
    BEGIN
      SELECT array_agg(format('%I.%I', n.nspname, c.relname)) INTO guarded
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = current_schema() AND c.relkind = 'r'
         AND EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal);
      SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') INTO tables
        FROM pg_tables WHERE schemaname = current_schema() AND tablename <> '_prisma_migrations';
      FOREACH name IN ARRAY coalesce(guarded, '{}') LOOP
        EXECUTE 'ALTER TABLE ' || name || ' DISABLE TRIGGER USER';
      END LOOP;
      EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY CASCADE';
      FOREACH name IN ARRAY coalesce(guarded, '{}') LOOP
        EXECUTE 'ALTER TABLE ' || name || ' ENABLE TRIGGER USER';
      END LOOP;
    END $$`
}
