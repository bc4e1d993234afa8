import { startMastodonDouble } from '../../../../doubles/mastodon/index.ts'
import { startXDouble } from '../../../../doubles/x/index.ts'
import { startYoutubeDouble } from '../../../../doubles/youtube/index.ts'
import { isObject } from '../../../kernel/index.ts'
import { us } from '../story.ts'
import { tokenSeconds } from './pages.ts'
import { picture } from './picture.ts'
import { handleOf, type Place, type PlaceOptions } from './places.ts'

export async function youtubePlace({ port, clock, name }: PlaceOptions): Promise<Place> {
  const tube = await startYoutubeDouble({ port, clock, name })
  return {
    url: tube.url,
    settings: tube.settings,
    secrets: tube.secrets,
    authorization: async (http) => {
      const answer = await http.request({
        method: 'POST',
        url: `${tube.url}/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          client_id: tube.oauth.clientId,
          client_secret: tube.oauth.clientSecret,
          refresh_token: tube.secrets['refreshToken'] ?? '',
        }).toString(),
      })
      const body: unknown = answer.ok ? JSON.parse(Buffer.from(answer.value.bytes).toString()) : undefined
      return `Bearer ${isObject(body) ? String(body['access_token']) : ''}`
    },
    post: ({ title, text }) => tube.addPost({ title, text }).id,
    comment: ({ who, text, on, to }) =>
      tube.addComment({ as: who === us ? name : who, to: to ?? on, text }).id,
    edit: (id, text) => tube.edit(id, text),
    remove: (id) => tube.remove(id),
    fault: (fault) => tube.fault(fault),
    close: () => tube.close(),
  }
}

/** X takes letters, digits and low lines, at most fifteen. */
const xName = (who: string): string => handleOf(who).replaceAll('-', '_').slice(0, 15)

export async function xPlace({ port, clock, handle }: PlaceOptions): Promise<Place> {
  const x = await startXDouble({ port, clock, username: handle, tokenSeconds })
  const tokens = x.issue()
  return {
    url: x.url,
    settings: { api: x.url, username: x.username, userId: x.userId, clientId: 'storlunda' },
    secrets: { ...tokens, ...x.app },
    authorization: async () => `Bearer ${tokens.accessToken}`,
    post: ({ text }) => x.addPost({ text }),
    comment: ({ who, text, on, to }) =>
      x.addReply({ as: who === us ? handle : xName(who), to: to ?? on, text }),
    message: (who, text) => x.addMessage({ as: xName(who), text }),
    edit: (id, text) => x.editPost(id, text),
    remove: (id) => x.removePost(id),
    fault: (fault) => x.fault(fault),
    close: () => x.close(),
  }
}

export async function mastodonPlace({ port, clock, name, handle, random }: PlaceOptions): Promise<Place> {
  const tusk = await startMastodonDouble({ port, clock, name, handle })
  return {
    url: tusk.url,
    settings: { server: tusk.url, handle: tusk.handle },
    secrets: { accessToken: tusk.token },
    authorization: async () => `Bearer ${tusk.token}`,
    post: ({ text, picture: shown }) =>
      tusk.addPost({
        text,
        ...(shown && {
          image: { alt: shown.alt, bytes: picture(shown.scene, random), mediaType: 'image/png' },
        }),
      }).id,
    comment: ({ who, text, on, to }) => {
      const by = who === us ? { as: handle } : { as: `${handleOf(who)}@byn.example`, name: who }
      return tusk.addReply({ ...by, to: to ?? on, text }).id
    },
    message: (who, text) => tusk.addMessage({ as: `${handleOf(who)}@byn.example`, name: who, text }).id,
    edit: (id, text) => tusk.editPost(id, text),
    remove: (id) => tusk.removePost(id),
    fault: (fault) => tusk.fault(fault),
    close: () => tusk.close(),
  }
}
