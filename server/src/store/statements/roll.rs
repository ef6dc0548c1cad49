//! What an organiser imports: communities, households, doors, points, tariffs, scripts, turfs.

use crate::store::Statement;

statements! {
    /// code, county, name, local_name, synthetic, roll_source, roll_as_of.
    UPSERT_COMMUNITY = "INSERT INTO communities
        (code, county, name, local_name, synthetic, roll_source, roll_as_of)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (code) DO UPDATE SET
        county = excluded.county, name = excluded.name, local_name = excluded.local_name,
        synthetic = excluded.synthetic, roll_source = excluded.roll_source,
        roll_as_of = excluded.roll_as_of";
    /// code → name, synthetic, registered.
    FIND_COMMUNITY = "SELECT c.name, c.synthetic, (SELECT CAST(COUNT(*) AS BIGINT)
        FROM households h WHERE h.community = c.code) FROM communities c WHERE c.code = $1";
    /// community, number, label, card.
    UPSERT_HOUSEHOLD = "INSERT INTO households (community, number, label, card)
        VALUES ($1, $2, $3, $4) ON CONFLICT (community, number) DO UPDATE SET
        label = excluded.label, card = excluded.card";
    /// community, number → label, card.
    FIND_HOUSEHOLD = "SELECT label, card FROM households WHERE community = $1 AND number = $2";
    /// card → community, number.
    FIND_CARD = "SELECT community, number FROM households WHERE card = $1";
    /// community, number, label, do_not_visit.
    UPSERT_DOOR = "INSERT INTO doors (community, number, label, do_not_visit)
        VALUES ($1, $2, $3, $4) ON CONFLICT (community, number) DO UPDATE SET
        label = excluded.label, do_not_visit = excluded.do_not_visit";
    /// community → number, label, do_not_visit.
    DOORS = "SELECT number, label, do_not_visit FROM doors WHERE community = $1 ORDER BY number";
    /// id, name, hours, scale_max, latitude_microdegrees, longitude_microdegrees, datum.
    UPSERT_POINT = "INSERT INTO points (id, name, hours, scale_max, latitude_microdegrees,
            longitude_microdegrees, datum) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, hours = excluded.hours,
        scale_max = excluded.scale_max,
        latitude_microdegrees = excluded.latitude_microdegrees,
        longitude_microdegrees = excluded.longitude_microdegrees, datum = excluded.datum";
    /// point.
    CLEAR_POINT_COMMUNITIES = "DELETE FROM point_communities WHERE point = $1";
    /// point, community, position.
    INSERT_POINT_COMMUNITY = "INSERT INTO point_communities (point, community, position)
        VALUES ($1, $2, $3)";
    /// point → community.
    POINT_COMMUNITIES = "SELECT community FROM point_communities WHERE point = $1
        ORDER BY position";
    /// id → scale_max.
    FIND_POINT = "SELECT scale_max FROM points WHERE id = $1";
    /// community → id, name, hours, scale_max, latitude_microdegrees, longitude_microdegrees,
    /// datum of the points that serve it.
    POINTS_OF_COMMUNITY = "SELECT p.id, p.name, p.hours, p.scale_max, p.latitude_microdegrees,
            p.longitude_microdegrees, p.datum FROM points p
        JOIN point_communities c ON c.point = p.id WHERE c.community = $1 ORDER BY p.id";
    /// community → number, label, card of its households.
    HOUSEHOLDS = "SELECT number, label, card FROM households WHERE community = $1
        ORDER BY number";
    /// version, body.
    INSERT_TARIFF = "INSERT INTO tariffs (version, body) VALUES ($1, $2)
        ON CONFLICT (version) DO NOTHING";
    /// version → body.
    FIND_TARIFF = "SELECT body FROM tariffs WHERE version = $1";
    /// version, body.
    INSERT_SCRIPT = "INSERT INTO scripts (version, body) VALUES ($1, $2)
        ON CONFLICT (version) DO NOTHING";
    /// version → body.
    FIND_SCRIPT = "SELECT body FROM scripts WHERE version = $1";
    /// community, id, name.
    UPSERT_TURF = "INSERT INTO turfs (community, id, name) VALUES ($1, $2, $3)
        ON CONFLICT (community, id) DO UPDATE SET name = excluded.name";
    /// community, turf, door, position.
    UPSERT_TURF_DOOR = "INSERT INTO turf_doors (community, turf, door, position)
        VALUES ($1, $2, $3, $4) ON CONFLICT (community, turf, door)
        DO UPDATE SET position = excluded.position";
    /// community, turf → number, label, position, do_not_visit in the order of the walk.
    TURF_DOORS = "SELECT d.number, d.label, t.position, d.do_not_visit FROM turf_doors t
        JOIN doors d ON d.community = t.community AND d.number = t.door
        WHERE t.community = $1 AND t.turf = $2 ORDER BY t.position";
}
