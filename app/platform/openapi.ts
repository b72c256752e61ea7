import { z } from 'zod'
import { problemDocumentShape } from '~/platform/json-shapes'

/** An OpenAPI 3.1 document made of the schemas that the calls themselves use. */

export type ApiOperation = {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete'
  /** Below the API's root, parameters in braces. */
  path: string
  id: string
  summary: string
  /** What a token must be allowed to; null: open to everybody. */
  scope: string | null
  query?: z.ZodObject
  body?: z.ZodType
  /** Of the body, where it is no JSON. */
  bodyType?: 'multipart/form-data'
  /** Request headers beside the usual ones. */
  headers?: readonly string[]
  /** What answers a success, by status; the schemas have their names from `schemas`. */
  answers: Record<number, z.ZodType | null>
  /** The statuses of refusals that a caller should be ready for. */
  refusals: readonly number[]
}

type Json = Record<string, unknown>

export function openApiDocument(api: {
  title: string
  description: string
  root: string
  schemas: Record<string, z.ZodType>
  operations: readonly ApiOperation[]
  /** Words for a status. */
  statusText: (status: number) => string
}): Json {
  const schemas = { ...api.schemas, Problem: problemDocumentShape }
  const paths: Record<string, Json> = {}
  for (const operation of api.operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationJson(operation, schemas, api.statusText) }
  }
  return {
    openapi: '3.1.0',
    info: { title: api.title, description: api.description, version: '1' },
    servers: [{ url: api.root }],
    paths,
    components: {
      schemas: componentSchemas(schemas),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
      },
    },
  }
}

function componentSchemas(schemas: Record<string, z.ZodType>): Json {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const made = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'output', override: loosen })
  return Object.fromEntries(Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]))
}

function operationJson(
  operation: ApiOperation,
  schemas: Record<string, z.ZodType>,
  statusText: (status: number) => string,
): Json {
  const nameOf = (schema: z.ZodType) => Object.entries(schemas).find(([, each]) => each === schema)?.[0]
  const schemaJson = (schema: z.ZodType) => {
    const name = nameOf(schema)
    return name === undefined ? inline(schema, 'output') : reference(name)
  }
  const answers = Object.entries(operation.answers).map(([status, schema]) => [
    status,
    {
      description: operation.summary,
      ...(schema ? { content: { 'application/json': { schema: schemaJson(schema) } } } : {}),
    },
  ])
  const refusals = [...operation.refusals, 500, 503].map((status) => [
    String(status),
    { description: statusText(status), content: { 'application/problem+json': { schema: reference('Problem') } } },
  ])
  return {
    operationId: operation.id,
    summary: operation.summary,
    security: operation.scope === null ? [{}, { token: [] }, { session: [] }] : [{ token: [operation.scope] }, { session: [] }],
    parameters: [...pathParameters(operation), ...queryParameters(operation), ...headerParameters(operation)],
    ...(operation.body
      ? { requestBody: { required: true, content: { [operation.bodyType ?? 'application/json']: { schema: inline(operation.body, 'input') } } } }
      : {}),
    responses: Object.fromEntries([...answers, ...refusals]),
  }
}

/** Formats say it without the patterns behind them, and answers may gain fields in time. */
function loosen({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

function inline(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', override: loosen })
  return json
}

const pathParameters = ({ path }: ApiOperation) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

function queryParameters({ query }: ApiOperation) {
  if (!query) return []
  const { properties = {} } = inline(query, 'input') as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    ...(schema.type === 'array' ? { style: 'form', explode: true } : {}),
    schema,
  }))
}

const headerParameters = ({ headers = [] }: ApiOperation) =>
  headers.map((name) => ({ name, in: 'header', required: false, schema: { type: 'string' } }))
