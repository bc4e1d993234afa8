import { expect, test } from 'vitest'
import type { AccountId, PublicationId, RecordId, StaffId } from '../../kernel/index.ts'
import { newId } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import type { Account } from '../accounts/index.ts'
import {
  canBeStopped,
  closedTo,
  digestOf,
  draftFor,
  findingsOf,
  isByAuthor,
  stateByPlaces,
  stopsIn,
  wayOn,
} from './rules.ts'
import type { Media, Place, PlaceState, Publication, Whole } from './types.ts'

const now = new Date('2026-11-19T08:00:00Z')

const publication: Publication = {
  publicationId: newId<PublicationId>(),
  ...{ title: '', text: 'Spåren är öppna', link: '', plannedAt: null, origin: null },
  ...{ state: 'draft', detail: '', version: 1, createdBy: null, createdAt: now, changedBy: null },
  ...{ changedAt: now, askedBy: null, approvedBy: null, approvedAt: null, approvedSha256: null },
}

const place = (state: PlaceState = 'chosen', ownText: string | null = null): Place => ({
  publicationId: publication.publicationId,
  ...{ accountId: newId<AccountId>(), recordId: newId<RecordId>(), ownText, state, detail: '' },
  ...{ platformId: null, permalink: null, finishedAt: null, foundAs: null },
})

const picture: Media = {
  ...{ mediaId: newId(), kind: 'picture', name: 'spar.jpg', mediaType: 'image/jpeg', bytes: 3 },
  ...{ sha256: 'aa', alt: 'Skidspår', licence: null },
}

const whole = (change: Partial<Publication> = {}, places = [place()], media: Media[] = []): Whole => ({
  publication: { ...publication, ...change },
  places,
  media,
})

const conditions = { websiteHosts: [], licenceRequired: false, filmChannel: undefined }

const account = { connected: true, state: 'active', paused: null, name: 'Kommunen' } as Account
const platform = (name: string, graphemes: number) =>
  ({ name, publishing: { limits: { graphemes, images: 4, altRequired: true } } }) as Platform
const inUse = (one: Place, of = platform('Kort', 20), isUsed = true) => ({
  ...{ place: one, account, platform: of, isUsed },
})

test('whoever has written a part of it, asked for it or changed it long ago is no second person', () => {
  const [maja, jonas, petra] = [newId<StaffId>(), newId<StaffId>(), newId<StaffId>()]
  const steps = [
    { kind: 'written', staffId: maja },
    { kind: 'changed', staffId: jonas },
    { kind: 'asked', staffId: jonas },
    { kind: 'declined', staffId: petra },
  ] as const
  const is = (staffId: StaffId | undefined) => isByAuthor({ askedBy: jonas }, steps, staffId)
  expect([is(maja), is(jonas), is(petra), is(undefined)]).toEqual([true, true, false, false])
  expect(isByAuthor({ askedBy: petra }, [], petra)).toBe(true)
})

test('an approval is of all that is published: any change of it is another', () => {
  const places = [place(), place()]
  const before = digestOf(whole({}, places, [picture]))
  const again = digestOf(whole({ version: 9, state: 'sending' }, [...places].reverse(), [picture]))
  expect(again).toBe(before)
  const changes = [
    whole({ text: 'Spåren är stängda' }, places, [picture]),
    whole({ title: 'Vinter' }, places, [picture]),
    whole({ link: 'https://kommunen.se' }, places, [picture]),
    whole({ plannedAt: now }, places, [picture]),
    whole({}, places.slice(1), [picture]),
    whole({}, [{ ...(places[0] as Place), ownText: 'Annat' }, places[1] as Place], [picture]),
    whole({}, places, [{ ...picture, alt: 'En hund' }]),
    whole({}, places, [{ ...picture, sha256: 'bb' }]),
    whole({}, places),
  ]
  expect(new Set([before, ...changes.map(digestOf)]).size).toBe(changes.length + 1)
})

test('what is wrong is said once, with the accounts that it is about, and what stops comes first', () => {
  const places = [place(), place('chosen', 'En mycket längre text än den får vara')]
  const findings = findingsOf(
    whole({}, places, [{ ...picture, alt: '' }]),
    places.map((one) => inUse(one)),
    conditions,
    now,
  )
  expect(
    stopsIn(findings)
      .map(({ code, accounts }) => [code, accounts.length])
      .sort(),
  ).toEqual([
    ['altMissing', 2],
    ['tooLong', 1],
  ])
  expect(findings[0]?.weight).toBe('stops')
  expect(stopsIn(findingsOf(whole({ text: ' ' }, []), [], conditions, now)).map(({ code }) => code)).toEqual([
    'noAccount',
    'noText',
  ])
})

test('a time that has been stops a draft, and warns whoever approves', () => {
  const plannedAt = new Date(now.getTime() - 1)
  const late = (state: Publication['state']) =>
    findingsOf(whole({ plannedAt, state }), [], conditions, now).find(({ code }) => code === 'late')?.weight
  expect([late('draft'), late('waiting'), late('planned')]).toEqual(['stops', 'warns', undefined])
})

test('a licence is to hold on the day that the picture is shown', () => {
  const licence = {
    licenceId: newId(),
    number: 'F-2026-1',
    until: '2026-11-20',
    withdrawn: false,
    credit: '',
  }
  const codes = (plannedAt: Date | null) => {
    const places = [place()]
    const found = findingsOf(
      whole({ plannedAt }, places, [{ ...picture, licence }]),
      places.map((one) => inUse(one)),
      conditions,
      now,
    )
    return found.map(({ code }) => code)
  }
  expect(codes(null)).toContain('licence')
  expect(codes(new Date('2026-11-21T08:00:00Z'))).toContain('licenceEnded')
})

test('it can be stopped until something of it has left, and is finished when every account is done with', () => {
  expect(canBeStopped(whole({ state: 'planned' }))).toBe(true)
  expect(canBeStopped(whole({ state: 'planned' }, [place(), place('sent')]))).toBe(false)
  expect(canBeStopped(whole({ state: 'sending' }))).toBe(false)
  expect(stateByPlaces([place('published'), place('left')])).toBe('finished')
  for (const state of ['chosen', 'sent', 'unknown', 'failed', 'byHand'] as const)
    expect([state, stateByPlaces([place('published'), place(state)])]).toEqual([state, 'sending'])
})

test('nothing is published on an account that is closed, paused or on a platform that is not used', () => {
  expect(closedTo(account, true)).toBeUndefined()
  expect(closedTo({ ...account, state: 'closed' }, true)).toContain('avslutat')
  expect(closedTo({ ...account, paused: { at: now, reason: 'Utredning' } }, true)).toContain('Utredning')
  expect(closedTo(account, false)).toContain('använder inte')
  expect(wayOn(account, platform('Kort', 20))).toBe('automatic')
  expect(wayOn({ connected: false }, platform('Kort', 20))).toBe('byHand')
  expect(wayOn(account, { ...platform('Kort', 20), publishing: undefined } as unknown as Platform)).toBe(
    'byHand',
  )
})

const film: Media = { ...picture, mediaId: 'film', kind: 'film', mediaType: 'video/mp4', alt: '' }
const captions: Media = { ...film, mediaId: 'text', kind: 'captions', mediaType: 'text/vtt' }
const thumbnail: Media = { ...picture, mediaId: 'cover', kind: 'thumbnail', alt: '' }

test('a platform is handed the words of its own account, the pictures with what they show, and captions with the film', () => {
  const bytes = new Uint8Array([1])
  const pieces = { size: 3, async *stream() {} }
  const contents = {
    bytes: new Map([picture.mediaId, 'text', 'cover'].map((id) => [id, bytes])),
    film: () => pieces,
    publicUrls: new Map([['film', 'https://kommunen.example/delad/1']]),
  }
  const own = place('chosen', 'Bara här')
  const plain = platform('Kort', 20)
  expect(draftFor(whole({ link: 'https://k.se' }, [own], [picture]), own, plain, contents)).toEqual({
    ...{ text: 'Bara här', link: 'https://k.se', language: 'sv' },
    images: [{ bytes, mediaType: 'image/jpeg', alt: 'Skidspår' }],
  })
  const filmed = whole({}, [own], [film, captions, thumbnail])
  const sent = {
    ...{ ...pieces, mediaType: 'video/mp4', publicUrl: 'https://kommunen.example/delad/1' },
    captions: { bytes, mediaType: 'text/vtt', language: 'sv' },
  }
  // The thumbnail goes only to a platform that takes one.
  expect(draftFor(filmed, own, plain, contents).video).toEqual(sent)
  const { publishing } = plain
  const takes = {
    publishing: { ...publishing, limits: { ...publishing?.limits, thumbnail: true } },
  } as Platform
  expect(draftFor(filmed, own, takes, contents).video).toEqual({
    ...sent,
    thumbnail: { bytes, mediaType: 'image/jpeg' },
  })
})

test('a film that is not on the municipality’s film channel is told, and only where there is one (C8)', () => {
  const [own, channel] = [place(), place()]
  const codes = (media: Media[], places: Place[], filmChannel: Account | undefined) =>
    findingsOf(
      whole({}, places, media),
      places.map((one) => inUse(one)),
      { ...conditions, filmChannel },
      now,
    )
      .filter(({ code }) => code === 'notFilmChannel')
      .map(({ weight, todo }) => [weight, todo])
  const filmChannel = { ...account, accountId: channel.accountId, name: 'Storlunda i film' }
  expect(codes([film], [own], filmChannel)).toEqual([['warns', expect.stringContaining('Storlunda i film')]])
  expect(codes([film], [own, channel], filmChannel)).toEqual([])
  expect(codes([picture], [own], filmChannel)).toEqual([])
  expect(codes([film], [own], undefined)).toEqual([])
})
