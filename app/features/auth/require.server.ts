import { can, type Actor, type Permission, type Target } from '~/domain/access/permission'
import { getViewer, type Viewer } from '~/features/auth/session.server'

/** The signed-in person, or a redirect to the sign-in page that comes back here. */
export async function requireViewer(request: Request): Promise<Viewer> {
  const viewer = await getViewer(request)
  if (viewer === null) throw toSignIn(request)
  return viewer
}

export async function requireActor(request: Request): Promise<Actor> {
  return (await requireViewer(request)).actor
}

/** The actor where a page is open to everybody but shows more to some. */
export async function optionalActor(request: Request): Promise<Actor | null> {
  return (await getViewer(request))?.actor ?? null
}

/**
 * The actor, if the permission is held over the target (without one: anywhere at all). Who is not
 * signed in is sent to sign in; who may not is told so with 403.
 */
export async function requirePermission(
  request: Request,
  permission: Permission,
  target?: Target,
): Promise<Actor> {
  const actor = await requireActor(request)
  if (!can(actor, permission, target)) throw new Response(null, { status: 403 })
  return actor
}

function toSignIn(request: Request): Response {
  const { pathname, search } = new URL(request.url)
  const to = pathname + search
  const location = to === '/' ? '/login' : `/login?to=${encodeURIComponent(to)}`
  return new Response(null, { status: 302, headers: { Location: location } })
}
