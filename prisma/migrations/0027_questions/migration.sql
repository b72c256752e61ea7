-- What a resource asks of those who book it. Versions are never changed: an answer names the version it was given to.
CREATE TABLE question_set (
  resource_id text NOT NULL REFERENCES resource (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  version integer NOT NULL CHECK (version > 0),
  -- [{ id, kind, zh, en, modes: [], isRequired, choices: [{ zh, en }], min, max }]
  questions jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (resource_id, version)
);

-- { version, answers: [{ id, kind, zh, en, value, valueEn }] }, with the questions as they were asked; null: none were.
ALTER TABLE booking_item ADD COLUMN answers jsonb;

-- The newest version of each of the resources, by id; null where none of them asks anything.
CREATE FUNCTION current_questions(p_resources text[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_object_agg(resource_id, jsonb_build_object('version', version, 'questions', questions))
    FROM (SELECT DISTINCT ON (resource_id) resource_id, version, questions
            FROM question_set WHERE resource_id = ANY (p_resources) ORDER BY resource_id, version DESC) AS newest
$$;
