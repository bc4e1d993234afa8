/**
 * What the application's role may do, derived from the comments of the tables in the schema public:
 *   append-only…   SELECT, INSERT
 *   read-only…     SELECT
 *   owner-only…    nothing
 *   anything else  SELECT, INSERT, UPDATE, DELETE
 * Never TRUNCATE. Partitions get nothing of their own: read directly they would pass their parent's row-level security.
 * What an extension brought is left alone. :ROLE is a literal, put in by `grantStatements`.
 */
const publicGrants = `DO $grants$
DECLARE
  app text := :ROLE;
  r record;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', app);
  FOR r IN
    SELECT c.oid::regclass AS name, c.relkind, c.relispartition, coalesce(obj_description(c.oid, 'pg_class'), '') AS note
      FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY c.oid
  LOOP
    IF r.relkind = 'S' THEN
      EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %I', r.name, app);
      CONTINUE;
    END IF;
    EXECUTE format('REVOKE ALL ON %s FROM %I', r.name, app);
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC', r.name);
    CONTINUE WHEN r.relispartition OR r.note LIKE 'owner-only%';
    EXECUTE format('GRANT SELECT ON %s TO %I', r.name, app);
    CONTINUE WHEN r.relkind IN ('v', 'm') OR r.note LIKE 'read-only%';
    EXECUTE format('GRANT INSERT ON %s TO %I', r.name, app);
    CONTINUE WHEN r.note LIKE 'append-only%';
    EXECUTE format('GRANT UPDATE, DELETE ON %s TO %I', r.name, app);
  END LOOP;
END $grants$`

/**
 * The job queue's own tables have row-level security on and no policy, so that its owner alone can use them. Our worker
 * is not the owner: it gets a policy. Jobs carry no text of records, only ids (src/infra/jobs).
 */
const queueGrants = `DO $grants$
DECLARE
  app text := :ROLE;
  r record;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA graphile_worker TO %I', app);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO %I', app);
  EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON graphile_worker.migrations FROM %I', app);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO %I', app);
  EXECUTE format('GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO %I', app);
  FOR r IN
    SELECT c.oid::regclass AS name, c.oid FROM pg_class c
     WHERE c.relnamespace = 'graphile_worker'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
  LOOP
    IF NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = r.oid AND p.polname = 'worker_' || app) THEN
      EXECUTE format('CREATE POLICY %I ON %s TO %I USING (true) WITH CHECK (true)', 'worker_' || app, r.name, app);
    END IF;
  END LOOP;
END $grants$`

/** The text that decides the grants; when it changes they are given again. */
export const grantRules = publicGrants + queueGrants

/**
 * Statements to be run by the owner in one transaction; running them again changes nothing.
 * @param role the application's role, quoted as a literal by the caller's `escapeLiteral`.
 */
export const grantStatements = (roleLiteral: string): readonly string[] =>
  [publicGrants, queueGrants].map((sql) => sql.replace(':ROLE', () => roleLiteral))
