import { createHash } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { refreshSearch } from '~/features/catalogue/refresh-search.server'
import { holdsOfContainers } from '~/features/catalogue/resources/holds.server'
import { judgeReferences } from '~/features/catalogue/resources/judge.server'
import type { ResourceInput } from '~/features/catalogue/resources/schema'
import { lockResources, resourceColumns } from '~/features/catalogue/resources/state.server'
import { assetTaken } from '~/features/catalogue/resources/update.server'
import { isUniqueViolation, transaction, type Tx } from '~/platform/db.server'

export type NewResource = {
  input: ResourceInput
  /** Of the form: a repeat finds what it made. */
  key: string
  /** The resource it was copied from; `copyPrices` takes over what that one costs today. */
  copyOf: string | null
  copyPrices: boolean
}

/** Makes a draft, which nobody but those who keep the catalogue sees until it is published. */
export async function createResource(actor: Actor, wanted: NewResource, now: Date): Promise<Outcome<{ id: string }>> {
  const id = newId('r', actor, wanted.key)
  try {
    return await transaction(async (tx): Promise<Outcome<{ id: string }>> => {
      // A repeat, or the same form sent from two windows: only its sender can come to this id.
      if ((await tx.resource.count({ where: { id } })) > 0) return done({ id })
      const { parentId } = wanted.input
      if (parentId !== null) await lockResources(tx, [parentId])
      const { problems, input } = await judgeReferences(tx, actor, wanted.input, null)
      if (problems.length > 0) return { ok: false, problems }
      const holds = parentId === null ? [] : await holdsOfContainers(tx, [parentId], now)
      if (holds.length > 0) return refused(problem('holds_in_the_way', { holds }))
      await tx.resource.create({
        data: {
          ...resourceColumns(input),
          id,
          status: 'draft',
          createdAt: now,
          tags: { create: input.tags.map((tagId) => ({ tagId })) },
          listedBy: { create: input.listedBy.map((labId) => ({ labId })) },
        },
        select: { id: true },
      })
      if (wanted.copyOf !== null && wanted.copyPrices) await copyPrices(tx, actor, wanted.copyOf, id, now)
      await refreshSearch(tx, { id })
      await record(tx, {
        actorId: actor.personId,
        action: 'resource.created',
        subjectKind: 'resource',
        subjectId: id,
        universityId: input.universityId,
        data: { changes: changesBetween({ formerNames: [], tags: [], listedBy: [], hazards: [] }, input), ...(wanted.copyOf && { copyOf: wanted.copyOf }) },
      })
      return done({ id })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return assetTaken()
  }
}

async function copyPrices(tx: Tx, actor: Actor, from: string, to: string, now: Date): Promise<void> {
  const source = await tx.resource.findUnique({
    where: { id: from },
    select: {
      labId: true,
      universityId: true,
      prices: {
        where: { validFrom: { lte: now }, OR: [{ validTo: null }, { validTo: { gt: now } }] },
        select: { originClass: true, mode: true, perHourFen: true },
      },
    },
  })
  if (source === null || !can(actor, 'update:resource', source)) return
  await tx.listPrice.createMany({ data: source.prices.map((price) => ({ ...price, resourceId: to, validFrom: now })) })
}

/** An id that the same person's same form always comes to, and nobody else's. */
export function newId(prefix: string, actor: Actor, key: string): string {
  return `${prefix}-${createHash('sha256').update(`${actor.personId} ${key}`).digest('hex').slice(0, 12)}`
}
