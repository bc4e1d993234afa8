import type { Platform } from '../contract.ts'
import { access, check, probe } from './access.ts'
import { facebookGraph } from './client.ts'
import { collection } from './collection.ts'
import { events } from './events.ts'
import { conditions, guide, terms } from './guide.ts'
import { importFacebook } from './imports.ts'
import { insights } from './insights.ts'
import { moderation } from './moderation.ts'
import { profile } from './profile.ts'
import { publishing } from './publishing.ts'
import { reply } from './reply.ts'

export const facebook: Platform = {
  id: 'facebook',
  name: 'Facebook',
  mark: 'Fb',
  settings: [
    {
      name: 'appId',
      secret: false,
      required: true,
      registration: true,
      help: 'Appens id: developers.facebook.com, Appinställningar, Grundläggande.',
    },
    {
      name: 'appSecret',
      secret: true,
      required: true,
      registration: true,
      help: 'Appens hemlighet, på samma ställe som appens id.',
    },
    {
      name: 'verifyToken',
      secret: true,
      required: false,
      registration: true,
      help: 'Ett eget långt ord, som också skrivs in i appen under Webhooks.',
    },
    {
      name: 'pageId',
      secret: false,
      required: true,
      help: 'Sidans nummer, bara siffror: sidan, Om, Sidinsyn.',
    },
    {
      name: 'token',
      secret: true,
      required: false,
      help: 'Sidans nyckel, hämtad genom en systemanvändare. Lämnas tom om inloggning hos Facebook används.',
    },
    {
      name: 'userToken',
      secret: true,
      required: false,
      help: 'Systemanvändarens egen nyckel, som sidans nyckel är hämtad med. Med den visar provet vad den får göra på sidan.',
    },
    {
      name: 'api',
      secret: false,
      required: false,
      help: 'Annan adress till API:et, för prov. Lämnas tom.',
      registration: true,
    },
  ],
  imports: { facebook: importFacebook },
  collects: {
    posts: true,
    comments: true,
    messages: true,
    mentions: true,
    visitorPosts: true,
    media: true,
    edits: true,
    deletions: true,
  },
  conditions,
  apiVersion: {
    name: facebookGraph.version,
    ends: null,
    source: 'https://developers.facebook.com/docs/graph-api/changelog',
  },
  pace: { newSeconds: 180, reconcileHours: 6 },
  terms,
  guide,
  check,
  profile,
  probe,
  access,
  collection,
  moderation,
  reply,
  publishing,
  insights,
  events,
  byHand: {},
}
