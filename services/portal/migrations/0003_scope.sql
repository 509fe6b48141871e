-- What an account may see beyond its roles: the organ it answers for, or the court or procuratorate it belongs to.
ALTER TABLE portal.account ADD organ uuid, ADD judicial_organ uuid;

-- Each service has a log of its own, so a person's last act has a position in each.
ALTER TABLE portal.session DROP position, ADD positions jsonb NOT NULL DEFAULT '{}';

-- Which service a waiting command goes to.
ALTER TABLE portal.draft ADD kind text NOT NULL DEFAULT 'ReconsiderationCase';
