import type { Client } from 'pg'
import { fullName, quoted, type Table } from './tables'

/** Takes away everything of ours in the schema `public`; extensions, which may belong to another role, stay. */
export async function clearPublic(client: Client): Promise<void> {
  const own = (classOf: string, oid: string) =>
    `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${classOf}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`
  const drops = [
    `SELECT format('DROP %s %s CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, c.oid::regclass) AS sql
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND ${own('pg_class', 'c.oid')}`,
    `SELECT format('DROP ROUTINE %s CASCADE', p.oid::regprocedure) AS sql
       FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p') AND ${own('pg_proc', 'p.oid')}`,
    `SELECT format('DROP TYPE %s CASCADE', t.oid::regtype) AS sql
       FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd') AND ${own('pg_type', 't.oid')}`,
    `SELECT format('DROP SEQUENCE %s CASCADE', c.oid::regclass) AS sql
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND ${own('pg_class', 'c.oid')}`,
  ]
  for (const find of drops) {
    // What hangs on another thing goes with it, so each list is read when its turn comes.
    for (let found = await first(client, find); found !== null; found = await first(client, find)) await client.query(found)
  }
}

async function first(client: Client, find: string): Promise<string | null> {
  const { rows } = await client.query<{ sql: string }>(`${find} LIMIT 1`)
  return rows[0]?.sql ?? null
}

/** Foreign keys go while rows come in any order. The function given back puts them in place and checks every row. */
export async function dropForeignKeys(client: Client, tables: readonly Table[]): Promise<() => Promise<void>> {
  const { rows } = await client.query<{ relation: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS relation, conname AS name, pg_get_constraintdef(oid) AS definition
       FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY ($1::regclass[]) ORDER BY 1, 2`,
    [tables.map(fullName)],
  )
  for (const { relation, name } of rows) await client.query(`ALTER TABLE ${relation} DROP CONSTRAINT ${quoted(name)}`)
  return async () => {
    for (const { relation, name, definition } of rows) {
      await client.query(`ALTER TABLE ${relation} ADD CONSTRAINT ${quoted(name)} ${definition}`)
    }
  }
}

/** Rows come as they were, with what triggers once wrote beside them. */
export async function setUserTriggers(client: Client, tables: readonly Table[], isOn: boolean): Promise<void> {
  for (const table of tables) await client.query(`ALTER TABLE ${fullName(table)} ${isOn ? 'ENABLE' : 'DISABLE'} TRIGGER USER`)
}
