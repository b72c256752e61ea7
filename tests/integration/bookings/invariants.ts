import { expect } from 'vitest'
import { BOOKING_STATUSES, holdsSlot } from '~/domain/booking/states'
import { db } from '~/platform/db.server'

/** Walks the whole database: what must always hold, holds. `now` decides which holds have lapsed. */
export async function expectInvariants(now: Date): Promise<void> {
  const holding = BOOKING_STATUSES.filter((each) => each !== 'pending' && holdsSlot(each, 'hold'))
  const free = BOOKING_STATUSES.filter((each) => !holdsSlot(each, 'hold'))
  const broken = await db.$queryRaw<{ rule: string; id: string }[]>`
    SELECT 'units overlap' AS rule, a.id::text AS id
      FROM allocation a JOIN allocation b ON a.id < b.id AND a.resource_id = b.resource_id AND a.unit = b.unit
       AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    UNION ALL
    SELECT 'unit beyond capacity', a.id::text FROM allocation a JOIN resource r ON r.id = a.resource_id WHERE a.unit > r.capacity
    UNION ALL
    SELECT 'holding state without allocation', i.id::text
      FROM booking b JOIN booking_item i ON i.booking_id = b.id
     WHERE (b.status::text = ANY (${holding}) OR (b.status = 'pending' AND b.hold_mode = 'hold' AND b.hold_expires_at > ${now}))
       AND (SELECT count(*) FROM allocation a WHERE a.item_id = i.id AND a.resource_id = i.resource_id) <> i.quantity
    UNION ALL
    SELECT 'allocation without holding state', a.id::text
      FROM allocation a JOIN booking_item i ON i.id = a.item_id JOIN booking b ON b.id = i.booking_id
     WHERE b.status::text = ANY (${free}) OR (b.status = 'pending' AND b.hold_mode = 'compete')
    UNION ALL
    SELECT 'presence without holding state', p.id::text
      FROM presence p JOIN booking_item i ON i.id = p.item_id JOIN booking b ON b.id = i.booking_id
     WHERE b.status::text = ANY (${free})
    UNION ALL
    SELECT 'seat without presence', t.session_id::text
      FROM training_seat t JOIN training_session s ON s.id = t.session_id
     WHERE t.status = 'booked' AND s.status = 'offered'
       AND NOT EXISTS (SELECT 1 FROM presence p WHERE p.session_id = s.id AND p.person_id = t.person_id AND p.starts_at = s.starts_at AND p.ends_at = s.ends_at)
    UNION ALL
    SELECT 'presence at a training without a seat', p.id::text
      FROM presence p JOIN training_session s ON s.id = p.session_id
     WHERE s.status = 'cancelled'
        OR (p.person_id <> s.trainer_id
          AND NOT EXISTS (SELECT 1 FROM training_seat t WHERE t.session_id = s.id AND t.person_id = p.person_id AND t.status <> 'cancelled'))
    UNION ALL
    SELECT 'person on two campuses', a.id::text
      FROM presence a JOIN presence b ON a.id < b.id AND a.person_id = b.person_id AND a.campus_id <> b.campus_id
       AND a.attended AND b.attended AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
    UNION ALL
    SELECT 'booking without audit row', b.id::text FROM booking b
     WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.subject_id = b.id::text AND e.action = 'booking.created')
    UNION ALL
    SELECT 'pending booking nobody is asked about', b.id::text FROM booking b
     WHERE b.status = 'pending' AND NOT EXISTS (
       SELECT 1 FROM approval_request q JOIN approval_open_step s ON s.request_id = q.id
        WHERE q.subject_id = b.id AND q.status = 'pending')
    UNION ALL
    SELECT 'open step of a closed request', s.request_id::text
      FROM approval_open_step s JOIN approval_request q ON q.id = s.request_id WHERE q.status <> 'pending'
    UNION ALL
    SELECT 'offer to somebody who has none', a.id::text FROM allocation a JOIN wait w ON w.id = a.wait_id
     WHERE w.status <> 'offered' OR a.expires_at IS DISTINCT FROM w.offer_expires_at
    UNION ALL
    SELECT 'offer that holds nothing', w.id::text FROM wait w
     WHERE w.status = 'offered' AND w.offer_expires_at > ${now} AND NOT EXISTS (SELECT 1 FROM allocation a WHERE a.wait_id = w.id)
    UNION ALL
    SELECT 'wait without its audit row', w.id::text FROM wait w
     WHERE NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.subject_id = w.id::text
                          AND e.action = CASE w.status WHEN 'waiting' THEN 'wait.joined' ELSE 'wait.' || w.status::text END)
    UNION ALL
    SELECT 'held item whose person is not there', i.id::text
      FROM booking b JOIN booking_item i ON i.booking_id = b.id
     WHERE b.status IN ('approved', 'in_use') AND i.status IN ('not_started', 'in_use') AND i.attendance = 'whole' AND i.starts_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM training_session s WHERE s.booking_id = b.id)
       AND NOT EXISTS (SELECT 1 FROM presence p WHERE p.item_id = i.id AND p.starts_at = i.starts_at AND p.ends_at = i.ends_at)
    UNION ALL
    SELECT 'allocation that does not cover its item', a.id::text
      FROM allocation a JOIN booking_item i ON i.id = a.item_id JOIN booking b ON b.id = i.booking_id
     WHERE b.status IN ('pending', 'approved') AND i.status IN ('not_started', 'in_use') AND i.starts_at IS NOT NULL AND (a.starts_at > i.starts_at OR a.ends_at < i.ends_at)
    UNION ALL
    SELECT 'use that is not what its item says', u.id::text FROM usage_record u JOIN booking_item i ON i.id = u.item_id WHERE u.status <> i.status
    UNION ALL
    SELECT 'use whose fact happened twice', e.id::text FROM usage_event e JOIN usage_event o ON o.record_id = e.record_id AND o.id < e.id
       AND (o.kind, o.source, o.at) = (e.kind, e.source, e.at) AND e.source = 'phone'
    UNION ALL
    SELECT 'booking that is not what its items say', b.id::text FROM booking b
     WHERE b.status IN ('in_use', 'no_show') AND NOT EXISTS (
       SELECT 1 FROM booking_item i WHERE i.booking_id = b.id AND (i.status::text = b.status::text OR (b.status = 'in_use' AND i.status = 'completed')))
    UNION ALL
    SELECT 'end without its audit row', b.id::text FROM booking b
     WHERE b.status IN ('cancelled', 'declined', 'expired')
       AND NOT EXISTS (SELECT 1 FROM audit_event e WHERE e.subject_id = b.id::text AND e.action = 'booking.' || b.status::text)
    UNION ALL
    SELECT 'offer of a closed change', a.id::text FROM allocation a JOIN booking_change c ON c.id = a.change_id WHERE c.status <> 'pending'`
  expect(broken).toEqual([])
}
