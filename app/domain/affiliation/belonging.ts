/** Where somebody belongs at an instant: the home, and what is confirmed beside it. */
export type Belonging = {
  universityId: string
  kind: string
  isHome: boolean
  /** Of a partner organisation: the university only answers for them and is not theirs. */
  partnerId: string | null
}

/** A person as bookings know them; `affiliations` names the home too, and is absent where only the home is known. */
export type Belongs = {
  homeUniversityId: string | null
  homeKind: string | null
  affiliations?: readonly Belonging[]
}

/**
 * Whether the university counts as the person's own: it is the home, or they are there for a running
 * term in their own right. Through a partner nobody becomes a member's own.
 */
export function isOwnUniversity(person: Belongs, universityId: string): boolean {
  if (person.homeUniversityId === universityId) return true
  return inOwnRight(person).some((each) => each.universityId === universityId)
}

/** The universities that count as the person's own. */
export function ownUniversities(person: Belongs): string[] {
  const ids = inOwnRight(person).map((each) => each.universityId)
  return [...new Set(person.homeUniversityId === null ? ids : [person.homeUniversityId, ...ids])]
}

/** Whether the person is of a member university at all, and not of an enterprise. */
export function isOfMember(person: Belongs): boolean {
  if (person.homeUniversityId !== null && person.homeKind !== 'enterprise') return true
  return inOwnRight(person).some((each) => each.kind !== 'enterprise')
}

/** Whether the person comes from outside with a member answering for them. */
export function isOfPartner(person: Belongs): boolean {
  return (person.affiliations ?? []).some((each) => each.partnerId !== null)
}

/**
 * Which kind and university price lists and figures take the person for, seen from the university
 * that owns the resource: the owner's own where they belong there, else the home, else a university
 * where they stay in their own right, else what a partner makes of them.
 */
export function standsFor(person: Belongs, ownerId: string): { universityId: string | null; kind: string | null } {
  const own = inOwnRight(person)
  const here = own.find((each) => each.universityId === ownerId)
  // Being of an enterprise counts before any university.
  if (person.homeKind === 'enterprise') return { universityId: person.homeUniversityId, kind: 'enterprise' }
  if (person.homeUniversityId === ownerId) return { universityId: ownerId, kind: person.homeKind }
  if (here) return { universityId: ownerId, kind: here.kind }
  if (person.homeUniversityId !== null) return { universityId: person.homeUniversityId, kind: person.homeKind }
  const [elsewhere] = own
  if (elsewhere) return { universityId: elsewhere.universityId, kind: elsewhere.kind }
  const partner = (person.affiliations ?? []).find((each) => each.partnerId !== null)
  return { universityId: null, kind: partner?.kind ?? null }
}

const inOwnRight = ({ affiliations = [] }: Belongs) => affiliations.filter((each) => each.partnerId === null && !each.isHome)
