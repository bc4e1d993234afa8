import type { ItemRef } from '../../src/platforms/contract.ts'
import type { WordPressServer } from './wordpress-server.ts'

export const numberOf = (ref: ItemRef): number => Number(ref.platformId.split('/')[1])
export const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** The site as its visitors and editors use it, beside what is being tested. */
export class RealSite {
  readonly #server: WordPressServer

  constructor(server: WordPressServer) {
    this.#server = server
  }

  async api(
    path: string,
    body?: object | Uint8Array,
    more: Record<string, string> = {},
  ): Promise<Record<string, unknown>> {
    const { url, username, password } = this.#server
    const secret = Buffer.from(`${username}:${password}`).toString('base64')
    const file = body instanceof Uint8Array
    const response = await fetch(`${url}/wp-json/wp/v2/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Basic ${secret}`,
        ...(file ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: file ? Buffer.from(body) : JSON.stringify(body) }),
    })
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }

  empty(): void {
    this.#server.sql(
      'delete from wp_comments; delete from wp_commentmeta; delete from wp_posts; delete from wp_postmeta;',
    )
  }

  async addPicture(alt: string): Promise<number> {
    const about = { 'content-type': 'image/png', 'content-disposition': 'attachment; filename=bild.png' }
    const media = await this.api(`media?alt_text=${encodeURIComponent(alt)}`, pixel, about)
    return Number(media['id'])
  }

  async addPost(text: string, image?: { readonly alt: string }): Promise<number> {
    // PHP's JSON takes no lone surrogates.
    const content = text.toWellFormed()
    const featured = image ? await this.addPicture(image.alt) : 0
    const post = { title: 'Nytt', content, status: 'publish', featured_media: featured }
    return Number((await this.api('posts', post))['id'])
  }

  async addComment(post: number, text: string, parent = 0): Promise<number> {
    const from = {
      author_name: 'Kim',
      author_email: 'kim@example.se',
      author_ip: '192.0.2.17',
      author_user_agent: 'Firefox',
    }
    const said = { post, parent, content: text.toWellFormed(), ...from, status: 'approved' }
    return Number((await this.api('comments', said))['id'])
  }

  /** In the form below the post, as a member of the public does. */
  async writeInForm(post: number, author: string, comment: string): Promise<void> {
    const form = { comment_post_ID: String(post), author, email: 'lo@example.se', comment }
    await fetch(`${this.#server.url}/wp-comments-post.php`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(form),
    })
  }

  /** Whoever may do what a role may, with an application password of their own. */
  person(role: string): { readonly url: string; readonly username: string; readonly password: string } {
    const name = `${role}${Date.now()}`
    const made = this.#server.php(
      `$id = wp_insert_user(['user_login'=>'${name}','user_pass'=>'x-${name}','role'=>'${role}']); echo WP_Application_Passwords::create_new_application_password($id, ['name'=>'u'])[0];`,
    )
    return { url: this.#server.url, username: name, password: made }
  }
}
