-- What is known of how an account is used: whom it is for, and the figures its platform gives out.

-- Whom an account is for: public · internal (staff alone); null: nobody has said. blog: what is published there is a
-- blog, which says who writes and how comments are followed up (R18).
ALTER TABLE account
  ADD COLUMN audience text CHECK (audience IN ('public', 'internal')),
  ADD COLUMN blog boolean NOT NULL DEFAULT false;
UPDATE account SET blog = true WHERE platform = 'wordpress';
