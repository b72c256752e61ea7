import type { ChainStep } from '~/domain/booking/chain'
import type { Prisma } from '~/platform/generated/prisma/client'

const step = (resourceId: string, minutes: number, gapMinutes = 0): ChainStep => ({ resourceId, mode: null, quantity: 1, minutes, begins: 'after', gapMinutes })

/** What a lab proposes to book together: samples are made, cool down, and are measured. */
export async function seedDemoChains(tx: Prisma.TransactionClient, { since }: { since: Date }): Promise<void> {
  await tx.chainTemplate.create({
    data: {
      labId: 'scu-polymer',
      nameZh: '挤出制样、冷却后测流变（示例）',
      nameEn: 'Extrude samples, let them cool, measure their flow (demo)',
      steps: [step('scu-polymer-i03', 240), step('scu-polymer-i02', 120, 60)],
      createdAt: since,
    },
    select: { id: true },
  })
}
