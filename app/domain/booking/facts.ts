import type { Belonging } from '~/domain/affiliation/belonging'
import type { AnswerFiles, Answers, QuestionSet } from '~/domain/booking/questions'
import type { RoomFacts } from '~/domain/booking/room-limit'
import type { Purpose } from '~/domain/booking/states'
import type { InForce } from '~/domain/conduct/in-force'
import type { HeldFacts, RuleBook } from '~/domain/eligibility/facts'
import type { ProjectFacts } from '~/domain/people/project'
import type { ListPrice } from '~/domain/pricing/quote'
import type { ShareScope } from '~/domain/problem'
import type { OpeningException, OpeningSchedule } from '~/domain/scheduling/opening'
import type { ShareFacts } from '~/domain/scheduling/hour-shares'
import type { Policy } from '~/domain/scheduling/policy'
import type { QuotaUse } from '~/domain/scheduling/quota'
import type { CampusPlace, RailLeg } from '~/domain/scheduling/travel'
import type { Period } from '~/domain/time/interval'
import type { CalendarDay } from '~/domain/time/working-calendar'

export const RESOURCE_MODES = ['self_operation', 'assisted_booking', 'entrusted_test', 'remote'] as const
export type ResourceMode = (typeof RESOURCE_MODES)[number]

export const ATTENDANCES = ['whole', 'ends', 'none'] as const
export type Attendance = (typeof ATTENDANCES)[number]

export type TakenFact = Period & {
  allocationId: string
  resourceId: string
  unit: number
  cause: 'booking' | 'maintenance' | 'closure' | 'offer'
}

/** What is known of a resource around a wished period, read after the lock. */
export type ResourceFacts = {
  id: string
  labId: string
  universityId: string
  campusId: string
  kindId: string
  roomId: string | null
  hazardClass: string | null
  /** Of the room, 1 (the most dangerous) to 4; null: not assessed, or in no room. */
  safetyLevel: number | null
  status: 'draft' | 'active' | 'retired'
  /** Booked in the owner's own system at this address, not here. */
  externalUrl: string | null
  capacity: number
  modes: ResourceMode[]
  shareScope: ShareScope
  needsQualification: boolean
  labAccess: 'open' | 'restricted'
  contact: string | null
  timeZone: string
  schedules: OpeningSchedule[]
  exceptions: OpeningException[]
  calendarDays: CalendarDay[]
  /** Effective today. */
  policy: Policy
  prices: ListPrice[]
  /** Persons who may decide for the lab. */
  managerIds: string[]
  coordinatorIds: string[]
  /** What is taken together with it: the resources inside, with all their units. */
  inside: { id: string; capacity: number }[]
  taken: TakenFact[]
}

/** Somebody who assists, around a wished period, read after the lock. */
export type OperatorFacts = Pick<ResourceFacts, 'id' | 'universityId' | 'timeZone' | 'schedules' | 'exceptions' | 'calendarDays' | 'taken'> & {
  /** Of the resources asked about. */
  runs: readonly string[]
  /** To bookings, in the weeks around. */
  promised: readonly Period[]
}

export type PresenceFact = Period & { campusId: string }

export type AttendeeFacts = {
  id: string
  status: 'unconfirmed' | 'awaiting_admission' | 'active' | 'suspended' | 'merged' | 'erased'
  homeUniversityId: string | null
  homeKind: string | null
  /** All that runs, the home among it; see domain/affiliation/belonging. */
  affiliations?: readonly Belonging[]
  /** Count of pending and approved bookings to come, by resource. */
  futureBookings: Record<string, number>
  /** Running memberships. A group that is not confirmed carries a booking only when it is asked for, and pays nothing. */
  groups: { id: string; universityId: string; isConfirmed?: boolean }[]
  presences: PresenceFact[]
} & HeldFacts

export type BookingFacts = {
  /** Null when no such person exists. */
  attendee: AttendeeFacts | null
  resources: Record<string, ResourceFacts>
  campuses: Record<string, CampusPlace & { nameZh: string; nameEn: string }>
  rail: RailLeg[]
  /** Of the project that the wish names: null when there is none of that id; undefined when none is named. */
  project?: ProjectFacts | null
  /** What the resources ask of those who use them. */
  rules: RuleBook
  /** Around the wish, of whoever bears its quotas; read only where a policy has any. */
  quotaUses?: QuotaUse[]
  /** By resource, what it asks of those who book it. */
  questions?: Record<string, QuestionSet>
  /** Who can run the resources, and by resource who is promised to the booking that is judged again; none: nobody is named. */
  operators?: { all: readonly OperatorFacts[]; kept: Readonly<Record<string, string>> }
  /** By resource, where its room holds only so many people. */
  rooms?: Record<string, RoomFacts>
  /** What is in force for the attendee because of how they used resources before. */
  conduct?: readonly InForce[]
  /** By resource, where the policy protects a share of the hours or sets a ceiling. */
  shares?: Record<string, ShareFacts>
}

export type WantedItem = {
  resourceId: string
  period: Period
  /** Null: the first mode that fits. */
  mode: ResourceMode | null
  quantity: number
  /** When the person wants to be there; nothing said: as little as the rules allow. */
  attendance?: Attendance | null
  /** Of a booking that is judged again: as much, or more where today's rules ask more. */
  keptAttendance?: Attendance
}

export type Wish = {
  items: WantedItem[]
  bookerId: string
  attendeeId: string
  /** True when the booker manages every resource asked for and vouches for the attendee. */
  isVouched: boolean
  /** What the person says of materials and hazards; empty: nothing; undefined: what was said before stands. */
  declaration?: string | null
  /** To the questions of the resources, by question; undefined: what was answered before stands. */
  answers?: Answers
  answerFiles?: AnswerFiles
  /** Undefined: not asked about, as when a booking is moved. */
  purpose?: Purpose
  /** Null: the first group of the attendee, if any. */
  groupId: string | null
  projectId: string | null
  /** All who come, the attendee among them; undefined or null: nobody else. */
  headCount?: number | null
  /** The group of a booking that is judged again; undefined for a new one. */
  heldGroupId?: string | null
}
