import type { Client } from 'pg'

export type Table = { schema: string; name: string; columns: string[] }
export type Sequence = { schema: string; name: string; last: string; isCalled: boolean }

/** The product's own rows and the waiting jobs. Programs, types and what migrations lay down come with the migrations. */
const SCHEMAS = ['public', 'graphile_worker']
/** Written by whoever migrates. */
const BOOKKEEPING = ['public._prisma_migrations', 'graphile_worker.migrations']

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
export const fullName = ({ schema, name }: { schema: string; name: string }) => `${quoted(schema)}.${quoted(name)}`
export const plainName = ({ schema, name }: { schema: string; name: string }) => `${schema}.${name}`

/** Tables with the columns that can be written; generated ones come by themselves. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `SELECT n.nspname AS schema, c.relname AS name,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname = ANY ($1) AND n.nspname || '.' || c.relname <> ALL ($2)
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      ORDER BY 1, 2`,
    [SCHEMAS, BOOKKEEPING],
  )
  return rows
}

export async function listSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT schemaname AS schema, sequencename AS name FROM pg_sequences WHERE schemaname = ANY ($1) ORDER BY 1, 2`,
    [SCHEMAS],
  )
  const found: Sequence[] = []
  for (const each of rows) {
    const state = await client.query<{ last: string; called: boolean }>(`SELECT last_value::text AS last, is_called AS called FROM ${fullName(each)}`)
    found.push({ ...each, last: state.rows[0]?.last ?? '1', isCalled: state.rows[0]?.called ?? false })
  }
  return found
}

/** Makes text of values independent of the server's settings, so that it means the same everywhere. */
export const NEUTRAL_SETTINGS = `
  SET LOCAL client_encoding = 'UTF8'; SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'postgres'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex';
  SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;`
