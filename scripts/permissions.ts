import { writeFileSync } from 'node:fs'
import { permissionTable } from '~/domain/access/permission-table'

/* node scripts/run.mjs scripts/permissions.ts: writes docs/permissions.md anew from the rules of access. */

writeFileSync('docs/permissions.md', permissionTable())
