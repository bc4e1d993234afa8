-- News from the website to drafts (C1), the right to use a picture (C5), and what the data protection officer says (C6).

-- nyhetsflöde: a feed of the municipality's own website.
CREATE TABLE news_feed (
  municipality_id int NOT NULL REFERENCES municipality,
  feed_id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  added_by uuid,
  added_at timestamptz NOT NULL,
  -- What its reader remembers from one time to the next; null until it has been read whole once.
  cursor jsonb,
  read_at timestamptz,
  -- Why it could not be read the last time, and since when; Swedish. null: it could.
  failure text,
  failing_since timestamptz,
  removed_at timestamptz,
  PRIMARY KEY (municipality_id, feed_id)
);
CREATE UNIQUE INDEX news_feed_url ON news_feed (municipality_id, url) WHERE removed_at IS NULL;

-- Where its news become drafts by themselves.
CREATE TABLE news_feed_account (
  municipality_id int NOT NULL,
  feed_id uuid NOT NULL,
  account_id uuid NOT NULL,
  PRIMARY KEY (municipality_id, feed_id, account_id),
  FOREIGN KEY (municipality_id, feed_id) REFERENCES news_feed,
  FOREIGN KEY (municipality_id, account_id) REFERENCES account
);

-- nyhet: plain text, whatever the feed held.
CREATE TABLE news (
  municipality_id int NOT NULL,
  news_id uuid NOT NULL,
  feed_id uuid NOT NULL,
  -- The feed's own id of it, or a hash of that.
  item_id text NOT NULL,
  title text NOT NULL,
  summary text NOT NULL,
  url text,
  picture_url text,
  -- Changes when the news does.
  version text NOT NULL,
  published_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  -- When it became another than the one that the draft was made from.
  changed_at timestamptz,
  skipped_by uuid,
  skipped_at timestamptz,
  publication_id uuid,
  PRIMARY KEY (municipality_id, news_id),
  UNIQUE (municipality_id, feed_id, item_id),
  FOREIGN KEY (municipality_id, feed_id) REFERENCES news_feed,
  -- A draft that is thrown away leaves the news as it was.
  FOREIGN KEY (municipality_id, publication_id) REFERENCES publication ON DELETE SET NULL (publication_id)
);
CREATE INDEX news_newest ON news (municipality_id, published_at DESC, news_id);
CREATE INDEX news_publication ON news (municipality_id, publication_id) WHERE publication_id IS NOT NULL;

-- tillstånd: a licence, consents, or both, for pictures. Persons are counted and not named.
CREATE TABLE picture_licence (
  municipality_id int NOT NULL REFERENCES municipality,
  licence_id uuid NOT NULL,
  -- F-<year>-<place>
  year int NOT NULL,
  place int NOT NULL,
  what text NOT NULL,
  -- Photographer or holder of the copyright; '' where the municipality itself holds it.
  holder text NOT NULL DEFAULT '',
  -- The holder is to be named where the picture is shown.
  named boolean NOT NULL DEFAULT false,
  persons int NOT NULL DEFAULT 0 CHECK (persons >= 0),
  minors boolean NOT NULL DEFAULT false,
  purpose text NOT NULL,
  channels text NOT NULL,
  valid_until date,
  -- The signed paper, sealed as a record; null: there is none here.
  record_id uuid,
  registered_by uuid,
  registered_at timestamptz NOT NULL,
  withdrawn_on date,
  withdrawn_why text NOT NULL DEFAULT '',
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  PRIMARY KEY (municipality_id, licence_id),
  UNIQUE (municipality_id, year, place)
);

ALTER TABLE publication_media
  ADD COLUMN licence_id uuid,
  ADD FOREIGN KEY (municipality_id, licence_id) REFERENCES picture_licence;
CREATE INDEX publication_media_licence ON publication_media (municipality_id, licence_id) WHERE licence_id IS NOT NULL;

-- fråga till dataskyddsombudet: about a publication as it was worded in a version of it.
CREATE TABLE data_protection_question (
  municipality_id int NOT NULL,
  question_id uuid NOT NULL,
  publication_id uuid NOT NULL,
  version int NOT NULL,
  question text NOT NULL,
  asked_by uuid,
  asked_at timestamptz NOT NULL,
  answer text,
  answered_by uuid,
  answered_at timestamptz,
  PRIMARY KEY (municipality_id, question_id),
  FOREIGN KEY (municipality_id, publication_id) REFERENCES publication ON DELETE CASCADE
);
CREATE INDEX data_protection_question_of ON data_protection_question (municipality_id, publication_id, asked_at);

SELECT protect('news_feed', 'news_feed_account', 'news', 'picture_licence', 'data_protection_question');
