-- omslagsbild (C8): the picture that is shown before a film is played.
ALTER TABLE publication_media
  DROP CONSTRAINT publication_media_kind_check,
  ADD CONSTRAINT publication_media_kind_check CHECK (kind IN ('picture', 'film', 'captions', 'thumbnail'));

-- What the editors of an account have agreed on (C3): with which of their names answers are signed, and from where.
-- null, '': as the policy says, and the account's own name.
ALTER TABLE account
  ADD COLUMN signs_with text CHECK (signs_with IN ('firstName', 'fullName')),
  ADD COLUMN workplace text NOT NULL DEFAULT '';
