import { expect, test } from 'vitest'
import type { ShownProfile } from '../../doubles/profile.ts'
import { startWordPressDouble } from '../../doubles/wordpress/index.ts'
import { connectionTo as wordPressConnection } from '../../doubles/wordpress/world.ts'
import { startXDouble } from '../../doubles/x/index.ts'
import { blueskyStage } from '../../tests/support/bluesky-stage.ts'
import { facebookStage } from '../../tests/support/facebook-stage.ts'
import { instagramStage } from '../../tests/support/instagram-stage.ts'
import { mastodonStage } from '../../tests/support/mastodon-stage.ts'
import { connectionTo as xConnection } from '../../tests/support/x-stage.ts'
import { youtubeStage } from '../../tests/support/youtube-stage.ts'
import { catalogue } from './catalogue.ts'
import type { Connection, Profile } from './contract.ts'

interface Shown {
  readonly connection: Connection
  readonly profile: ShownProfile
  stop(): Promise<void>
}

const shown = (connection: Connection, profile: ShownProfile, stop: () => Promise<void>): Shown => ({
  connection,
  profile,
  stop,
})

const stages: Readonly<Record<string, () => Promise<Shown>>> = {
  wordpress: async () => {
    const double = await startWordPressDouble()
    return shown(wordPressConnection(double), double.profile, () => double.close())
  },
  bluesky: async () => {
    const { double, connection } = await blueskyStage()
    return shown(connection, double.profile, () => double.close())
  },
  mastodon: async () => {
    const { double, connection } = await mastodonStage()
    return shown(connection, double.profile, () => double.close())
  },
  facebook: async () => {
    const { double, connection } = await facebookStage()
    return shown(connection, double.profile, () => double.close())
  },
  instagram: async () => {
    const { double, connection } = await instagramStage()
    return shown(connection, double.world.profile, () => double.close())
  },
  x: async () => {
    const double = await startXDouble()
    return shown(xConnection(double), double.profile, () => double.close())
  },
  youtube: async () => {
    const { double, connection } = await youtubeStage()
    return shown(connection, double.channel.profile, () => double.close())
  },
}

/** What of a profile each platform does not tell. */
const silent: Readonly<Record<string, readonly (keyof Profile)[]>> = {
  wordpress: ['links', 'isOpen'],
  facebook: ['follows'],
  youtube: ['links', 'follows'],
}

test('every platform that tells of profiles is read here', () => {
  const telling = [...catalogue.values()].filter(({ profile }) => profile).map(({ id }) => id)
  expect(telling.sort()).toEqual(Object.keys(stages).sort())
})

test('a WordPress site is read with its page about itself', async () => {
  const double = await startWordPressDouble()
  try {
    double.addPost({ type: 'page', title: 'Om', content: '<p>Här skriver Anna.</p>' })
    double.addPost({ type: 'page', title: 'Öppettider', content: '<p>Stängt på julafton.</p>' })
    const got = await catalogue.get('wordpress')?.profile?.(wordPressConnection(double))
    expect(got?.ok && got.value.description).toBe('Här skriver Anna.')
  } finally {
    await double.close()
  }
})

test.each(Object.keys(stages))(
  'the profile as it stands, and as it stands once it is changed: %s',
  async (id) => {
    const { connection, profile, stop } = await (stages[id] as () => Promise<Shown>)()
    const read = async (): Promise<Profile> => {
      const got = await catalogue.get(id)?.profile?.(connection)
      if (!got?.ok) throw new Error(`no profile: ${JSON.stringify(got)}`)
      return got.value
    }
    try {
      const before = await read()
      expect(before.description).toBe('')
      expect(before.name).not.toBe('')
      const words = 'Officiellt konto för Storlunda kommun. Frågor: kommun@storlunda.example'
      Object.assign(profile, { description: words, website: 'https://www.storlunda.example/', follows: 12 })
      const after = await read()
      expect(after.description).toContain(words)
      const quiet = silent[id] ?? []
      if (!quiet.includes('links')) expect(after.links).toEqual(['https://www.storlunda.example/'])
      if (!quiet.includes('isOpen')) expect(after.isOpen).toBe(true)
      if (id === 'wordpress') expect(after.follows).toBe(0)
      else expect(after.follows).toBe(quiet.includes('follows') ? undefined : 12)
    } finally {
      await stop()
    }
  },
)
