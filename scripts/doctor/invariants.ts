import { BOOKING_STATUSES, holdsSlot } from '~/domain/booking/states'

/**
 * What must hold of every booking, whatever was done to it: each rule finds the rows that break it. `$1` is the
 * instant (which holds have lapsed), `$2` from when on rows are looked at; '-infinity' is all of them. Tests look
 * after every history, the doctor at what is recent.
 */
export type Invariant = { rule: string; sql: string }

const listed = (statuses: readonly string[]) => statuses.map((each) => `'${each}'`).join(', ')
const HOLDING = listed(BOOKING_STATUSES.filter((each) => each !== 'pending' && holdsSlot(each, 'hold')))
const FREE = listed(BOOKING_STATUSES.filter((each) => !holdsSlot(each, 'hold')))
const ITEMS = 'booking b JOIN booking_item i ON i.booking_id = b.id'
const HELD = 'allocation a JOIN booking_item i ON i.id = a.item_id JOIN booking b ON b.id = i.booking_id'

export const INVARIANTS: readonly Invariant[] = [
  {
    rule: 'units overlap',
    sql: `SELECT a.id::text FROM allocation a JOIN allocation b ON a.id < b.id AND a.resource_id = b.resource_id AND a.unit = b.unit
             AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at) WHERE a.ends_at > $2`,
  },
  {
    rule: 'unit beyond capacity',
    sql: 'SELECT a.id::text FROM allocation a JOIN resource r ON r.id = a.resource_id WHERE a.unit > r.capacity AND a.ends_at > $2',
  },
  {
    rule: 'holding state without allocation',
    sql: `SELECT i.id::text FROM ${ITEMS}
           WHERE i.ends_at > $2 AND (b.status IN (${HOLDING}) OR (b.status = 'pending' AND b.hold_mode = 'hold' AND b.hold_expires_at > $1))
             AND (SELECT count(*) FROM allocation a WHERE a.item_id = i.id AND a.resource_id = i.resource_id) <> i.quantity`,
  },
  {
    rule: 'allocation without holding state',
    sql: `SELECT a.id::text FROM ${HELD} WHERE a.ends_at > $2 AND (b.status IN (${FREE}) OR (b.status = 'pending' AND b.hold_mode = 'compete'))`,
  },
  {
    rule: 'allocation that does not cover its item',
    sql: `SELECT a.id::text FROM ${HELD}
           WHERE a.ends_at > $2 AND b.status IN ('pending', 'approved') AND i.status IN ('not_started', 'in_use') AND i.starts_at IS NOT NULL AND (a.starts_at > i.starts_at OR a.ends_at < i.ends_at)
             AND a.resource_id IS DISTINCT FROM i.operator_id`,
  },
  {
    rule: 'promised operator who is not held',
    sql: `SELECT i.id::text FROM ${ITEMS}
           WHERE i.ends_at > $2 AND b.status IN ('approved', 'in_use') AND i.status IN ('not_started', 'in_use') AND i.operator_id IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.item_id = i.id AND a.resource_id = i.operator_id)`,
  },
  {
    rule: 'operator held for nobody',
    sql: `SELECT a.id::text FROM allocation a JOIN booking_item i ON i.id = a.item_id JOIN operator o ON o.resource_id = a.resource_id
           WHERE a.ends_at > $2 AND i.operator_id IS DISTINCT FROM a.resource_id AND i.resource_id <> a.resource_id`,
  },
  {
    rule: 'presence without holding state',
    sql: `SELECT p.id::text FROM presence p JOIN booking_item i ON i.id = p.item_id JOIN booking b ON b.id = i.booking_id
           WHERE p.ends_at > $2 AND b.status IN (${FREE})`,
  },
  {
    rule: 'held item whose person is not there',
    sql: `SELECT i.id::text FROM ${ITEMS}
           WHERE i.ends_at > $2 AND b.status IN ('approved', 'in_use') AND i.status IN ('not_started', 'in_use') AND i.attendance = 'whole' AND i.starts_at IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM training_session s WHERE s.booking_id = b.id)
             AND NOT EXISTS (SELECT 1 FROM presence p WHERE p.item_id = i.id AND p.starts_at = i.starts_at AND p.ends_at = i.ends_at)`,
  },
  {
    rule: 'person on two campuses',
    sql: `SELECT a.id::text FROM presence a JOIN presence b ON a.id < b.id AND a.person_id = b.person_id AND a.campus_id <> b.campus_id
             AND a.attended AND b.attended AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at) WHERE a.ends_at > $2`,
  },
  {
    rule: 'seat without presence',
    sql: `SELECT t.session_id::text AS id FROM training_seat t JOIN training_session s ON s.id = t.session_id
           WHERE s.ends_at > $2 AND t.status = 'booked' AND s.status = 'offered'
             AND NOT EXISTS (SELECT 1 FROM presence p WHERE p.session_id = s.id AND p.person_id = t.person_id AND p.starts_at = s.starts_at AND p.ends_at = s.ends_at)`,
  },
  {
    rule: 'presence at a training without a seat',
    sql: `SELECT p.id::text FROM presence p JOIN training_session s ON s.id = p.session_id
           WHERE p.ends_at > $2 AND (s.status = 'cancelled' OR (p.person_id <> s.trainer_id
             AND NOT EXISTS (SELECT 1 FROM training_seat t WHERE t.session_id = s.id AND t.person_id = p.person_id AND t.status <> 'cancelled')))`,
  },
  {
    rule: 'use that is not what its item says',
    sql: 'SELECT u.id::text FROM usage_record u JOIN booking_item i ON i.id = u.item_id WHERE u.updated_at > $2 AND u.status <> i.status',
  },
  {
    rule: 'use whose fact happened twice',
    sql: `SELECT e.id::text FROM usage_event e JOIN usage_event o ON o.record_id = e.record_id AND o.id < e.id
             AND (o.kind, o.source, o.at) = (e.kind, e.source, e.at) WHERE e.source = 'phone' AND e.at > $2`,
  },
  {
    rule: 'booking that is not what its items say',
    sql: `SELECT b.id::text FROM booking b WHERE b.updated_at > $2 AND b.status IN ('in_use', 'no_show')
             AND NOT EXISTS (SELECT 1 FROM booking_item i WHERE i.booking_id = b.id
                                AND (i.status::text = b.status::text OR (b.status = 'in_use' AND i.status = 'completed')))`,
  },
  {
    rule: 'booking without audit row',
    sql: `SELECT b.id::text FROM booking b WHERE b.updated_at > $2
             AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.subject_kind = 'booking' AND e.subject_id = b.id::text AND e.action = 'booking.created')`,
  },
  {
    rule: 'end without its audit row',
    sql: `SELECT b.id::text FROM booking b WHERE b.updated_at > $2 AND b.status IN ('cancelled', 'declined', 'expired')
             AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.subject_kind = 'booking' AND e.subject_id = b.id::text AND e.action IN ('booking.' || b.status::text, 'approval.' || b.status::text))`,
  },
  {
    rule: 'pending booking nobody is asked about',
    sql: `SELECT b.id::text FROM booking b WHERE b.updated_at > $2 AND b.status = 'pending' AND (b.hold_expires_at IS NULL OR b.hold_expires_at > $1)
             AND NOT EXISTS (SELECT 1 FROM approval_request q JOIN approval_open_step s ON s.request_id = q.id WHERE q.subject_id = b.id AND q.status = 'pending')`,
  },
  {
    rule: 'open step of a closed request',
    sql: `SELECT s.request_id::text AS id FROM approval_open_step s JOIN approval_request q ON q.id = s.request_id WHERE q.status <> 'pending'`,
  },
  {
    rule: 'offer to somebody who has none',
    sql: `SELECT a.id::text FROM allocation a JOIN wait w ON w.id = a.wait_id WHERE w.status <> 'offered' OR a.expires_at IS DISTINCT FROM w.offer_expires_at`,
  },
  {
    rule: 'offer that holds nothing',
    sql: `SELECT w.id::text FROM wait w WHERE w.status = 'offered' AND w.offer_expires_at > $1 AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.wait_id = w.id)`,
  },
  {
    rule: 'wait without its audit row',
    sql: `SELECT w.id::text FROM wait w WHERE w.updated_at > $2
             AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.subject_kind = 'wait' AND e.subject_id = w.id::text
                                AND e.action = CASE w.status WHEN 'waiting' THEN 'wait.joined' ELSE 'wait.' || w.status::text END)`,
  },
  {
    rule: 'offer of a closed change',
    sql: `SELECT a.id::text FROM allocation a JOIN booking_change c ON c.id = a.change_id WHERE c.status <> 'pending'`,
  },
]

/** One query for all of them: `{ rule, id }` of everything that is broken; empty is what it should be. */
export const allInvariants = (): string =>
  INVARIANTS.map(({ rule, sql }) => `SELECT '${rule}' AS rule, f.id FROM (${withTypes(sql)}) f`).join('\nUNION ALL\n')

/** One of them, with as many rows as are worth naming. Every parameter is mentioned, as the protocol wants it. */
export const oneInvariant = ({ sql }: Invariant, limit: number): string =>
  `SELECT f.id FROM (${withTypes(sql)}) f WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL LIMIT ${limit}`

const withTypes = (sql: string) => sql.replaceAll('$1', '$1::timestamptz').replaceAll('$2', '$2::timestamptz')
