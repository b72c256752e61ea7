import { GRANT_ROLES, PERMISSIONS } from './grammar'
import { ANYONE, GRANTABLE_BY, LEADER, OWNER, ROLE_RULES, RUNNER, SIGNED_IN } from './role-rules'

/**
 * The rules of access as one Markdown table, kept at docs/permissions.md: what can be read there is
 * what is checked, because both come from role-rules, and a test compares them.
 */
export function permissionTable(): string {
  const head = ['permission', 'anyone', 'signed in', 'own', 'group leader', 'runs it', ...GRANT_ROLES]
  const mark = (isHeld: boolean) => (isHeld ? '✓' : '')
  const rows = PERMISSIONS.map((permission) => [
    `\`${permission}\``,
    mark(ANYONE.includes(permission)),
    mark(SIGNED_IN.includes(permission)),
    mark(OWNER.includes(permission)),
    mark(LEADER.includes(permission)),
    mark(RUNNER.includes(permission)),
    ...GRANT_ROLES.map((role) => mark(ROLE_RULES[role].permissions.includes(permission))),
  ])
  const givers = GRANT_ROLES.map((role) => [
    `\`${role}\``,
    ROLE_RULES[role].scopes.join(', '),
    GRANT_ROLES.filter((giver) => GRANTABLE_BY[giver]?.includes(role)).map((giver) => `\`${giver}\``).join(', '),
  ])
  return [
    '# Who may do what',
    'Written from `app/domain/access/role-rules.ts` by `node scripts/run.mjs scripts/permissions.ts`; a test compares the two. A role gives its permissions over its scope: a lab, a university with all its labs, or the alliance. "own" is what somebody booked, attends or asked for; "group leader" what is done for a group they lead; "runs it" a resource that they are named as an operator of. Route by route, as every role: `tests/e2e/permissions.table.ts`.',
    table(head, rows),
    '## Who gives which role',
    'Nobody gives a role to themselves, and nobody holds two of `admin`, `security_admin` and `audit_admin` at a time. While nobody holds `security_admin` or `audit_admin`, an `admin` may appoint the first (`appoint:duty`).',
    table(['role', 'held over', 'given by'], givers),
  ].join('\n\n') + '\n'
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
