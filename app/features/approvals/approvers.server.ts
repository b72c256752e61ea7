import { db } from '~/platform/db.server'

export type Waiting = { personId: string; requestId: string; stepId: string }

/**
 * Who may decide what waits on a subject now, by role and scope, leaving out those who ask. Somebody
 * who may decide several steps is named once, with the first.
 */
export async function approversOf(subjectId: string, now: Date): Promise<Waiting[]> {
  return db.$queryRaw<Waiting[]>`
    SELECT g.person_id::text AS "personId", q.id::text AS "requestId", min(s.step_id) AS "stepId"
      FROM approval_request q
      JOIN approval_open_step s ON s.request_id = q.id
      JOIN role_grant g ON g.role = s.role AND CASE
             WHEN g.role = 'chair' OR g.scope_kind = 'university' THEN g.university_id = s.university_id
             WHEN g.scope_kind = 'lab' THEN g.lab_id = s.lab_id
             ELSE true END
      JOIN person p ON p.id = g.person_id AND p.status = 'active'
     WHERE q.subject_id = ${subjectId}::uuid AND q.status = 'pending'
       AND g.starts_at <= ${now} AND (g.ends_at IS NULL OR g.ends_at > ${now})
       AND NOT g.person_id = ANY (q.requester_ids)
     GROUP BY g.person_id, q.id
     ORDER BY g.person_id`
}
