import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auth } from 'samlp'

/** A real SAML identity provider (samlp), asked in this process; what it says and signs is for the test to bend. */

export interface Certificate {
  readonly cert: string
  readonly key: string
}

export function selfSigned(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-saml-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const args = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=idp',
    '-keyout',
    key,
    '-out',
    cert,
  ]
  execFileSync('openssl', args, { stdio: 'ignore' })
  const made = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
  rmSync(folder, { recursive: true })
  return made
}

export interface SamlPerson {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly groups: readonly string[]
}

export const samlIssuer = 'urn:kommun:inloggning'
export const samlAttributes = { groups: 'urn:grupper', email: 'urn:epost', name: 'urn:namn' } as const

/**
 * The answer that the provider's page would post.
 * @param url where we sent the browser. @param options of samlp, over the usual ones.
 */
export function samlAnswer(
  url: string,
  person: SamlPerson,
  certificate: Certificate,
  options: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly SAMLResponse: string; readonly RelayState: string }> {
  const query = Object.fromEntries(new URL(url).searchParams)
  return new Promise((resolve, reject) => {
    const mapper = () => ({
      getClaims: () => ({
        [samlAttributes.groups]: person.groups,
        [samlAttributes.email]: person.email,
        [samlAttributes.name]: person.name,
      }),
      getNameIdentifier: () => ({ nameIdentifier: person.id }),
    })
    auth({
      issuer: samlIssuer,
      cert: certificate.cert,
      key: certificate.key,
      signResponse: true,
      signAssertion: false,
      signatureAlgorithm: 'rsa-sha256',
      digestAlgorithm: 'sha256',
      lifetimeInSeconds: 300,
      profileMapper: mapper,
      getUserFromRequest: () => person,
      getPostURL: (
        _audience: unknown,
        _dom: unknown,
        _request: unknown,
        done: (e: null, url: string) => void,
      ) => done(null, 'http://unused.test'),
      responseHandler: (response: Buffer) =>
        resolve({ SAMLResponse: response.toString('base64'), RelayState: query['RelayState'] ?? '' }),
      ...options,
    })(
      { method: 'GET', query, body: {}, originalUrl: url, protocol: 'http' },
      { send: reject, set: () => undefined },
      reject,
    )
  })
}
