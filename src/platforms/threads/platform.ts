import type { Platform } from '../contract.ts'
import { access } from './access.ts'
import { check, probe } from './check.ts'
import { threadsGraph } from './client.ts'
import { collection } from './collection.ts'
import { events } from './events.ts'
import { byHand, conditions, guide, settings, terms } from './guide.ts'
import { insights } from './insights.ts'
import { moderation } from './moderation.ts'
import { publishing, reply } from './publishing.ts'

export const threads: Platform = {
  id: 'threads',
  name: 'Threads',
  mark: 'Th',
  settings,
  collects: { posts: true, comments: true, mentions: true, media: true, deletions: true },
  conditions,
  apiVersion: {
    name: threadsGraph.version,
    ends: null,
    source: 'https://developers.facebook.com/docs/threads/changelog',
  },
  pace: { newSeconds: 180, reconcileHours: 12 },
  terms,
  guide,
  check,
  probe,
  access,
  collection,
  moderation,
  reply,
  publishing,
  insights,
  events,
  byHand,
}
