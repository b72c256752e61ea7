import type { Tx } from '~/platform/db.server'

/** Waiting requests about the subjects are now asked by somebody else, who may not decide them. */
export async function passOnRequests(tx: Tx, subjectIds: readonly string[], { from, to }: { from: string; to: string }): Promise<void> {
  await tx.$executeRaw`
    UPDATE approval_request
       SET requester_ids = array_replace(requester_ids, ${from}::uuid, ${to}::uuid),
           requester_id = CASE WHEN requester_id = ${from}::uuid THEN ${to}::uuid ELSE requester_id END,
           version = version + 1
     WHERE subject_id = ANY (${[...subjectIds]}::uuid[]) AND status = 'pending'`
}
