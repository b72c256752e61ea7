import { orderMail } from '~/features/jobs/order-mail.server'
import type { RIGHT_MAILS } from '~/features/jobs/schema'
import type { Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

type Told = {
  kind: (typeof RIGHT_MAILS)[number]
  personId: string
  subjectId: string
  /** Of the row after the change, so that each change is told once. */
  version: number | string
  actorId: string
}

/** What takes a right along, so that labs are told of the bookings it leaves without one. */
const TAKES = ['qualification-suspended', 'qualification-revoked', 'admission-revoked', 'certificate-withdrawn']

/** Tells the holder what became of a qualification, an admission or a certificate, in the transaction of the change. */
export async function tellOfRight(tx: Tx, { kind, personId, subjectId, version, actorId }: Told): Promise<void> {
  const key = `${kind}:${subjectId}:${version}`
  await orderMail(tx, { key, kind, personId, rightId: subjectId })
  if (TAKES.includes(kind)) await addJob(tx, 'tell-of-refused-bookings', { key, personId, actorId }, { key })
}
