//! What is read from the words after the program's name, and what is refused.

use wufei_api::protocol::{CURRENT, OLDEST};

use super::*;

const DEVICE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

fn order(line: &str) -> Result<Order, WordsError> {
    let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    read(&words)
}

fn reported(line: &str) -> LostWord {
    match order(line) {
        Ok(Order::ReportLost { word, .. }) => word,
        other => panic!("{other:?}"),
    }
}

fn served(oldest: Option<&str>) -> Result<u32, WordsError> {
    let oldest = oldest.map(|oldest| format!(" --oldest-protocol {oldest}"));
    match order(&format!("serve --database sqlite:city.sqlite{}", oldest.unwrap_or_default()))? {
        Order::Serve { settings, .. } => Ok(settings.oldest_protocol),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_device_is_reported_with_one_of_two_words() {
    let lost = format!("device lost --database sqlite:a --device {DEVICE}");
    assert_eq!(reported(&lost), LostWord::SendFirst);
    let wherever = format!("device lost --even-unsent --database sqlite:a --device {DEVICE}");
    for line in [format!("{lost} --even-unsent"), wherever] {
        assert_eq!(reported(&line), LostWord::GoToo);
    }
    let found = format!("device found --database sqlite:a --device {DEVICE}");
    assert!(matches!(order(&found), Ok(Order::ReportFound { .. })));
    assert!(matches!(order("device list --database sqlite:a"), Ok(Order::ListDevices { .. })));
}

#[test]
fn a_configuration_may_say_where_the_database_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("wufei.toml");
    std::fs::write(&file, "database = \"sqlite:b\"\ntick_ms = 7\n").unwrap();
    let config = format!("--config {}", file.display());
    let of = |line: String| match order(&line).unwrap() {
        Order::Compact { database } | Order::ListGaps { database } => database.to_string(),
        Order::Serve { settings, .. } => format!("{} {}", settings.database, settings.tick_ms),
        Order::ShowConfiguration(all) => all.to_string().lines().next().unwrap().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(of(format!("compact {config}")), "sqlite:b");
    assert_eq!(of(format!("restore list {config} --database sqlite:c")), "sqlite:c");
    assert_eq!(of(format!("serve {config}")), "sqlite:b 7");
    assert_eq!(of(format!("serve {config} --tick-ms 8")), "sqlite:b 8");
    let shown = of(format!("config show {config}"));
    assert!(shown.starts_with("database = \"sqlite:b\" # /"), "{shown}");
    for line in ["compact".to_owned(), format!("config {config}"), format!("compact {config} a")] {
        assert!(order(&line).is_err(), "{line}");
    }
}

#[test]
fn a_word_that_is_not_known_of_a_device_is_refused() {
    for line in [
        "device".to_owned(),
        "device burn --database sqlite:a".to_owned(),
        "device lost --database sqlite:a".to_owned(),
        "device lost --database sqlite:a --device 7".to_owned(),
        format!("device found --database sqlite:a --device {DEVICE} --even-unsent"),
        format!("device lost --database sqlite:a --device {DEVICE} --even-unsent --even-unsent"),
        format!("device lost --database sqlite:a --device {DEVICE} --even-unsent yes"),
    ] {
        assert!(order(&line).is_err(), "{line}");
    }
}

#[test]
fn missing_words_are_listed_above_a_floor_and_answered_from_a_file() {
    let floor_of = |line: &str| match order(line) {
        Ok(Order::Missing { what: MissingOrder::List { floor, .. }, .. }) => Ok(floor),
        Ok(other) => panic!("{other:?}"),
        Err(error) => Err(error.to_string()),
    };
    let list = "missing list --database sqlite:a --area 330683106000";
    assert_eq!(floor_of(list), Ok(FLOOR));
    assert_eq!(floor_of(&format!("{list} --floor 9")), Ok(9));
    let photos = order(&format!("{list} --photos /city/photos"));
    let Ok(Order::Missing { what: MissingOrder::List { photos, .. }, .. }) = photos else {
        panic!("{photos:?}");
    };
    assert_eq!(photos, Some("/city/photos".into()));
    let low = floor_of(&format!("{list} --floor 2")).unwrap_err();
    assert_eq!(low, "--floor: 2 is less than 3: it could single people out");
    let answer = order("missing answer --database sqlite:a --file rows.txt");
    assert!(matches!(answer, Ok(Order::Missing { what: MissingOrder::Answer(_), .. })));
    for line in ["missing list --database sqlite:a", "missing answer --database sqlite:a"] {
        assert!(order(line).is_err(), "{line}");
    }
}

#[test]
fn the_oldest_version_that_is_served_is_one_of_those_that_are_read() {
    assert_eq!(served(None), Ok(OLDEST));
    assert_eq!(served(Some(&CURRENT.to_string())), Ok(CURRENT));
    for beyond in [OLDEST - 1, CURRENT + 1] {
        let refused = served(Some(&beyond.to_string())).unwrap_err().to_string();
        assert_eq!(
            refused,
            format!(
                "word --oldest-protocol: oldest_protocol: {beyond} is not {OLDEST} to {CURRENT}"
            )
        );
    }
    assert!(matches!(served(Some("two")), Err(WordsError::Configuration(_))));
}

#[test]
fn a_poster_names_what_where_to_and_which_code_is_counted() {
    let least = "poster --item milk-carton --out a.pdf";
    match order(least) {
        Ok(Order::Print { poster, printer }) => {
            assert_eq!((poster.paper.code(), poster.way), ("a4", None));
            assert_eq!(printer, Printer::default());
        }
        other => panic!("{other:?}"),
    }
    let address = format!("{least} --no-sandbox --public-address https://a.cn");
    let whole = format!("{address} --size card --lang en --code 3A4C6D --database sqlite:a");
    assert!(matches!(order(&whole), Ok(Order::Print { .. })));
    let lesson = order("poster --lesson hazardous --out a.pdf");
    assert!(
        matches!(lesson, Ok(Order::Print { poster, .. }) if poster.subject.key() == "hazardous")
    );
    for line in [
        "poster --item milk-carton".to_owned(),
        "poster --out a.pdf".to_owned(),
        format!("{least} --lesson hazardous"),
        format!("{least} --size a5"),
        format!("{least} --lang fr"),
        format!("{least} --public-address a.cn"),
        format!("{address} --code 3A4C6D"),
        format!("{least} --code 3A4C6D --database sqlite:a"),
        format!("{address} --code O0 --database sqlite:a"),
        "screen add --database sqlite:a --area 330683106273".to_owned(),
        "screen add --database sqlite:a --area 1 --place 村口".to_owned(),
        "screen burn --database sqlite:a".to_owned(),
    ] {
        assert!(order(&line).is_err(), "{line}");
    }
}

#[test]
fn the_rulebook_is_written_for_review_and_corrected() {
    let pages = |line: &str| match order(line) {
        Ok(Order::Rulebook { what: RulebookOrder::Pages { folder, language }, .. }) => {
            (folder, language)
        }
        other => panic!("{other:?}"),
    };
    let line = "rulebook pages --database sqlite:a --out pages";
    assert_eq!(pages(line), (PathBuf::from("pages"), Language::Chinese));
    assert_eq!(pages(&format!("{line} --lang en")).1, Language::English);
    let line = "rulebook correct --database sqlite:a";
    let correct = |is_check, key: Option<&str>| Order::Rulebook {
        database: "sqlite:a".parse().unwrap(),
        what: RulebookOrder::Correct {
            file: PathBuf::from("a.xlsx"),
            key: key.map(PathBuf::from),
            is_check,
        },
    };
    assert_eq!(order(&format!("{line} --check a.xlsx")), Ok(correct(true, None)));
    assert_eq!(order(&format!("{line} --key k a.xlsx")), Ok(correct(false, Some("k"))));
    for line in [
        "rulebook",
        "rulebook burn --database sqlite:a",
        "rulebook pages --database sqlite:a",
        "rulebook pages --database sqlite:a --out a --lang fr",
        "rulebook correct --database sqlite:a",
        "rulebook correct --database sqlite:a --check yes a.csv",
        "rulebook correct a.csv",
    ] {
        assert!(order(line).is_err(), "{line}");
    }
}

/// No secret is a word: a password and a number have no option to stand behind.
#[test]
fn who_logs_in_and_whose_number_it_is_are_words_but_no_secret_is() {
    let login = format!("login add --database sqlite:a --actor {DEVICE} --name wang.fang");
    assert!(matches!(
        order(&login),
        Ok(Order::Login { what: LoginOrder::Add(_, name), .. }) if name == "wang.fang"
    ));
    for option in ["--password x", "--code 1"] {
        assert!(matches!(order(&format!("{login} {option}")), Err(WordsError::Unknown(_))));
    }
    let set = "phone set --database sqlite:a --household 330683106273-1";
    assert!(matches!(order(set), Ok(Order::Phone { what: PhoneOrder::Set(_), .. })));
    assert!(matches!(order(&format!("{set} 13812345678")), Err(WordsError::Unknown(_))));
    let both = format!("{set} --actor {DEVICE}");
    assert!(matches!(order(&both), Err(WordsError::Missing(_))), "one of the two");
    let give = "consent give --database sqlite:a --household 330683106273-1 --purpose points";
    assert!(matches!(order(give), Err(WordsError::Missing("--text"))));
    assert!(matches!(
        order(&format!("{give} --text 1")),
        Ok(Order::Consent { what: ConsentOrder::Say(_, _, Some(1)), .. })
    ));
    let withdrawn = give.replace("give", "withdraw");
    assert!(matches!(
        order(&withdrawn),
        Ok(Order::Consent { what: ConsentOrder::Say(_, _, None), .. })
    ));
    let head = "audit verify --database sqlite:a --head head.json";
    assert!(matches!(
        order(head),
        Ok(Order::Audit { what: AuditOrder::Verify { head: Some(_) }, .. })
    ));
}
