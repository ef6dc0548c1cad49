//! What counts as a photo, on the smallest files that say so.

use super::*;

/// A JPEG with all its segments and two coded bytes; nobody decodes it here.
fn jpeg(width: u16, height: u16, more: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, b'J', b'F'];
    bytes.extend(more);
    bytes.extend([0xFF, 0xC0, 0, 8, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([1, 0xFF, 0xDA, 0, 2, 0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34, 0xFF, 0xD9]);
    bytes
}

fn code(bytes: &[u8]) -> Option<Code> {
    fits(&PhotoId::of(bytes), bytes).err().map(|refusal| refusal.code)
}

#[test]
fn an_id_is_64_lower_case_hex_digits() {
    let id = PhotoId::of(b"abc");
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(id.as_str(), known);
    assert_eq!(known.parse::<PhotoId>().unwrap(), id);
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{known}\""));
    for wrong in ["", "ba78", &known.to_uppercase(), &format!("{known}0"), "../../etc/passwd"] {
        assert_eq!(wrong.parse::<PhotoId>().unwrap_err().code, Code::IdMalformed, "{wrong}");
        assert!(serde_json::from_str::<PhotoId>(&format!("\"{wrong}\"")).is_err());
    }
}

#[test]
fn a_photo_is_a_small_jpeg_without_metadata() {
    assert_eq!(code(&jpeg(1_600, 1_200, &[])), None);
    assert_eq!(code(&jpeg(1_601, 1, &[])), Some(Code::PhotoBroken));
    assert_eq!(code(&jpeg(1, 1_601, &[])), Some(Code::PhotoBroken));
    assert_eq!(code(&jpeg(0, 1, &[])), Some(Code::PhotoBroken));
    assert_eq!(
        code(&jpeg(9, 9, &[0xFF, 0xE1, 0, 6, b'E', b'x', b'i', b'f'])),
        Some(Code::PhotoBroken)
    );
    assert_eq!(code(&jpeg(9, 9, &[0xFF, 0xFE, 0, 3, b'!'])), Some(Code::PhotoBroken), "a comment");
    assert_eq!(code(&[]), Some(Code::PhotoBroken));
    assert_eq!(code(b"no picture"), Some(Code::PhotoBroken));
    let mut more = jpeg(9, 9, &[]);
    more.push(0);
    assert_eq!(code(&more), Some(Code::PhotoBroken), "something behind its end");
    let mut large = jpeg(9, 9, &[]);
    large.resize(PHOTO_BYTES_MAX + 1, 0);
    assert_eq!(code(&large), Some(Code::PhotoFileTooLarge));
    let other = fits(&PhotoId::of(b"abc"), &jpeg(9, 9, &[])).unwrap_err();
    assert_eq!(other.code, Code::PhotoHashWrong);
}

#[test]
fn a_jpeg_that_breaks_off_anywhere_is_broken() {
    let whole = jpeg(300, 200, &[0xFF, 0xE1, 0, 6, b'E', b'x', b'i', b'f']);
    let outline = jpeg::outline(&whole).unwrap();
    assert_eq!((outline.width, outline.height, outline.end), (300, 200, whole.len()));
    assert!(outline.has_metadata);
    for cut in 0..whole.len() {
        assert_eq!(jpeg::outline(&whole[..cut]).unwrap_err().code, Code::PhotoBroken, "{cut}");
    }
}

#[test]
fn a_record_names_three_photos_at_most_each_once() {
    let ids: Vec<PhotoId> = (0..4_u8).map(|n| PhotoId::of(&[n])).collect();
    assert_eq!(may_name(&ids[..3]), Ok(()));
    let refused = may_name(&ids).unwrap_err();
    assert_eq!((refused.code, refused.args["value"].as_str()), (Code::PhotosTooMany, "4"));
    let twice = [ids[0].clone(), ids[0].clone()];
    assert_eq!(may_name(&twice).unwrap_err().code, Code::IdReused);
}
