-- The few among the many: what is not shown any more, what the municipality itself wrote, and posts. Without these a
-- search for them alone reads every comment there is (measured at a million items: 170-470 ms, with them under 60).
-- Partial, so that an ordinary comment costs nothing more to take in.
CREATE INDEX item_not_visible ON item (municipality_id, state, published_at DESC, record_id DESC) WHERE state <> 'visible';

CREATE INDEX item_drawn_up ON item (municipality_id, published_at DESC, record_id DESC) WHERE direction = 'drawnUp';

CREATE INDEX item_not_comment ON item (municipality_id, kind, published_at DESC, record_id DESC) WHERE kind <> 'comment';
