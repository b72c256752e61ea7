import { notFound } from '~/platform/http'

/** No page stands here; through a route, so that the frame still knows who is reading. */
export const loader = () => {
  throw notFound()
}

export const action = loader
