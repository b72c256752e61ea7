import { notFound } from '~/platform/http'

/** No page stands here; through a route, so that the frame still knows who is reading. */
export const loader = () => {
  throw notFound()
}

export const action = loader

/** Never shown; without it the route would answer as data, without the frame. */
export default function Nowhere() {
  return null
}
