//! The names that the model is taught beside those of the items: `data/taught`, rows of
//! `place | name name name`. They are read when the model is trained, and not compiled in.

use crate::{
    broken::{BrokenData, Rule},
    files,
    item::Disposal,
    rows::rows,
};

/// The names of these files, each with where it goes.
pub(super) fn read(files: &[(&str, &str)]) -> Result<Vec<(String, Disposal)>, BrokenData> {
    let mut all = Vec::new();
    for (file, text) in files {
        for row in rows(file, text) {
            let place = Disposal::from_code(row.word()).ok_or_else(|| {
                row.broken(Rule::DisposalUnknown { value: row.word().to_owned() })
            })?;
            let [names] = row.cells("place")?;
            all.extend(names.split_whitespace().map(|name| (name.to_owned(), place)));
        }
    }
    Ok(all)
}

/// FNV-1a over all that a model is trained on, so that a model of yesterday is noticed.
pub(crate) fn digest(taught: &[(&str, &str)]) -> [u8; 8] {
    let own = [files::KINDS, files::COMPOUNDS];
    let items = files::ITEMS.iter().map(|(_, text)| *text);
    let texts = items.chain(own).chain(taught.iter().map(|(_, text)| *text));
    let hash = texts.flat_map(str::bytes).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    hash.to_le_bytes()
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use wufei_domain::stream::Stream;

    use super::*;
    use crate::{Guide, judge::Model};

    /// The files of `data/taught` by name.
    fn lessons() -> Vec<(String, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/taught");
        let mut all: Vec<(String, String)> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect();
        all.sort();
        all
    }

    #[test]
    fn the_model_was_trained_on_the_names_of_today() {
        let lessons = lessons();
        let lessons: Vec<(&str, &str)> =
            lessons.iter().map(|(file, text)| (file.as_str(), text.as_str())).collect();
        assert!(read(&lessons).unwrap().len() > 25_000);
        let model = Model::read(files::MODEL).unwrap();
        let how = "cargo run --release -p wufei-guide -- train";
        assert_eq!(model.trained_on(), digest(&lessons), "train it again: {how}");
        let (first, _) = lessons.split_first().unwrap();
        assert_ne!(model.trained_on(), digest(&[*first]), "and another lesson is noticed");
    }

    #[test]
    fn a_wrong_row_is_named() {
        let good = ("a.txt", "# names\nresidual | 烟头 纸尿裤\n");
        let read_of = |text| read(&[good, ("b.txt", text)]);
        let place = Disposal::Bin(Stream::Perishable);
        let names = read_of("perishable | 菜叶\n").unwrap();
        assert_eq!(names[2], ("菜叶".to_owned(), place));
        let error = read_of("\nblue | 纸\n").unwrap_err();
        assert_eq!(error.to_string(), "b.txt:2: \"blue\" is no stream and no other place");
        assert!(read_of("residual\n").is_err());
        assert!(Guide::zhejiang().unwrap().trained(&[("b.txt", "blue | 纸")]).is_err());
    }
}
