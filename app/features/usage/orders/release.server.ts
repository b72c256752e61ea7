import type { Actor } from '~/domain/access/permission'
import { type Outcome, problem, refused } from '~/domain/problem'
import { addDays, plainDateOf } from '~/domain/time/zone'
import { openOrder, type Stepped, stepped } from '~/features/usage/orders/open.server'
import type { ReleaseInput } from '~/features/usage/orders/schema'
import { takeStep } from '~/features/usage/orders/write.server'
import { fileNameProblem, storeFile } from '~/platform/files.server'

/** As large as other files that are taken in. */
export const MOST_RESULT_BYTES = 20_000_000
/** Practice keeps results for one to three months; none is kept for ever. */
export const LONGEST_KEPT_DAYS = 5 * 366
export const USUALLY_KEPT_DAYS = 90

/** Hands over the result, by link or as a file, until a day after which it is deleted. A file is never opened here: it is only ever downloaded. */
export async function releaseOrder(
  actor: Actor, orderId: string, input: ReleaseInput, now: Date, file: { name: string; bytes: Uint8Array } | null = null,
): Promise<Outcome<Stepped>> {
  const wrong = (field: string, rule: string) => refused(problem('field_invalid', { field, rule }))
  if (input.link && file) return wrong('file', 'orders.rules.link_or_file')
  if (file !== null) {
    const name = fileNameProblem(file.name)
    if (name !== null) return wrong('file', `listing.rules.${name}`)
    if (file.bytes.length === 0) return wrong('file', 'listing.rules.file_missing')
    if (file.bytes.length > MOST_RESULT_BYTES) return wrong('file', 'listing.rules.file_large')
  }
  if (!input.link && file === null) return wrong('link', 'orders.rules.link_or_file')
  return openOrder(actor, orderId, { step: 'release', result: input.link ?? file?.name ?? null }, { version: input.version, now }, async (tx, order, to) => {
    const today = plainDateOf(now, order.timeZone)
    if (input.until <= today) return wrong('until', 'orders.rules.until_past')
    if (input.until > addDays(today, LONGEST_KEPT_DAYS)) return wrong('until', 'orders.rules.until_long')
    const stored = file && (await storeFile(tx, { bytes: file.bytes, contentType: 'application/octet-stream', fileName: file.name, createdById: actor.personId }))
    await takeStep(tx, order, {
      step: 'release', to, actorId: actor.personId, now, reason: input.note || null,
      data: { resultLink: input.link ?? null, resultFileId: stored?.id ?? null, resultUntil: new Date(`${input.until}T00:00:00Z`), readyAt: now },
      audit: { by: stored ? 'file' : 'link', until: input.until },
    })
    return stepped(order, to)
  })
}
