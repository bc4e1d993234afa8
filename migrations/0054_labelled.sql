-- Which of a group have got their label: with thousands of the same text, each new one looked all of them up again.
ALTER TABLE repeated_text ADD COLUMN labelled boolean NOT NULL DEFAULT false;
CREATE INDEX repeated_text_unlabelled ON repeated_text (municipality_id, group_id) WHERE NOT labelled;
