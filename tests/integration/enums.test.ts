import { expect, it } from 'vitest'
import { GRANT_ROLES } from '~/domain/access/grammar'
import { ATTENDANCES, RESOURCE_MODES } from '~/domain/booking/facts'
import { LAB_ACCESS, LAB_LEVELS, LAB_OWNER_ROLES, RATED_CLASSES, RESOURCE_STATUSES, SHARE_SCOPES } from '~/domain/catalogue/classes'
import { BOOKING_STATUSES, HOLD_MODES, ITEM_STATUSES, PURPOSES } from '~/domain/booking/states'
import { CONDUCT_KINDS, CONDUCT_SCOPES, CONSEQUENCE_STATUSES, EFFECTS } from '~/domain/conduct/kinds'
import { ACHIEVEMENT_KINDS } from '~/domain/usage/achievement'
import { ORDER_STATUSES, SAMPLE_STATES } from '~/domain/orders/states'
import { BENEFICIARIES, OPERATIONS, USE_FACT_KINDS, USE_SOURCES } from '~/domain/usage/facts'
import { INCIDENT_SEVERITIES } from '~/domain/incidents/severity'
import { INTAKE_KINDS } from '~/domain/intake/fields'
import { WAIT_STATUSES } from '~/domain/booking/waiting'
import { PROJECT_KINDS, PROJECT_ROLES } from '~/domain/people/project'
import { ORIGIN_CLASSES } from '~/domain/pricing/quote'
import { GROUP_ROLES } from '~/features/people/groups/schema'
import { db } from '~/platform/db.server'

const UNIONS: Record<string, readonly string[]> = {
  BookingStatus: BOOKING_STATUSES,
  HoldMode: HOLD_MODES,
  Purpose: PURPOSES,
  OriginClass: ORIGIN_CLASSES,
  ResourceMode: RESOURCE_MODES,
  Attendance: ATTENDANCES,
  Role: GRANT_ROLES,
  LabLevel: LAB_LEVELS,
  LabAccess: LAB_ACCESS,
  LabOwnerRole: LAB_OWNER_ROLES,
  RatedClass: RATED_CLASSES,
  ResourceStatus: RESOURCE_STATUSES,
  ShareScope: SHARE_SCOPES,
  ProjectKind: PROJECT_KINDS,
  ProjectRole: PROJECT_ROLES,
  GroupRole: GROUP_ROLES,
  WaitStatus: WAIT_STATUSES,
  ItemStatus: ITEM_STATUSES,
  UseFactKind: USE_FACT_KINDS,
  UseSource: USE_SOURCES,
  Beneficiary: BENEFICIARIES,
  Operation: OPERATIONS,
  ConductKind: CONDUCT_KINDS,
  ConductScope: CONDUCT_SCOPES,
  ConductEffect: EFFECTS,
  ConsequenceStatus: CONSEQUENCE_STATUSES,
  AchievementKind: ACHIEVEMENT_KINDS,
  OrderStatus: ORDER_STATUSES,
  SampleState: SAMPLE_STATES,
  IncidentSeverity: INCIDENT_SEVERITIES,
  IntakeKind: INTAKE_KINDS,
}

it('the database’s enums and the domain’s unions are the same', async () => {
  const rows = await db.$queryRaw<{ name: string; labels: string[] }[]>`
    SELECT t.typname AS name, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels
      FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typname = ANY (${Object.keys(UNIONS)}) GROUP BY 1`
  expect(Object.fromEntries(rows.map((each) => [each.name, each.labels]))).toEqual(UNIONS)
})
