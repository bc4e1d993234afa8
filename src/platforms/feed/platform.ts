import { fail, ok, plainAddress } from '../../kernel/index.ts'
import type { Connection, Outcome, Platform } from '../contract.ts'
import { fetchFeed } from './client.ts'
import { collection, feedsOf } from './collection.ts'
import { conditions, guide, terms } from './guide.ts'
import { webAddress } from './mapping.ts'
import { webhook } from './websub.ts'

async function check(connection: Connection): Promise<Outcome<{ url: string; name: string }>> {
  let checked: { url: string; name: string } | undefined
  for (const { kind, url } of feedsOf(connection.settings)) {
    const got = await fetchFeed(connection, url)
    if (!got.ok) {
      return kind === 'post' ? got : fail({ ...got.error, detail: `Kommentarsflödet: ${got.error.detail}` })
    }
    if (got.value === 'unchanged' || kind === 'comment') continue
    const { document, url: found } = got.value
    const name = document.title?.trim() || new URL(found).hostname
    checked = { url: webAddress(document.site, found) ?? found, name }
  }
  if (checked === undefined) throw new Error('an account without a feed was checked')
  return ok(checked)
}

const signIn = 'Logga in i webbplatsens publiceringsverktyg.'

/**
 * RSS, Atom, RDF and JSON Feed: the municipality's own news as posts that it has drawn up, and comments from the public
 * where the site has a feed for them. Reads only; everything else is done by hand on the website.
 */
export const feed: Platform = {
  id: 'feed',
  name: 'Nyhetsflöde',
  mark: 'Nf',
  blog: 'sometimes',
  settings: [
    {
      name: 'url',
      secret: false,
      required: true,
      help: 'Flödets adress (RSS, Atom eller JSON Feed). Den står ofta vid en RSS-symbol på webbplatsen.',
      address: true,
    },
    {
      name: 'comments',
      secret: false,
      required: false,
      help: 'Adressen till flödet med besökarnas kommentarer, om webbplatsen har ett.',
      address: true,
    },
  ],
  accountKey: ({ url = '' }) => plainAddress(url),
  collects: { posts: true, comments: true, media: true, edits: true, deletions: true },
  conditions,
  terms,
  guide,
  check,
  collection,
  webhook,
  byHand: {
    hide: [
      signIn,
      'Leta upp kommentaren och dölj den.',
      'Öppna sidan utloggad och se att kommentaren inte syns.',
    ],
    unhide: [
      signIn,
      'Leta upp kommentaren och visa den igen.',
      'Öppna sidan utloggad och se att kommentaren syns.',
    ],
    remove: [
      signIn,
      'Leta upp kommentaren och ta bort den.',
      'Öppna sidan utloggad och se att kommentaren är borta.',
    ],
    blockAuthor: [signIn, 'Spärra den som skrev kommentaren, om verktyget kan det.'],
    reply: [signIn, 'Svara på kommentaren och klistra in det godkända svaret.'],
    publish: [signIn, 'Skapa ett inlägg, klistra in den godkända texten och publicera.'],
  },
}
