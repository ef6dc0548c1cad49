//! File, environment and words: what counts, and what is refused by its name.

use tempfile::TempDir;

use super::*;

const PASSWORD: &str = "s3cret";

/// A configuration from the text of a file, variables, and words.
fn read(
    text: &str,
    variables: &[(&str, &str)],
    words: &[(&str, &str)],
) -> Result<Configuration, ConfigurationError> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("wufei.toml");
    fs::write(&file, text).unwrap();
    let owned = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let told = Told { file: Some(file), variables: owned(variables), words: owned(words) };
    Configuration::read(&told)
}

/// What is said of it, with the file's folder left out.
fn refused(text: &str, variables: &[(&str, &str)], words: &[(&str, &str)]) -> String {
    let settings = read(text, variables, words).and_then(|all| all.settings());
    let said = settings.map(|_| ()).unwrap_err().to_string();
    assert!(!said.contains(PASSWORD), "{said}");
    said.split_once("wufei.toml").map_or(said.clone(), |(_, rest)| format!("wufei.toml{rest}"))
}

const FILE: &str =
    "# The city.\ndatabase = \"sqlite:city.sqlite\"\ntick_ms = 1_000\nlisten = \"127.0.0.1:1\"\n";

#[test]
fn words_count_over_the_environment_and_that_over_the_file() {
    let variables = [("WUFEI_LISTEN", "127.0.0.1:2"), ("WUFEI_TICK_MS", "2000")];
    let all = read(FILE, &variables, &[("--listen", "127.0.0.1:3")]).unwrap();
    let settings = all.settings().unwrap();
    assert_eq!(settings.database.to_string(), "sqlite:city.sqlite");
    assert_eq!((settings.tick_ms, settings.listen.port()), (2_000, 3));
    let shown = all.to_string();
    for line in [
        "database = \"sqlite:city.sqlite\" # ",
        "wufei.toml:2\n",
        "listen = \"127.0.0.1:3\" # word --listen\n",
        "tick_ms = 2000 # environment WUFEI_TICK_MS\n",
        "oldest_protocol = 1 # default",
        "# photos is not set\n",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    let again = read(&shown, &[], &[]).unwrap();
    assert_eq!(again.settings().unwrap(), settings, "what is shown says the same");
}

#[test]
fn backups_are_a_table_and_none_are_made_without_a_folder() {
    assert_eq!(read(FILE, &[], &[]).unwrap().settings().unwrap().backups, None);
    let table = format!("{FILE}[backups]\nfolder = \"kept\"\nevery = \"90m\"\n");
    let settings = read(&table, &[("WUFEI_BACKUPS_KEEP", "3")], &[]).unwrap().settings().unwrap();
    let (every, keep) = ("90m".parse().unwrap(), "3".parse().unwrap());
    assert_eq!(settings.backups, Some(Backups { folder: PathBuf::from("kept"), every, keep }));
    for (variable, value) in [("EVERY", "0m"), ("EVERY", "时"), ("EVERY", "9"), ("KEEP", "0")] {
        let said = refused(&table, &[(&format!("WUFEI_BACKUPS_{variable}"), value)], &[]);
        assert!(said.contains("it is not a number"), "{said}");
    }
    let said = refused(&format!("{table}often = true"), &[], &[]);
    assert!(said.contains(":8: the key `backups.often` is not known here"), "{said}");
}

#[test]
fn a_certificate_has_its_key_or_neither_is_named() {
    assert_eq!(read(FILE, &[], &[]).unwrap().settings().unwrap().certificate, None);
    let both = format!("{FILE}certificate = \"c.pem\"\ncertificate_key = \"k.pem\"\n");
    let files = read(&both, &[], &[]).unwrap().settings().unwrap().certificate.unwrap();
    assert_eq!((files.chain, files.key), (PathBuf::from("c.pem"), PathBuf::from("k.pem")));
    let said = refused(&format!("{FILE}certificate = \"c.pem\"\n"), &[], &[]);
    let alone = "it is of no use alone";
    let wanted = format!("wufei.toml:5: certificate: {alone}: certificate_key is not set");
    assert_eq!(said, wanted);
    let said = refused(FILE, &[("WUFEI_CERTIFICATE_KEY", "k.pem")], &[]);
    let variable = "environment WUFEI_CERTIFICATE_KEY: certificate_key";
    assert_eq!(said, format!("{variable}: {alone}: certificate is not set"));
}

#[test]
fn the_example_can_be_served() {
    let example = include_str!("../../../wufei.toml");
    let settings = read(example, &[], &[]).unwrap().settings().unwrap();
    assert!(settings.backups.is_some() && settings.public_address.is_some());
    assert_eq!(settings.trusted_proxies, "127.0.0.1".parse().unwrap());
}

#[test]
fn what_is_not_known_is_refused_by_its_name_and_place() {
    let said = refused(&format!("{FILE}tick_seconds = 1\n"), &[], &[]);
    assert!(said.starts_with("wufei.toml:5: the key `tick_seconds` is not known here"), "{said}");
    let said = refused(&format!("{FILE}[photos]\nfolder = 1\n"), &[], &[]);
    assert_eq!(said, "wufei.toml:5: photos: a table has no place here");
    let said = refused(&format!("{FILE}[lights]\ncolour = 1\n"), &[], &[]);
    assert!(said.starts_with("wufei.toml:5: the key `lights` is not known here"), "{said}");
    let said = refused(FILE, &[("WUFEI_LISTENS", "x")], &[]);
    assert!(said.starts_with("environment: the variable WUFEI_LISTENS is not known"), "{said}");
    let said = refused(FILE, &[], &[("--listens", "x")]);
    assert!(said.starts_with("word --listens: the key"), "{said}");
}

#[test]
fn the_variables_of_others_are_left_alone() {
    let others = [
        ("HOME", "x"),
        ("WUFEI_TEST_POSTGRES", "x"),
        (vault::VARIABLE, PASSWORD),
        (city_key::VARIABLE, PASSWORD),
    ];
    let all = read(FILE, &others, &[]).unwrap();
    assert!(!all.to_string().contains(PASSWORD));
    all.settings().unwrap();
}

#[test]
fn a_value_that_does_not_fit_is_told_with_its_place() {
    for (text, said) in [
        ("tick_ms = \"soon\"", "wufei.toml:1: tick_ms: invalid digit found in string"),
        ("listen = \"here\"", "wufei.toml:1: listen: invalid socket address syntax"),
        ("\noldest_protocol = 9", "wufei.toml:2: oldest_protocol: 9 is not 1 to 3"),
        ("photos = \"\"", "wufei.toml:1: photos: it is empty"),
        ("listen = ", "wufei.toml:1: "),
    ] {
        let refused = refused(text, &[("WUFEI_DATABASE", "sqlite:a")], &[]);
        assert!(refused.starts_with(said), "{refused}");
    }
    let said = refused("", &[], &[]);
    assert!(said.starts_with("database is not set: as `database` in the file, as WUFEI_DATABASE"));
}

#[test]
fn a_password_is_never_shown() {
    let address = format!("postgres://wufei:{PASSWORD}@db.example.cn/city");
    let shown = read(&format!("database = \"{address}\""), &[], &[]).unwrap().to_string();
    assert!(shown.contains("postgres://wufei:***@db.example.cn"), "{shown}");
    for broken in [address.replace("postgres", "mysql"), format!("{address}?colour=red")] {
        let shown = read("", &[("WUFEI_DATABASE", &broken)], &[]).unwrap().to_string();
        assert!(!shown.contains(PASSWORD), "{shown}");
        refused("", &[("WUFEI_DATABASE", &broken)], &[]);
    }
    // A line that is no TOML is not told either.
    refused(&format!("database = {address}"), &[], &[]);
    refused(&format!("database = \"{address}\ntick_ms = 1"), &[], &[]);
}

#[test]
fn the_environment_may_name_the_file() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("wufei.toml");
    fs::write(&file, FILE).unwrap();
    let variables = vec![(FILE_VARIABLE.to_owned(), file.display().to_string())];
    let told = Told { variables, ..Told::default() };
    assert_eq!(Configuration::read(&told).unwrap().settings().unwrap().tick_ms, 1_000);
    let told = Told { file: Some(folder.path().join("none.toml")), ..told };
    let said = Configuration::read(&told).unwrap_err().to_string();
    assert!(said.contains("none.toml: "), "{said}");
}
