-- A handler sees the cases he handles, those he registered, and those that nobody handles yet: each is looked up.
CREATE INDEX case_file_by_registrar ON portal.case_file (registered_by);
CREATE INDEX case_file_unassigned ON portal.case_file (received_on DESC, id DESC) WHERE handlers = '{}';
