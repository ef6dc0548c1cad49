//! A form with a file in it, as browsers post one: `multipart/form-data`, read from one piece of bytes.
//!
//! Only what this shell's own form holds is read: short fields, and one file, whose name counts for
//! nothing. What the file is, the engine finds out.

use crate::act::Fields;

/// Bytes of such a form at most: a picture that the engine would read, and what stands around it.
pub const PICTURE_MAX_BYTES: usize = 41_000_000;

/// The field with the file.
const FILE: &str = "picture";

/// A form with its file.
#[derive(Debug)]
pub struct Posted<'a> {
    /// Its other fields.
    pub fields: Fields,
    /// The bytes of the file.
    pub file: &'a [u8],
}

/// Reads a form by its content type. `None` for anything else than the form described above.
pub fn read<'a>(content_type: &str, body: &'a [u8]) -> Option<Posted<'a>> {
    let (kind, options) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let boundary = options.split(';').find_map(|option| option.trim().strip_prefix("boundary="))?;
    let mark = format!("\r\n--{}", boundary.trim_matches('"'));
    let (mut fields, mut file) = (Vec::new(), None);
    // The first mark has no line break before it.
    let mut rest = body.strip_prefix(&mark.as_bytes()[2..])?;
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let head_end = find(part, b"\r\n\r\n")?;
        let (head, after) = (std::str::from_utf8(&part[..head_end]).ok()?, &part[head_end + 4..]);
        let end = find(after, mark.as_bytes())?;
        let name = name(head)?;
        if name == FILE {
            file = Some(&after[..end]);
        } else {
            fields.push((name.to_owned(), std::str::from_utf8(&after[..end]).ok()?.to_owned()));
        }
        rest = &after[end + mark.len()..];
    }
    let file = file.filter(|_| rest.starts_with(b"--"))?;
    Some(Posted { fields: Fields::new(fields), file })
}

fn name(head: &str) -> Option<&str> {
    let line = head.lines().find(|line| {
        line.get(..20).is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:"))
    })?;
    line.split(';').find_map(|part| part.trim().strip_prefix("name=\"")?.strip_suffix('"'))
}

fn find(within: &[u8], what: &[u8]) -> Option<usize> {
    let first = *what.first()?;
    let mut from = 0;
    loop {
        let at = from + within.get(from..)?.iter().position(|byte| *byte == first)?;
        if within[at..].starts_with(what) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: &str = "multipart/form-data; boundary=----x7";

    fn body(file: &[u8]) -> Vec<u8> {
        [
            &b"------x7\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nlookup-add-photo\r\n\
               ------x7\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"../a.jpg\"\r\n\
               Content-Type: image/jpeg\r\n\r\n"[..],
            file,
            b"\r\n------x7--\r\n",
        ]
        .concat()
    }

    #[test]
    fn fields_and_the_file_are_read_as_they_came() {
        for file in [&b"\xff\xd8\r\n--\r\n------x\r\n\0"[..], b"", b"\r\n"] {
            let body = body(file);
            let posted = read(KIND, &body).unwrap();
            assert_eq!(posted.file, file);
            assert_eq!(posted.fields.optional("action"), Some("lookup-add-photo"));
        }
    }

    #[test]
    fn whatever_else_comes_is_no_form() {
        let whole = body(b"picture");
        for cut in 0..whole.len() - 2 {
            assert!(read(KIND, &whole[..cut]).is_none(), "{cut}");
        }
        for kind in ["", "multipart/form-data", "text/plain; boundary=----x7"] {
            assert!(read(kind, &whole).is_none(), "{kind}");
        }
        assert!(read("multipart/form-data; boundary=----y", &whole).is_none());
    }
}
