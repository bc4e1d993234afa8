import type { Platform, SettingSpec } from '../contract.ts'
import { access } from './access.ts'
import { check, probe } from './check.ts'
import { version, versionEnds } from './client.ts'
import { collection } from './collection.ts'
import { events } from './events.ts'
import { byHand, conditions, guide, terms } from './guide.ts'
import { insights } from './insights.ts'
import { publishing } from './publishing.ts'
import { reply } from './reply.ts'

const setting = (name: string, required: boolean, help: string): SettingSpec => ({
  name,
  secret: false,
  required,
  help,
})
const secret = (name: string, required: boolean, help: string): SettingSpec => ({
  ...setting(name, required, help),
  secret: true,
})
const ofApp = (spec: SettingSpec): SettingSpec => ({ ...spec, registration: true })

export const linkedin: Platform = {
  id: 'linkedin',
  name: 'LinkedIn',
  mark: 'Li',
  settings: [
    ofApp(setting('clientId', true, 'Appens Client ID: LinkedIns utvecklarportal, appen, Auth.')),
    ofApp(secret('clientSecret', true, 'Appens Client Secret, på samma plats.')),
    ofApp(
      setting(
        'applicationId',
        false,
        'Appens nummer, i adressen till appen i utvecklarportalen. Behövs för händelser.',
      ),
    ),
    ofApp(
      setting(
        'tier',
        false,
        'Skriv standard när LinkedIn har godkänt appen för Standard Tier. Tomt: Uppsikt räknar med Development Tier, hundra frågor om dygnet, tills annat visar sig.',
      ),
    ),
    setting('organizationId', true, 'Sidans nummer, som står i adressen när du administrerar sidan.'),
    ofApp(setting('api', false, 'Annan adress till gränssnittet. Lämnas tom för LinkedIns egen.')),
    secret('accessToken', true, 'Åtkomsten från inloggningen hos LinkedIn. Den gäller i 60 dagar.'),
    secret('refreshToken', false, 'Förnyelsenyckeln, om LinkedIn har gett appen en. Den gäller i ett år.'),
  ],
  collects: { posts: true, comments: true, mentions: true, media: true, edits: true, deletions: true },
  conditions,
  apiVersion: {
    name: version,
    ends: versionEnds,
    source: 'https://learn.microsoft.com/en-us/linkedin/marketing/versioning',
  },
  pace: { newSeconds: 300, reconcileHours: 24 },
  terms,
  guide,
  check,
  probe,
  access,
  collection,
  reply,
  publishing,
  insights,
  events,
  byHand,
}
