//! Roles by name.

use super::Role;

#[test]
fn roles_keep_their_names() {
    for role in Role::ALL {
        assert_eq!(Role::from_code(role.code()), Some(role));
        assert_eq!(serde_json::to_string(&role).unwrap(), format!("\"{}\"", role.code()));
    }
    assert_eq!(Role::from_code("mayor"), None);
}
