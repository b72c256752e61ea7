import { hashPassword } from '~/features/auth/verify-password.server'
import type { AffiliationKind, Role, ScopeKind } from '~/platform/generated/prisma/enums'
import type { Prisma } from '~/platform/generated/prisma/client'
import { alliance, privacyNotice } from './data'
import { uuidOf } from './random'

type DemoGrant = { role: Role; scopeKind: ScopeKind; universityId?: string; labId?: string }

export type DemoPerson = {
  id: string
  email: string
  home: string
  kind: AffiliationKind
  nameZh: string
  nameEn: string
  locale: 'zh-CN' | 'en'
  grants: DemoGrant[]
}

const ofUniversity = (role: Role, universityId: string): DemoGrant => ({ role, scopeKind: 'university', universityId })
const ofLab = (role: Role, labId: string): DemoGrant => ({ role, scopeKind: 'lab', labId })
const ofAlliance = (role: Role, universityId?: string): DemoGrant => ({
  role,
  scopeKind: 'alliance',
  ...(universityId ? { universityId } : {}),
})

/** One account for each role, named by it. */
function person(
  email: string,
  home: string,
  kind: AffiliationKind,
  roleZh: string,
  roleEn: string,
  grants: DemoGrant[] = [],
  locale: DemoPerson['locale'] = 'zh-CN',
): DemoPerson {
  const university = alliance.universities.find((each) => each.id === home)
  if (!university) throw new Error(`seed data: no university ${home}`)
  const isOfAlliance = email.endsWith('@alliance.example')
  return {
    id: uuidOf(`person:${email}`),
    email,
    home,
    kind,
    nameZh: isOfAlliance ? roleZh : `${university.nameZh}${roleZh}`,
    nameEn: isOfAlliance ? roleEn : `${roleEn}, ${university.abbr}`,
    locale,
    grants,
  }
}

export const demoPeople: DemoPerson[] = [
  person('researcher@swjtu.example', 'swjtu', 'teacher', '研究人员', 'Researcher'),
  person('researcher@cqu.example', 'cqu', 'teacher', '研究人员', 'Researcher'),
  person('researcher@swust.example', 'swust', 'teacher', '研究人员', 'Researcher'),
  person('student@cqjtu.example', 'cqjtu', 'student', '研究生', 'Student'),
  person('exchange@cqjtu.example', 'cqjtu', 'student', '交换生', 'Exchange student'),
  person('visitor@scu.example', 'scu', 'visitor', '访问学者', 'Visitor', [], 'en'),
  person('pi@swjtu.example', 'swjtu', 'teacher', '课题组负责人', 'Principal investigator', [ofUniversity('pi', 'swjtu')]),
  person('pi@cqjtu.example', 'cqjtu', 'teacher', '课题组负责人', 'Principal investigator', [ofUniversity('pi', 'cqjtu')]),
  person('manager@cqu.example', 'cqu', 'staff', '实验室管理员', 'Lab manager', [ofUniversity('lab_manager', 'cqu')]),
  person('manager@scu.example', 'scu', 'staff', '实验室管理员', 'Lab manager', [ofUniversity('lab_manager', 'scu')]),
  person('manager@swjtu.example', 'swjtu', 'staff', '实验室管理员', 'Lab manager', [ofUniversity('lab_manager', 'swjtu')]),
  person('operator@cqu.example', 'cqu', 'technician', '实验技术员', 'Operator', [ofUniversity('operator', 'cqu')]),
  person('operator@scu.example', 'scu', 'technician', '实验技术员', 'Operator', [ofUniversity('operator', 'scu')]),
  person('safety@swjtu.example', 'swjtu', 'staff', '安全员', 'Safety officer', [ofUniversity('safety_officer', 'swjtu')]),
  person('coordinator@cqu.example', 'cqu', 'staff', '校级协调员', 'Coordinator', [ofUniversity('coordinator', 'cqu')]),
  person('office@alliance.example', 'scu', 'staff', '联盟办公室', 'Alliance office', [ofAlliance('office')]),
  person('chair@scu.example', 'scu', 'staff', '主席单位代表', 'Chair', [ofAlliance('chair', 'scu')]),
  person('chair@cqu.example', 'cqu', 'staff', '主席单位代表', 'Chair', [ofAlliance('chair', 'cqu')]),
  person('admin@alliance.example', 'scu', 'staff', '系统管理员', 'System administrator', [ofAlliance('admin')]),
  person('security@alliance.example', 'scu', 'staff', '安全管理员', 'Security administrator', [ofAlliance('security_admin')]),
  person('audit@alliance.example', 'scu', 'staff', '审计管理员', 'Audit administrator', [ofAlliance('audit_admin')]),
  person('labmanager@cqu.example', 'cqu', 'staff', '单个实验室管理员', 'Manager of one lab', [ofLab('lab_manager', 'cqu-mechtrans')]),
]

export function demoPerson(email: string): DemoPerson {
  const found = demoPeople.find((each) => each.email === email)
  if (!found) throw new Error(`no demo account ${email}`)
  return found
}

export type DemoGroup = { id: string; universityId: string; leader: string; project: string; members: string[] }

export const demoGroups: DemoGroup[] = [
  {
    id: 'swjtu-g1',
    universityId: 'swjtu',
    leader: 'pi@swjtu.example',
    project: 'swjtu-g1-p1',
    members: ['pi@swjtu.example', 'researcher@swjtu.example', 'student@cqjtu.example'],
  },
  {
    id: 'cqjtu-g1',
    universityId: 'cqjtu',
    leader: 'pi@cqjtu.example',
    project: 'cqjtu-g1-p1',
    members: ['pi@cqjtu.example', 'student@cqjtu.example'],
  },
  {
    id: 'cqu-g1',
    universityId: 'cqu',
    leader: 'researcher@cqu.example',
    project: 'cqu-g1-p1',
    members: ['researcher@cqu.example'],
  },
]

/** The group a person books for: the one at home where there are several. */
export const groupOf = (someone: DemoPerson): DemoGroup | undefined => {
  const own = demoGroups.filter((group) => group.members.includes(someone.email))
  return own.find((group) => group.universityId === someone.home) ?? own[0]
}

const PROJECT_NAMES: Record<string, [string, string]> = {
  'swjtu-g1': ['轮轨材料服役性能（示例项目）', 'Service performance of wheel and rail materials (demo)'],
  'cqjtu-g1': ['山区桥梁健康监测（示例项目）', 'Monitoring of mountain bridges (demo)'],
  'cqu-g1': ['轻质合金微观组织（示例项目）', 'Microstructure of light alloys (demo)'],
}

/** Who may operate what: by kind, or by one resource. `days` until it lapses; negative: lapsed. */
const QUALIFICATIONS: { email: string; kindId?: string; resourceId?: string; by: string; days: number }[] = [
  { email: 'researcher@swjtu.example', kindId: 'scanning_electron_microscope', by: 'manager@cqu.example', days: 300 },
  { email: 'researcher@swjtu.example', kindId: 'x_ray_diffractometer', by: 'manager@scu.example', days: 200 },
  { email: 'researcher@swjtu.example', resourceId: 'scu-oral-i02', by: 'manager@scu.example', days: 90 },
  { email: 'researcher@cqu.example', kindId: 'scanning_electron_microscope', by: 'manager@cqu.example', days: 330 },
  { email: 'researcher@cqu.example', resourceId: 'cqu-mg-i04', by: 'manager@cqu.example', days: 330 },
  { email: 'researcher@cqu.example', resourceId: 'scu-polymer-i01', by: 'manager@scu.example', days: -20 },
  { email: 'student@cqjtu.example', resourceId: 'cqu-mg-i02', by: 'manager@cqu.example', days: 25 },
  { email: 'pi@swjtu.example', kindId: 'confocal_microscope', by: 'manager@scu.example', days: 250 },
  { email: 'visitor@scu.example', resourceId: 'scu-polymer-i01', by: 'manager@scu.example', days: 60 },
]

const DAY_MS = 86_400_000
const days = (count: number) => count * DAY_MS

/** Accounts with roles, groups and qualifications, as if they had been there for some months. */
export async function seedDemoPeople(
  tx: Prisma.TransactionClient,
  options: { demoPassword: string; now: Date; since: Date },
): Promise<void> {
  const { now, since } = options
  const notice = await tx.document.findUniqueOrThrow({
    where: { kind_version: { kind: 'privacy', version: privacyNotice.version } },
    select: { id: true },
  })
  const passwordHashes = await Promise.all(demoPeople.map(() => hashPassword(options.demoPassword)))

  await tx.mailDomain.createMany({
    data: alliance.universities.map((university) => ({ domain: `${university.id}.example`, universityId: university.id })),
    skipDuplicates: true,
  })
  await tx.person.createMany({
    data: demoPeople.map(({ home: _h, kind: _k, grants: _g, ...each }, at) => ({
      ...each,
      passwordHash: passwordHashes[at] ?? null,
      status: 'active' as const,
      emailVerifiedAt: since,
      createdAt: since,
      isDemo: true,
    })),
  })
  await tx.affiliation.createMany({
    data: demoPeople.map((each) => ({
      personId: each.id,
      universityId: each.home,
      kind: each.kind,
      isHome: true,
      startsAt: since,
      confirmedAt: since,
    })),
  })
  await tx.documentAcceptance.createMany({
    data: demoPeople.map((each) => ({
      personId: each.id,
      documentId: notice.id,
      locale: each.locale,
      acceptedAt: since,
    })),
  })
  await tx.roleGrant.createMany({
    data: demoPeople.flatMap((each) =>
      each.grants.map((grant) => ({ ...grant, personId: each.id, startsAt: since })),
    ),
  })
  await tx.researchGroup.createMany({
    data: demoGroups.map((group) => ({
      id: group.id,
      universityId: group.universityId,
      leaderId: demoPerson(group.leader).id,
      nameZh: `示例课题组（${alliance.universities.find(({ id }) => id === group.universityId)?.shortZh}）`,
      nameEn: `Demo group, ${group.universityId.toUpperCase()}`,
      confirmedAt: since,
    })),
  })
  await tx.groupMember.createMany({
    data: demoGroups.flatMap((group) =>
      group.members.map((email) => ({ groupId: group.id, personId: demoPerson(email).id, startsAt: since })),
    ),
  })
  await tx.project.createMany({
    data: demoGroups.map((group) => {
      const [nameZh = group.id, nameEn = group.id] = PROJECT_NAMES[group.id] ?? []
      return { id: group.project, groupId: group.id, nameZh, nameEn, startsOn: since }
    }),
  })
  await tx.qualification.createMany({
    data: QUALIFICATIONS.map(({ email, by, days: left, ...subject }) => ({
      ...subject,
      universityId: subject.kindId === undefined ? null : demoPerson(by).home,
      personId: demoPerson(email).id,
      grantedById: demoPerson(by).id,
      validFrom: since,
      validUntil: new Date(now.getTime() + days(left)),
    })),
  })
}

/** In the demo every laboratory is confirmed and has a contact that leads nowhere outside. */
export async function confirmDemoLabs(tx: Prisma.TransactionClient, since: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE lab SET
      confirmed_at = coalesce(confirmed_at, ${since}),
      contact_name_zh = coalesce(contact_name_zh, '实验室办公室'),
      contact_name_en = coalesce(contact_name_en, 'Laboratory office'),
      contact_email = coalesce(contact_email, id || '@' || coalesce(host_university_id, 'alliance') || '.example')`
}
