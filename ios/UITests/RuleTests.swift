/// What the screens promise to eyes, ears and fingers, as far as the sources' text can show it.
/// Each rule is a function of text that names what breaks it, and each has its control: a text
/// that must be found.
import Foundation
import Testing

@testable import Kit

struct RuleTests {
    @Test func onlyTheKitAndTheAppImportSwiftUI() throws {
        let texts = try text("UI/Screens") + text("UI/KitStandIn") + text("Core")
        #expect(appleImports(texts) == [])
        #expect(appleImports("import SwiftUI\nimport UIKit").count == 2)
    }

    @Test func theKitIsSmall() throws {
        let wrappers = try declarations("UI/Kit").filter { $0.hasPrefix("public struct ") }
        #expect(wrappers.count > 10 && wrappers.count <= 25)
    }

    @Test func sizesAreThoseOfElderAndOtherReaders() throws {
        let sizes = try text("UI/Kit/Sizes.swift")
        #expect(wrongSizes(sizes) == [])
        let small = sizes.replacingOccurrences(of: "elder ? 60 : 44", with: "elder ? 56 : 40")
        #expect(wrongSizes(small) == ["target 56 : 40"])
        let fine = sizes.replacingOccurrences(of: "elder ? 24 : 16", with: "elder ? 17 : 16")
        #expect(wrongSizes(fine) == ["small 17 : 16"])
    }

    /// Every text and drawing goes through `Scaled`, which follows the reader's text size.
    @Test func everythingGrowsWithTheReadersTextSize() throws {
        #expect(fixedSizes(try text("UI/Kit")) == [])
        #expect(fixedSizes("Text(label).font(.system(size: 12))").count == 1)
        #expect(fixedSizes("Text(label).lineLimit(1)").count == 1)
        #expect(fixedSizes("Text(label).minimumScaleFactor(0.5)").count == 1)
    }

    /// The word says it; the drawing is silent.
    @Test func drawingsAreHiddenFromVoiceOver() throws {
        #expect(loudDrawings(try text("UI/Kit")) == [])
        #expect(loudDrawings("Image(systemName: sign.rawValue)\n.padding()").count == 1)
    }

    @Test func whatIsTouchedIsLargeEnoughAndSaysItsState() throws {
        #expect(weakControls(try text("UI/Kit")) == [])
        let bare = "struct Press: Part { var body: some View { Button(action: act) { } } }"
        #expect(weakControls(bare) == ["Press: target"])
        let mute = """
            struct Key: Part { let selected: Bool
            var body: some View { Button(action: act) { }.frame(minHeight: sizes.target) } }
            """
        #expect(weakControls(mute) == ["Key: state"])
    }

    @Test func everyColourHasALightAndADarkShade() throws {
        #expect(oneShades(try text("UI/Kit/Sizes.swift")) == [])
        #expect(oneShades("static let paper = Color.white").count == 1)
    }

    @Test func aBinIsToldByColourWordAndShape() throws {
        let screens = try text("UI/Screens")
        #expect(halfBins(screens) == [])
        #expect(halfBins("Signed(item.colour.sign, item.streamWord)").count == 1)
    }

    /// All words come from the core: no literal reaches the screen but what joins two of its words.
    @Test func theScreensHaveNoWordsOfTheirOwn() throws {
        #expect(ownWords(try text("UI/Screens")) == [])
        #expect(ownWords("Words(\"Hello\")") == ["Hello"])
        #expect(ownWords("Press(\"好\", .main)") == ["好"])
    }

    @Test func aScreenHasAtMostOneMainAction() throws {
        let screens = try text("UI/Screens")
        let found = mainActions(screens)
        #expect(found.count > 10)
        #expect(found.filter { $0.value > 1 }.keys.sorted() == [])
        let twice = """
            struct AScreen: Part { var body: some Part { Press(a, .main) { }; BPart() } }
            struct BPart: Part { var body: some Part { Press(b, .main) { } } }
            """
        #expect(mainActions(twice) == ["AScreen": 2])
        let many = "struct CScreen: Part { var body: some Part { Rows(all) { Press(c, .main) { } } } }"
        #expect(mainActions(many) == ["CScreen": 2])
    }

    /// A new screen of the core must get a view of its own: the compiler says so.
    @Test func noScreenIsShownByDefault() throws {
        #expect(try !text("UI/Screens").contains("default:"))
    }

    private func text(_ path: String) throws -> String {
        if path.hasSuffix(".swift") {
            return try String(contentsOf: ios.appendingPathComponent(path), encoding: .utf8)
        }
        return try sources(path).map { try String(contentsOf: $0, encoding: .utf8) }
            .joined(separator: "\n")
    }
}

struct FieldTextTests {
    @Test func anEchoChangesNothingHoweverLate() {
        var field = FieldText("")
        let told = ["3", "3.", "3.2"].map { field.type($0) }
        #expect(told == [true, true, true])
        field.hear("3")
        #expect(field.shown == "3.2")
        field.hear("3.2") // the one in between was left out
        #expect(field.shown == "3.2")
    }

    @Test func whatTheCorePutsThereReplacesIt() {
        var field = FieldText("draft")
        #expect(field.shown == "draft")
        _ = field.type("draf")
        field.hear("")
        #expect(field.shown == "")
        field.hear("0000 1001")
        #expect(field.shown == "0000 1001")
    }

    @Test func theSameTextIsNotToldTwice() {
        var field = FieldText("a")
        let told = ["a", "ab", "ab"].map { field.type($0) }
        #expect(told == [false, true, false])
    }
}
