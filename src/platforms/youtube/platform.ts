import { ok } from '../../kernel/index.ts'
import type { Platform, Webhook } from '../contract.ts'
import { websub } from '../websub.ts'
import { originOf, signIn } from './access.ts'
import { check, probe, profile, reached } from './check.ts'
import { collection } from './collection.ts'
import { conditions, guide, terms } from './guide.ts'
import { importYouTube } from './imports.ts'
import { insights } from './insights.ts'
import { moderation } from './moderation.ts'
import { publishing, reply } from './publishing.ts'

/** Google's hub tells of uploads and of changed titles and descriptions; of comments it says nothing. */
const webhook: Webhook = {
  ...websub,
  discover: async (connection) =>
    ok({
      hub: `${originOf(connection, 'hub')}/subscribe`,
      topic: `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${connection.settings['channelId']}`,
    }),
}

export const youtube: Platform = {
  id: 'youtube',
  name: 'YouTube',
  mark: 'Yt',
  settings: [
    {
      name: 'clientId',
      secret: false,
      required: true,
      registration: true,
      help: 'Kommunens OAuth client ID hos Google, slutar på apps.googleusercontent.com.',
    },
    {
      name: 'clientSecret',
      secret: true,
      required: true,
      registration: true,
      help: 'Hemligheten till samma client ID: Google Cloud, Credentials.',
    },
    {
      name: 'channelId',
      secret: false,
      required: true,
      help: 'Kanalens id, börjar med UC: YouTube Studio, Inställningar, Kanal, Avancerade inställningar.',
    },
    {
      name: 'refreshToken',
      secret: true,
      required: false,
      help: 'Förnyelsenyckeln från Google. Den läggs in av sig själv när kontot kopplas.',
    },
    {
      name: 'api',
      secret: false,
      required: false,
      help: 'En annan server i stället för Googles, för prov och ombud (proxy). Lämnas tom.',
      registration: true,
    },
  ],
  imports: { 'youtube-takeout': importYouTube },
  collects: { posts: true, comments: true, edits: true, deletions: true },
  conditions,
  apiVersion: {
    name: 'v3',
    ends: null,
    source: 'https://developers.google.com/youtube/v3/revision_history',
  },
  pace: { newSeconds: 105, reconcileHours: 24, shared: true },
  terms,
  guide,
  check,
  profile,
  probe,
  access: { ...signIn, reached },
  collection,
  moderation,
  reply,
  publishing,
  insights,
  webhook,
  // What YouTube has at all, its API can do; what it has not stands in the conditions.
  byHand: {},
}
