import { type Actor, can } from '~/domain/access/permission'
import { type UniversityChoice, universityChoices } from '~/features/people/queries.server'

/** The university whose people a coordinator looks after: the one asked for if it is theirs, else their first. */
export async function hostOf(actor: Actor, asked: string | null): Promise<{ host: UniversityChoice | null; hosts: UniversityChoice[] }> {
  const all = await universityChoices()
  const hosts = all.filter(({ id }) => can(actor, 'manage:affiliation', { universityId: id }))
  return { host: hosts.find(({ id }) => id === asked) ?? hosts.find(({ id }) => id === actor.homeUniversityId) ?? hosts[0] ?? null, hosts }
}
