import { problem } from '~/domain/problem'
import { apiActor } from '~/features/auth/api-actor.server'
import { addAnswerFile } from '~/features/bookings/answer-files/add.server'
import { getResource } from '~/features/catalogue/queries.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { answer, jsonApi, readUpload, refuse, refuseFor, signedIn } from '~/platform/json-api'
import { paths } from '~/platform/paths'

/** Takes a file that is to answer a question; its id is the answer of the booking that follows. */
export const loader = jsonApi({
  POST: async ({ request, params }) => {
    const actor = signedIn(request, await apiActor(request), ['book'])
    const resource = await getResource(params.id ?? '', actor)
    if (!resource) return refuse(request, 'not_found')
    const { text: questionId, file } = await readUpload(request, 'questionId')
    const asked = (await currentQuestions(resource.id)).questions.find(({ id }) => id === questionId)
    if (asked?.kind !== 'file') return refuseFor(request, [problem('field_invalid', { field: 'questionId', rule: 'choice' })])
    const outcome = await addAnswerFile(actor, { resourceId: resource.id, questionId }, file, new Date())
    if (!outcome.ok) return refuseFor(request, outcome.problems)
    const { id } = outcome.value
    return answer({ id, name: file.name }, { status: 201, headers: { Location: paths.answerFile(id) } })
  },
})
export const action = loader
