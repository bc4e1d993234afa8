-- Windows that are over are looked for at each attempt: by their time, and not among all those that a flood has left.
CREATE INDEX rate_window_start ON rate_window (municipality_id, window_start);
