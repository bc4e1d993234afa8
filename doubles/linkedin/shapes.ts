import type { DoubleAnswer } from '../server.ts'
import { type Comment, type Notice, own, type Post, type State } from './state.ts'

/** The answers as the documentation shows them; checked in tests/contracts/linkedin-double.test.ts. */

export const refusal = (
  status: number,
  code: string,
  message: string,
  serviceErrorCode = 0,
  headers: Readonly<Record<string, string>> = {},
): DoubleAnswer => ({ status, headers, body: { status, code, serviceErrorCode, message } })

export const notFound = refusal(404, 'NOT_FOUND', 'Entity not found')

export const shownPost = ({ id, author, text, at, modified, content }: Post) => ({
  id,
  author,
  commentary: text,
  visibility: 'PUBLIC',
  distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
  lifecycleState: 'PUBLISHED',
  isReshareDisabledByAuthor: false,
  lifecycleStateInfo: { isEditedByAuthor: modified !== at },
  ...(at === undefined ? {} : { createdAt: at, publishedAt: at }),
  lastModifiedAt: modified,
  ...(content === undefined ? {} : { content }),
})

export function shownComment(state: State, one: Comment) {
  const below = [...state.comments.values()].filter(({ parent }) => parent === one.urn).length
  return {
    id: one.id,
    commentUrn: one.urn,
    actor: one.actor,
    object: one.post.activity,
    message: { attributes: [], text: one.text },
    created: { actor: one.actor, time: one.at },
    lastModified: { actor: one.actor, time: one.modified },
    ...(one.parent ? { parentComment: one.parent } : {}),
    ...(state.summaries
      ? {
          commentsSummary: {
            aggregatedTotalComments: below,
            totalFirstLevelComments: below,
            selectedComments: [],
          },
        }
      : {}),
  }
}

export function shownNotice({ id, action, at, post, comment }: Notice) {
  const decorated =
    comment === undefined
      ? { share: { entity: post.id, owner: post.author, text: post.text, mediaCategory: 'NONE' } }
      : {
          comment: {
            entity: comment.urn,
            object: post.activity,
            owner: comment.actor,
            text: comment.text,
          },
        }
  return {
    notificationId: id,
    organizationalEntity: own,
    action,
    sourcePost: post.activity,
    decoratedSourcePost: { entity: post.id, owner: post.author, text: post.text, mediaCategory: 'NONE' },
    // Without urn:li: inside, as it has been seen to come.
    generatedActivity: comment?.urn.replace('(urn:li:', '(') ?? post.id,
    // What is deleted is not shown any more.
    ...(action === 'COMMENT_DELETE' ? {} : { decoratedGeneratedActivity: decorated }),
    lastModifiedAt: at,
    subscriber: 'urn:li:person:abc123',
  }
}

/**
 * A page of a list: `start` and `count`, with a link to the next one while there is one.
 * @param gap the second page is empty, and what should have stood there comes after it.
 */
export function list(url: URL, all: readonly object[], gap = false): DoubleAnswer {
  const start = Number(url.searchParams.get('start') ?? 0)
  const count = Number(url.searchParams.get('count') ?? 10)
  const from = gap && start >= count ? start - count : start
  const elements = gap && start === count ? [] : all.slice(from, from + count)
  const href = `${url.pathname}?start=${start + count}&count=${count}`
  const more = from + elements.length < all.length
  const links = more ? [{ rel: 'next', type: 'application/json', href }] : []
  return { body: { paging: { start, count, links }, elements } }
}
