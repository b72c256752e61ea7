import { createHash } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import { canonicalJson } from '~/domain/booking/freeze'
import { done, type Outcome, refused } from '~/domain/problem'
import { answerForm } from '~/features/auth/answer-form.server'
import type { KeptOwner } from '~/features/scheduling/owner.server'
import { conductRulesForm, type RuleOwnerKind } from '~/features/usage/conduct/rules-form'
import { previewConductRules, type RulesPreview } from '~/features/usage/conduct/rules-page.server'
import { judgeConductRules, saveConductRules } from '~/features/usage/conduct/save-rules.server'
import { readForm } from '~/platform/http'

export type RulesAnswer = { errors: Record<string, string[]>; values: Record<string, string | undefined>; preview: RulesPreview | null; checked: string | null }

/** The form of an owner's rules: shown first, then published as exactly what was shown. */
export async function answerConductRules(request: Request, actor: Actor, owner: KeptOwner & { kind: RuleOwnerKind }, now: Date): Promise<{ saved: true } | RulesAnswer> {
  const posted = await readForm(request.clone())
  const values = Object.fromEntries([...posted].filter((each): each is [string, string] => typeof each[1] === 'string'))
  const answer = await answerForm(request, conductRulesForm, async (input): Promise<Outcome<{ preview: RulesPreview; checked: string } | null>> => {
    const checked = createHash('sha256').update(canonicalJson(JSON.parse(JSON.stringify(input)))).digest('hex').slice(0, 32)
    if (posted.get('do') === 'save' && posted.get('checked') === checked) {
      const saved = await saveConductRules(actor, owner, input, now)
      return saved.ok ? done(null) : saved
    }
    const { problems } = await judgeConductRules(owner, input, now)
    return problems.length > 0 ? refused(...problems) : done({ preview: await previewConductRules(actor, owner, input.rules, now), checked })
  })
  if (!answer.ok) return { errors: answer.reply.errors, values, preview: null, checked: null }
  return answer.value === null ? { saved: true } : { errors: {}, values, ...answer.value }
}
