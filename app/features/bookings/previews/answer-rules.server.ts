import type { Actor } from '~/domain/access/permission'
import { done, refused } from '~/domain/problem'
import { answerPreviewed, type PreviewAnswer } from '~/features/bookings/previews/answer.server'
import { previewRules } from '~/features/bookings/previews/rules.server'
import type { KeptOwner } from '~/features/scheduling/owner.server'
import { judgeRules, saveRules } from '~/features/scheduling/policies/save.server'
import { rulesForm } from '~/features/scheduling/policies/schema'

/** The form of an owner's rules: what they would not have allowed is shown before they are saved. */
export async function answerRules(request: Request, actor: Actor, owner: KeptOwner, now: Date): Promise<{ saved: unknown } | PreviewAnswer> {
  return answerPreviewed(request, {
    name: 'rules',
    schema: rulesForm,
    preview: async (input) => {
      const { problems } = await judgeRules(owner, input, now)
      return problems.length > 0 ? refused(...problems) : done(await previewRules(owner, input.rules, now))
    },
    save: (input) => saveRules(actor, owner, input, now),
  })
}
