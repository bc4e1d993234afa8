import { startFacebookDouble } from '../../../../doubles/facebook/index.ts'
import { startInstagramDouble } from '../../../../doubles/instagram/index.ts'
import * as linkedin from '../../../../doubles/linkedin/index.ts'
import { startThreadsDouble } from '../../../../doubles/threads/index.ts'
import { us } from '../story.ts'
import { picture } from './picture.ts'
import { handleOf, type Place, type PlaceOptions } from './places.ts'

/** Seconds that a token is good: for as long as the demo is. Nobody signs in anew in it. */
export const tokenSeconds = 20 * 365 * 86_400

const bearer = (token: string) => async (): Promise<string> => `Bearer ${token}`

export async function facebookPlace({ port, clock, name, handle, random }: PlaceOptions): Promise<Place> {
  const page = await startFacebookDouble({ port, clock, name, pageId: handle })
  return {
    url: page.url,
    settings: { api: page.url, appId: page.appId, pageId: page.pageId },
    secrets: { token: page.token, appSecret: page.appSecret, verifyToken: page.verifyToken },
    authorization: bearer(page.token),
    post: ({ text, picture: shown }) =>
      page.addPost({
        text,
        ...(shown && { image: { alt: shown.alt, bytes: picture(shown.scene, random) } }),
      }),
    comment: ({ who, text, on, to }) => page.addComment({ to: to ?? on, text, as: who === us ? name : who }),
    message: (who, text) => page.message({ as: who, text }),
    edit: (id, text) => page.edit(id, text),
    remove: (id) => page.remove(id),
    fault: (fault) => page.fault(fault),
    close: () => page.close(),
  }
}

export async function instagramPlace({ port, clock, handle, random }: PlaceOptions): Promise<Place> {
  const gram = await startInstagramDouble({ port, clock, username: handle })
  const { id, secret: appSecret, verifyToken } = gram.app
  return {
    url: gram.url,
    settings: { igUserId: gram.world.own.id, pageId: gram.world.page.id, appId: id, api: gram.url },
    secrets: { token: gram.token, appSecret, verifyToken },
    authorization: bearer(gram.token),
    // A picture always: there is no post without one.
    post: ({ text, picture: shown = { alt: '', scene: 'hus' } }) =>
      gram.addPost({ text, image: { alt: shown.alt, bytes: picture(shown.scene, random) } }).id,
    comment: ({ who, text, on, to }) =>
      gram.addComment({ as: who === us ? handle : handleOf(who), to: to ?? on, text }).id,
    message: (who, text) => gram.addMessage({ as: handleOf(who), text }).id,
    edit: (id_, text) => gram.editPost(id_, text),
    remove: (id_) => gram.removeItem(id_),
    fault: (fault) => gram.fault(fault),
    close: () => gram.close(),
  }
}

export async function threadsPlace({ port, clock }: PlaceOptions): Promise<Place> {
  const threads = await startThreadsDouble({ port, clock, tokenSeconds })
  const { id: appId, secret: appSecret, verifyToken } = threads.app
  return {
    url: threads.url,
    settings: { userId: threads.userId, appId, api: threads.url },
    secrets: { token: threads.token, appSecret, verifyToken },
    authorization: bearer(threads.token),
    post: ({ text }) => threads.addPost({ text }).id,
    comment: ({ who, text, on, to }) =>
      threads.addReply({ as: who === us ? threads.username : handleOf(who), to: to ?? on, text }).id,
    edit: () => {
      throw new Error('nothing is edited on Threads in the demo')
    },
    remove: (id) => threads.removeItem(id),
    fault: (fault) => threads.fault(fault),
    close: () => threads.close(),
  }
}

export async function linkedinPlace({ port, clock }: PlaceOptions): Promise<Place> {
  const page = await linkedin.startLinkedinDouble({ port, clock })
  const ends = clock.now().getTime() + tokenSeconds * 1_000
  page.state.tokens.endsAt = ends
  page.state.tokens.renewalEndsAt = ends
  const organizationId = linkedin.own.split(':').at(-1) ?? ''
  return {
    url: page.url,
    settings: {
      clientId: linkedin.clientId,
      applicationId: '4711',
      tier: 'standard',
      organizationId,
      api: page.url,
    },
    secrets: {
      clientSecret: linkedin.clientSecret,
      accessToken: linkedin.token,
      refreshToken: linkedin.refreshToken,
    },
    authorization: bearer(linkedin.token),
    post: ({ text }) => page.addPost({ text }),
    comment: ({ who, text, on, to }) =>
      page.addComment(who === us ? linkedin.own : `urn:li:person:${handleOf(who)}`, to ?? on, text),
    edit: (urn, text) => page.edit(urn, text),
    remove: (urn) => page.remove(urn),
    fault: (fault) => page.fault(fault),
    close: () => page.close(),
  }
}
