import { recordByHand } from '../../../modules/collection/index.ts'
import { randomFrom } from '../random.ts'
import { picture } from '../stage/picture.ts'
import { witnessed } from '../texts/channels/by-hand.ts'
import type { Act } from './act.ts'
import { drain } from './past.ts'

const hour = 3_600_000

/** What somebody saw on TikTok, where nothing can be collected, and entered with a picture of it. */
export const byHand = (base: Date): readonly Act[] =>
  witnessed.map(({ ago, after, who, scene, ...seen }, n) => {
    const publishedAt = new Date(base.getTime() - ago * hour)
    return {
      at: new Date(publishedAt.getTime() + after * hour),
      async carryOut(past) {
        const { house, accounts, actors } = past
        const bytes = picture(scene, randomFrom(n))
        await recordByHand(house, actors[who], accounts.klippen, {
          ...seen,
          link: 'https://www.tiktok.com/@kvarnenstorlunda',
          publishedAt,
          ...{ where: 'account', employee: '', secondWitness: '' },
          pictures: [{ bytes, mediaType: 'image/png' }],
        })
        await drain(past)
      },
    }
  })
