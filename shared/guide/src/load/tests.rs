//! What the loader takes and what it refuses, on a small rulebook of its own.

use wufei_domain::stream::Stream;

use crate::{Answer, Basis, BrokenData, Disposal, Guide, Rule, Text};

const NOTES: &str = "step | rinse | 冲净 | Rinse it\nreason | soft | 软。 | It is soft.\n";
const ITEM: &str = "item | pea | 豌豆 | Pea\nalso | 青豆, peas\n\
                    bin  | perishable | rinse | read law\nwhy  | @soft\n";

fn rulebook() -> String {
    let places: Vec<String> = Disposal::ALL
        .map(|place| format!("\"{}\": {{\"zh\": \"处\", \"en\": \"Place\"}}", place.code()))
        .to_vec();
    let bases: Vec<String> = Basis::ALL
        .map(|basis| format!("\"{}\": {{\"zh\": \"据\", \"en\": \"basis\"}}", basis.code()))
        .to_vec();
    format!(
        "{{\"id\": \"test\", \"version\": \"1\", \"title\": {TEXT}, \"jurisdiction\": {TEXT},\n\
         \"area_prefix\": \"33\", \"valid_from\": \"2021-05-01\", \"notice\": {TEXT},\n\
         \"sources\": [{{\"id\": \"law\", \"title\": {TEXT}, \"citation\": {TEXT},\n\
         \"valid_from\": \"2019-11\", \"valid_to\": null}}],\n\
         \"places\": {{{}}},\n\"bases\": {{{}}},\n\"examples\": [\"pea\"]}}",
        places.join(", "),
        bases.join(", ")
    )
}

const TEXT: &str = "{\"zh\": \"字\", \"en\": \"word\"}";

fn read(notes: &str, items: &str) -> Result<Guide, BrokenData> {
    Guide::read(("rulebook", &rulebook()), ("notes", notes), &[("items", items)])
}

/// The place and the rule of the first refusal.
fn refusal(notes: &str, items: &str) -> (String, usize, Rule) {
    let BrokenData { file, line, rule } = read(notes, items).expect_err(items);
    (file, line, rule)
}

fn own(value: &str) -> String {
    value.to_owned()
}

#[test]
fn a_whole_item_is_taken() {
    let items = "# 注释\n\nitem | cup | 杯 | Cup\npart | 杯身 | Body\nwhen | 脏 | Dirty\n\
                 bin | residual | | advice law\nwhy | 脏了。 | It is dirty.\n\
                 when | 净 | Clean\nbin | recyclable | rinse | named law\n\
                 do | 晾干 | Let it dry\nwhy | @soft\n\
                 part | 茶 | Tea\nbin | sink | | read law\nwhy | 水。 | It is water.\n";
    let guide = read(NOTES, &format!("{ITEM}{items}")).unwrap();
    let cup = guide.item("cup").unwrap();
    assert_eq!(
        cup.disposals(),
        [Disposal::Bin(Stream::Residual), Disposal::Bin(Stream::Recyclable), Disposal::Sink]
    );
    let [dirty, clean, tea] = &*cup.parts else { panic!("{cup:?}") };
    assert_eq!(dirty.name, Some(Text { zh: own("杯身"), en: own("Body") }));
    assert_eq!(dirty.basis, Basis::Advice);
    assert_eq!(clean.condition, Some(Text { zh: own("净"), en: own("Clean") }));
    let steps: Vec<&str> = clean.steps.iter().map(|step| step.en.as_str()).collect();
    assert_eq!(steps, ["Rinse it", "Let it dry"]);
    assert_eq!(clean.reason.en, "It is soft.");
    assert_eq!(tea.condition, None);
    assert_eq!(guide.citation(tea).en, "word · basis");
    assert_eq!(guide.look_up("青豆"), Answer::Found(guide.item("pea").unwrap()));
}

#[test]
fn a_broken_row_is_named_by_file_line_and_rule() {
    let error = read(NOTES, &ITEM.replace("perishable", "compost")).expect_err("unknown stream");
    assert_eq!(error.to_string(), "items:3: \"compost\" is no stream and no other place");
}

#[test]
fn rows_of_the_wrong_form_are_refused() {
    let value = own;
    for (broken, line, rule) in [
        (
            ITEM.replace("why  | @soft", "why  | 软。"),
            4,
            Rule::CellCount { word: "why", expected: 2, count: 1 },
        ),
        (ITEM.replace("| Pea", ""), 1, Rule::CellCount { word: "item", expected: 3, count: 2 }),
        (ITEM.replace("豌豆", ""), 1, Rule::CellEmpty { word: "item", cell: 2 }),
        (ITEM.replace("also", "aka"), 2, Rule::RowUnknown { word: value("aka") }),
        (ITEM.replace("pea |", "Pea |"), 1, Rule::KeyMalformed { value: value("Pea") }),
        (ITEM.replace("pea |", "pea- |"), 1, Rule::KeyMalformed { value: value("pea-") }),
        (ITEM.replace("豌豆", "？"), 1, Rule::NameEmpty { value: value("？") }),
        (
            ITEM.replace("青豆, peas", "青豆、豆子"),
            2,
            Rule::NameSeparator { value: value("青豆、豆子") },
        ),
        (
            ITEM.replace("青豆", "豌 豆"),
            2,
            Rule::NameRepeated { value: value("豌 豆"), owner: value("pea") },
        ),
        (ITEM.replace("青豆, peas", "青豆,"), 2, Rule::NameEmpty { value: value("") }),
        (ITEM.replace("rinse", "wash"), 3, Rule::StepUnknown { value: value("wash") }),
        (ITEM.replace("@soft", "@hard"), 4, Rule::ReasonUnknown { value: value("hard") }),
        (ITEM.replace("read law", "law"), 3, Rule::CitationMalformed { value: value("law") }),
        (
            ITEM.replace("read law", "said law"),
            3,
            Rule::CitationMalformed { value: value("said law") },
        ),
        (ITEM.replace("read law", "read act"), 3, Rule::SourceUnknown { value: value("act") }),
        (
            ITEM.replace("@soft", "软。很软。 | It is soft."),
            4,
            Rule::NotOneSentence { value: value("软。很软。") },
        ),
        (
            ITEM.replace("@soft", "软。 | It is soft"),
            4,
            Rule::NotOneSentence { value: value("It is soft") },
        ),
    ] {
        assert_eq!(refusal(NOTES, &broken), (own("items"), line, rule), "{broken}");
    }
}

#[test]
fn rows_in_the_wrong_place_are_refused() {
    let item = own("pea");
    let bin = "bin | residual | | read law\n";
    for (broken, line, rule) in [
        (format!("{bin}{ITEM}"), 1, Rule::OutOfPlace { word: "bin", needs: "an item" }),
        (
            ITEM.replace("bin  | perishable | rinse | read law\n", ""),
            3,
            Rule::OutOfPlace { word: "why", needs: "a bin" },
        ),
        (
            format!("{ITEM}do | 晾干 | Let it dry\n"),
            5,
            Rule::OutOfPlace { word: "do", needs: "a bin" },
        ),
        (ITEM.replace("why  | @soft\n", ""), 1, Rule::ReasonMissing { item: item.clone() }),
        (ITEM.replace("why  | @soft\n", bin), 4, Rule::ReasonMissing { item: item.clone() }),
        (own("item | pea | 豌豆 | Pea\n"), 1, Rule::BinMissing { item: item.clone() }),
        (format!("{ITEM}part | 壳 | Pod\n"), 1, Rule::BinMissing { item: item.clone() }),
        (
            format!("{ITEM}part | 壳 | Pod\npart | 豆 | Bean\n"),
            6,
            Rule::BinMissing { item: item.clone() },
        ),
        (
            format!("{ITEM}when | 脏 | Dirty\nwhen | 净 | Clean\n"),
            6,
            Rule::BinMissing { item: item.clone() },
        ),
        (
            ITEM.replace("bin ", "when | 脏 | Dirty\nbin "),
            1,
            Rule::ConditionsUneven { item: item.clone() },
        ),
        (
            format!("{ITEM}when | 脏 | Dirty\n{bin}why | @soft\n"),
            1,
            Rule::ConditionsUneven { item: item.clone() },
        ),
    ] {
        assert_eq!(refusal(NOTES, &broken), (own("items"), line, rule), "{broken}");
    }
}

const GROUP: &str = "group | perishable | rinse | read law\nwhy | @soft\n\
                     thing | leek | 大葱 | Leek | 葱, scallion\nthing | dill | 莳萝 | Dill |\n";

#[test]
fn things_of_a_group_share_its_answer() {
    let guide = read(NOTES, &format!("{ITEM}{GROUP}")).unwrap();
    for name in ["大葱", "葱", "leek", "scallion", "莳萝", "dill"] {
        let Answer::Found(item) = guide.look_up(name) else { panic!("{name}") };
        assert_eq!(item.parts, guide.item("pea").unwrap().parts, "{name}");
    }
    assert!(guide.item("dill").unwrap().aliases.is_empty());
    let thing = "thing | rue | 芸香 | Rue |\n";
    let no_reason = own("group");
    for (broken, line, rule) in [
        (format!("{ITEM}{thing}"), 5, Rule::OutOfPlace { word: "thing", needs: "a group" }),
        (
            format!("{ITEM}{}", GROUP.replace("why | @soft\n", "")),
            5,
            Rule::ReasonMissing { item: no_reason.clone() },
        ),
        (
            format!("{ITEM}group | perishable | rinse | read law\n"),
            5,
            Rule::ReasonMissing { item: no_reason },
        ),
        (
            format!("{ITEM}{GROUP}also | 葱花\n"),
            9,
            Rule::OutOfPlace { word: "also", needs: "an item" },
        ),
        (
            format!("{ITEM}{GROUP}why | @soft\n"),
            9,
            Rule::OutOfPlace { word: "why", needs: "an item" },
        ),
        (
            format!("{ITEM}{}", GROUP.replace("葱, scallion", "豌豆")),
            7,
            Rule::NameTaken { value: own("豌豆"), owner: own("pea") },
        ),
        (
            format!("{ITEM}{}", GROUP.replace("| Dill |", "| Dill")),
            8,
            Rule::CellCount { word: "thing", expected: 4, count: 3 },
        ),
    ] {
        assert_eq!(refusal(NOTES, &broken), (own("items"), line, rule), "{broken}");
    }
}

#[test]
fn two_items_never_claim_the_same_word() {
    let second = ITEM.replace("pea", "bean").replace("青豆, beans", "豌　豆");
    let (_, line, rule) =
        refusal(NOTES, &format!("{ITEM}{}", second.replace("豌豆 | Pea", "豆 | Bean")));
    assert_eq!((line, rule), (6, Rule::NameTaken { value: own("豌　豆"), owner: own("pea") }));
    let (_, line, rule) = refusal(NOTES, &format!("{ITEM}{ITEM}"));
    assert_eq!((line, rule), (5, Rule::KeyRepeated { value: own("pea") }));
}

#[test]
fn notes_are_checked_as_well() {
    for (notes, line, rule) in [
        (format!("{NOTES}{NOTES}"), 3, Rule::KeyRepeated { value: own("rinse") }),
        (format!("{NOTES}step | dry | 晾干 | Dry it\n"), 3, Rule::NoteUnused { value: own("dry") }),
        (NOTES.replace("软。", "软"), 2, Rule::NotOneSentence { value: own("软") }),
        (NOTES.replace("step", "stage"), 1, Rule::RowUnknown { word: own("stage") }),
        (NOTES.replace("冲净", ""), 1, Rule::CellEmpty { word: "step", cell: 2 }),
    ] {
        assert_eq!(refusal(&notes, ITEM), (own("notes"), line, rule), "{notes}");
    }
}

#[test]
fn the_rulebook_is_checked_as_well() {
    let whole = rulebook();
    for (broken, line, rule) in [
        (
            whole.replace("2021-05-01", "2021-5-1"),
            2,
            Rule::DateMalformed { value: own("2021-5-1") },
        ),
        (whole.replace("2019-11", "2019-13"), 4, Rule::DateMalformed { value: own("2019-13") }),
        (whole.replace("[\"pea\"]", "[\"bean\"]"), 7, Rule::ExampleUnknown { value: own("bean") }),
        (whole.replace("\"sink\"", "\"basin\""), 1, Rule::PlaceUnnamed { value: own("sink") }),
        (whole.replace("\"read\"", "\"guess\""), 1, Rule::BasisUnnamed { value: own("read") }),
    ] {
        let result = Guide::read(("rulebook", &broken), ("notes", NOTES), &[("items", ITEM)]);
        let expected = BrokenData { file: own("rulebook"), line, rule };
        assert_eq!(result.expect_err("broken"), expected);
    }
    let result = Guide::read(("rulebook", "{\n\"id\": 1}"), ("notes", NOTES), &[("items", ITEM)]);
    let BrokenData { line, rule, .. } = result.expect_err("no rulebook");
    assert!(matches!(rule, Rule::NotARulebook { .. }) && line == 2, "{line} {rule}");
}

#[test]
fn an_empty_guide_is_refused() {
    assert_eq!(refusal("", "# 只有注释\n"), (own("rulebook"), 1, Rule::NoItems));
}
