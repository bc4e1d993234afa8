import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWordPressDouble, type WordPressDouble } from '../../doubles/wordpress/index.ts'
import { schemaFaults } from '../support/json-schema.ts'

const folder = join(import.meta.dirname, '../../../shared/data/contracts/wordpress/schemas/rest-api')
let site: WordPressDouble

beforeAll(async () => {
  if (!existsSync(folder))
    throw new Error(`${folder} is missing: test:contracts needs ../shared beside the project`)
  site = await startWordPressDouble()
  const image = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En vält' }
  const post = site.addPost({ title: 'Torget', content: '<p>Hej & hå</p>', image })
  site.addPost({ title: 'Om oss', content: 'Sida', type: 'page' })
  site.addPost({ title: 'Utkast', content: 'x', status: 'draft' })
  for (const status of ['approved', 'hold', 'spam', 'trash'] as const) {
    const comment = site.addComment({
      post,
      text: `läge ${status}`,
      author: 'Kim',
      email: 'kim@example.se',
      status,
    })
    site.addComment({ post, parent: comment, text: `svar ${status}`, author: '', user: 1, status })
  }
})
afterAll(() => site.close())

async function ask(
  path: string,
  init: RequestInit & { anonymous?: boolean } = {},
): Promise<[Response, unknown]> {
  const secret = Buffer.from(`${site.username}:${site.password}`).toString('base64')
  const headers = {
    ...(init.anonymous ? {} : { authorization: `Basic ${secret}` }),
    'content-type': 'application/json',
  }
  const response = await fetch(`${site.url}/wp-json/wp/v2/${path}`, { ...init, headers })
  return [response, await response.json()]
}

test.each([
  ['comments?status=any&type=all&context=edit', 'collections/comments.json'],
  ['comments', 'collections/comments.json'],
  ['comments/1?context=edit', 'comment.json'],
  ['posts?context=edit&_embed=author,wp:featuredmedia&status=publish,draft', 'collections/posts.json'],
  ['posts', 'collections/posts.json'],
  ['pages?context=edit', 'collections/pages.json'],
  ['media?context=edit', 'collections/media.json'],
  ['users?who=authors', 'collections/users.json'],
  ['users/me?context=edit', 'user.json'],
  ['comments/999', 'error.json'],
  ['posts/999', 'error.json'],
  ['posts?page=9', 'error.json'],
  ['comments?per_page=101', 'error.json'],
  ['nothing', 'error.json'],
])('the double answers %s as the published schema %s says', async (path, schema) => {
  const [response, answer] = await ask(path)
  expect(schemaFaults(answer, join(folder, schema))).toEqual([])
  expect(response.headers.get('content-type')).toBe('application/json; charset=UTF-8')
  if (!Array.isArray(answer)) return
  expect(answer.length).toBeGreaterThan(0)
  expect(Number(response.headers.get('x-wp-total'))).toBe(answer.length)
})

test.each([
  ['comments', { post: 2, content: 'Nytt', status: 'approved' }, 'comment.json', 201],
  ['comments/1', { status: 'hold' }, 'comment.json', 200],
  ['posts', { title: 'Nytt', content: 'x', status: 'publish' }, 'post.json', 201],
  ['comments', { post: 2, content: '' }, 'error.json', 400],
  ['comments', { post: 99, content: 'x' }, 'error.json', 403],
])('the double takes an order to %s with %j as %s says', async (path, body, schema, status) => {
  const [response, answer] = await ask(path, { method: 'POST', body: JSON.stringify(body) })
  expect(response.status).toBe(status)
  expect(schemaFaults(answer, join(folder, schema))).toEqual([])
})

test.each([
  ['comments?status=hold', 'rest_forbidden_param'],
  ['comments?context=edit', 'rest_forbidden_context'],
  ['posts?context=edit', 'rest_forbidden_context'],
  ['users/me', 'rest_not_logged_in'],
])('a stranger is refused %s', async (path, code) => {
  const [response, answer] = await ask(path, { anonymous: true })
  expect([response.status, answer]).toEqual([401, expect.objectContaining({ code, data: { status: 401 } })])
  expect(schemaFaults(answer, join(folder, 'error.json'))).toEqual([])
})

test('the schemas do say no: an answer with a member missing or of another kind is found', async () => {
  const [, answer] = await ask('comments/1?context=edit')
  const { link: _, ...without } = answer as Record<string, unknown>
  expect(schemaFaults(without, join(folder, 'comment.json'))).toEqual(['$.link is missing'])
  const faulty = { ...(answer as object), date: '2026-11-20', post: '2' }
  expect(schemaFaults(faulty, join(folder, 'comment.json')).length).toBeGreaterThanOrEqual(2)
})
