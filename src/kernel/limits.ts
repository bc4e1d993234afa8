/** A form with a film, from its first byte to its last: it takes its time on a bad line. Page and server wait as long. */
export const uploadMilliseconds = 15 * 60_000

/** Upper bounds on what comes from outside. Units last in the names. */
export const limits = {
  /** One answer from a platform's API. */
  apiAnswerBytes: 16 * 1024 * 1024,
  /** A feed document. */
  feedBytes: 20 * 1024 * 1024,
  /** One attached picture or film that is kept. */
  mediaBytes: 200 * 1024 * 1024,
  /** Parts up to this size lie in the database, larger ones in the blob store. */
  inlinePartBytes: 64 * 1024,
  /** A request to a platform, from connecting to the last byte. */
  requestMilliseconds: 30_000,
  /** Redirects followed for media and feeds, each target checked. */
  redirects: 4,
  /** A form or a webhook sent to us. */
  formBytes: 1024 * 1024,
  /** A form with a picture, from somebody who is signed in. */
  pictureFormBytes: 12 * 1024 * 1024,
  /** A form with a film, from somebody who is signed in. */
  filmFormBytes: 512 * 1024 * 1024,
  /** Fields of a form; the longest of ours has some hundred. */
  formFields: 2_000,
  webhookBytes: 4 * 1024 * 1024,
  /** Webhooks that a process has not kept yet, with what is around them: about a thousand, or four of the largest. */
  webhookBytesInHand: 18 * 1024 * 1024,
  /** Pages of a platform's list in one round; more is taken up in the next round. */
  pagesPerRound: 200,
  /** After so long a round ends with the page that it has in hand; the next goes on from there. */
  roundMilliseconds: 10 * 60_000,
  /** Nesting of JSON from outside. */
  jsonDepth: 64,
} as const
