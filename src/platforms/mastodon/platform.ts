import { plainAddress } from '../../kernel/index.ts'
import type { Platform } from '../contract.ts'
import { access } from './access.ts'
import { check, handleOf, probe } from './check.ts'
import { collection } from './collection.ts'
import { byHand, conditions, guide, terms } from './guide.ts'
import { importMastodon } from './imports.ts'
import { insights } from './insights.ts'
import { moderation } from './moderation.ts'
import { profile } from './profile.ts'
import { publishing, reply } from './publishing.ts'

export const mastodon: Platform = {
  id: 'mastodon',
  name: 'Mastodon',
  mark: 'Ma',
  settings: [
    {
      name: 'server',
      secret: false,
      required: true,
      help: 'Kontots server, till exempel https://social.kommunen.se.',
      address: true,
      registration: true,
    },
    {
      name: 'handle',
      secret: false,
      required: true,
      help: 'Kontots namn på servern, utan snabel-a, till exempel kommunen.',
    },
    {
      name: 'clientId',
      secret: false,
      required: false,
      help: 'Applikationens klientnyckel. Behövs bara för den som vill logga in kontot via Uppsikt.',
      registration: true,
    },
    {
      name: 'clientSecret',
      secret: true,
      required: false,
      help: 'Applikationens klienthemlighet. Behövs bara tillsammans med klientnyckeln (clientId).',
      registration: true,
    },
    {
      name: 'accessToken',
      secret: true,
      required: false,
      help: 'Åtkomstnyckel: Mastodon, Inställningar, Utveckling, applikationen. Lämnas tom om kontot loggas in via Uppsikt.',
    },
  ],
  imports: { mastodon: importMastodon },
  accountKey: ({ server = '', handle = '' }) => `${handleOf(handle)}@${plainAddress(server)}`,
  collects: {
    posts: true,
    comments: true,
    messages: true,
    mentions: true,
    media: true,
    edits: true,
    deletions: true,
  },
  conditions,
  apiVersion: { name: 'v1/v2 (4.7.0)', ends: null, source: 'https://docs.joinmastodon.org/api/guidelines/' },
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
  byHand,
}
